#include "matcher/decide.h"

#include <algorithm>

namespace skillwake::matcher {

Decisions decide(const View& view, const Judgement& judgement, const TurnLimits& limits,
                 const std::function<bool(const skill::Skill&, Action)>& held) {
    Decisions decisions;
    std::uint64_t tokens = 0;
    std::uint64_t automatic_tokens = 0;
    for (std::size_t place = 0; place < judgement.candidates.size(); ++place) {
        const auto& candidate = judgement.candidates[place];
        const auto& skill = skill_of(view, candidate.ref);
        if (candidate.action == Action::None) {
            continue;
        }
        if (held(skill, candidate.action)) {
            if (candidate.action == Action::Load) {
                decisions.already_held.push_back(place);
            }
        } else if (candidate.action == Action::Suggest) {
            if (decisions.suggested.size() < limits.suggestions) {
                decisions.suggested.push_back(place);
            }
        } else {
            const auto cost = std::min<std::uint64_t>(skill.tokens, limits.tokens_each);
            const auto automatic_cost = is_mentioned(candidate) ? 0 : cost;
            if (decisions.loaded.size() >= limits.skills || tokens + cost > limits.tokens ||
                automatic_tokens + automatic_cost > limits.automatic_tokens) {
                decisions.over_budget.push_back(place);
            } else {
                tokens += cost;
                automatic_tokens += automatic_cost;
                decisions.loaded.push_back(place);
            }
        }
    }
    std::stable_sort(decisions.loaded.begin(), decisions.loaded.end(), [&](std::size_t a, std::size_t b) {
        return skill_of(view, judgement.candidates[a].ref).order <
               skill_of(view, judgement.candidates[b].ref).order;
    });
    return decisions;
}

bool is_mentioned(const Candidate& candidate) {
    return !candidate.evidence.empty() && candidate.evidence.front().kind == EvidenceKind::Mention;
}

}  // namespace skillwake::matcher
