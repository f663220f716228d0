#pragma once

#include "matcher/judge.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace skillwake::matcher {

/// What one turn may give a conversation.
struct TurnLimits {
    std::size_t skills = 3;         ///< loaded
    std::uint64_t tokens = 25'000;  ///< of all loaded contents together, estimated
    std::size_t suggestions = 3;
};

/// What happens to the candidates of a judgement: places in `Judgement::candidates`, the surest first.
struct Decisions {
    std::vector<std::size_t> loaded;
    std::vector<std::size_t> already_held;  ///< would load, but the conversation still has them
    std::vector<std::size_t> over_budget;   ///< would load, but for the limits
    std::vector<std::size_t> suggested;
};

/// `held`: whether the conversation still has that skill's content as it is now.
Decisions decide(const View& view, const Judgement& judgement, const TurnLimits& limits,
                 const std::function<bool(const skill::Skill&)>& held);

}  // namespace skillwake::matcher
