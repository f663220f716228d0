#include "daemon/companions.h"

#include "matcher/decide.h"
#include "skill/dialect.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::daemon {
namespace {

using matcher::Action;
using matcher::Candidate;

class Companions {
public:
    Companions(const Catalogue& catalogue, std::vector<Candidate>& candidates)
        : catalogue_(catalogue), candidates_(candidates) {}

    /// The list grows behind the place that is looked at: what comes in is looked at too.
    void add() {
        for (std::size_t place = 0; place < candidates_.size(); ++place) {
            if (candidates_[place].action != Action::Load) {
                continue;
            }
            const auto& skill = catalogue_.skill(candidates_[place].ref);
            for (const auto& name : skill.required) {
                raise(name, place, Action::Load);
            }
            for (const auto& name : skill.affine) {
                raise(name, place, Action::Suggest);
            }
        }
    }

private:
    void raise(const std::string& name, std::size_t asking, Action action) {
        const auto found = catalogue_.find(name);
        if (!found || !catalogue_.skill(*found).wakes_itself()) {
            return;
        }
        const auto known = std::find_if(candidates_.begin(), candidates_.end(),
                                        [&](const Candidate& candidate) { return candidate.ref == *found; });
        if (known != candidates_.end() && known->action >= action) {
            return;
        }
        Candidate companion;
        if (known != candidates_.end()) {
            companion = std::move(*known);
            asking -= static_cast<std::size_t>(known - candidates_.begin()) < asking ? 1 : 0;
            candidates_.erase(known);
        }
        const auto& asker = candidates_[asking];
        matcher::Evidence evidence;
        evidence.kind = matcher::EvidenceKind::Companion;
        evidence.trigger = catalogue_.skill(asker.ref).qualified_name();
        evidence.weight = asker.confidence;
        companion.ref = *found;
        companion.action = action;
        companion.confidence = std::max(companion.confidence, asker.confidence);
        companion.score = std::max(companion.score, asker.score);
        companion.evidence.insert(companion.evidence.begin(), std::move(evidence));
        candidates_.insert(candidates_.begin() + static_cast<std::ptrdiff_t>(asking) + 1,
                           std::move(companion));
    }

    const Catalogue& catalogue_;
    std::vector<Candidate>& candidates_;
};

}  // namespace

void add_companions(const Catalogue& catalogue, matcher::Judgement& judgement) {
    Companions(catalogue, judgement.candidates).add();
}

void leave_to_host(const Catalogue& catalogue, std::string_view host, matcher::Judgement& judgement) {
    for (auto& candidate : judgement.candidates) {
        const auto& skill = catalogue.skill(candidate.ref);
        if (candidate.action == Action::None || matcher::is_mentioned(candidate) ||
            !skill::loads_itself(host, skill.place)) {
            continue;
        }
        candidate.action = Action::None;
        matcher::Evidence evidence;
        evidence.kind = matcher::EvidenceKind::Native;
        evidence.trigger = host;
        candidate.evidence.push_back(std::move(evidence));
    }
}

}  // namespace skillwake::daemon
