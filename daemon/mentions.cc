#include "daemon/mentions.h"

#include "matcher/weights.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {
namespace {

matcher::Evidence mention_evidence(const matcher::Mention& mention) {
    matcher::Evidence evidence;
    evidence.kind = matcher::EvidenceKind::Mention;
    evidence.trigger = mention.sign + mention.name;
    evidence.text = evidence.trigger;
    evidence.begin = mention.begin;
    evidence.end = mention.end;
    evidence.region = matcher::Region::Prose;
    evidence.weight = matcher::weight_of(matcher::EvidenceKind::Mention);
    return evidence;
}

Result<matcher::SkillRef> look_up(const Catalogue& catalogue, const matcher::Mention& mention) {
    return mention.sign == '#' ? catalogue.find_steering(mention.name) : catalogue.find(mention.name);
}

}  // namespace

Mentions resolve_mentions(const Catalogue& catalogue, matcher::Judgement& judgement) {
    Mentions mentions;
    auto& candidates = judgement.candidates;
    std::size_t place = 0;
    for (const auto& mention : judgement.prompt.mentions) {
        const auto found = look_up(catalogue, mention);
        if (!found && mention.sign == '#') {
            continue;  // a heading, an issue, a colour
        }
        if (!found && found.error().code() == Errc::Ambiguous) {
            mentions.ambiguous.push_back({mention.name, found.error().names()});
            continue;
        }
        if (!found) {
            mentions.unknown.push_back({mention.name, found.error().names()});
            continue;
        }
        const auto known = std::find_if(candidates.begin(), candidates.end(),
                                        [&](const auto& candidate) { return candidate.ref == *found; });
        matcher::Candidate mentioned;
        if (known != candidates.end()) {
            mentioned = std::move(*known);
            candidates.erase(known);
        }
        mentioned.ref = *found;
        mentioned.confidence = 1.0;
        mentioned.score = 1.0;
        mentioned.action = matcher::Action::Load;
        mentioned.evidence.insert(mentioned.evidence.begin(), mention_evidence(mention));
        candidates.insert(
            candidates.begin() + static_cast<std::ptrdiff_t>(std::min(place, candidates.size())),
            std::move(mentioned));
        ++place;
    }
    return mentions;
}

}  // namespace skillwake::daemon
