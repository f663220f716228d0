#include "matcher/decide.h"

namespace skillwake::matcher {

Decisions decide(const View& view, const Judgement& judgement, const TurnLimits& limits,
                 const std::function<bool(const skill::Skill&)>& held) {
    Decisions decisions;
    std::uint64_t tokens = 0;
    for (std::size_t place = 0; place < judgement.candidates.size(); ++place) {
        const auto& candidate = judgement.candidates[place];
        const auto& skill = skill_of(view, candidate.ref);
        if (candidate.action == Action::None) {
            continue;
        }
        if (held(skill)) {
            if (candidate.action == Action::Load) {
                decisions.already_held.push_back(place);
            }
        } else if (candidate.action == Action::Suggest) {
            if (decisions.suggested.size() < limits.suggestions) {
                decisions.suggested.push_back(place);
            }
        } else if (decisions.loaded.size() >= limits.skills || tokens + skill.tokens > limits.tokens) {
            decisions.over_budget.push_back(place);
        } else {
            tokens += skill.tokens;
            decisions.loaded.push_back(place);
        }
    }
    return decisions;
}

}  // namespace skillwake::matcher
