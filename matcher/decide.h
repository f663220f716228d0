#pragma once

#include "matcher/judge.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace skillwake::matcher {

/// What one turn may give a conversation.
struct TurnLimits {
    std::size_t skills = 3;         ///< loaded
    std::uint64_t tokens = 25'000;  ///< of all loaded contents together, estimated
    std::size_t suggestions = 3;
    std::uint64_t tokens_each = kNoLimit;  ///< of one content: a longer one is given in part, and costs this
    std::uint64_t automatic_tokens = kNoLimit;  ///< of the contents that nobody asked for by name

    static constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
};

/// What happens to the candidates of a judgement: places in `Judgement::candidates`, the surest first; what
/// is loaded, in the order that the authors of several skills gave them.
struct Decisions {
    std::vector<std::size_t> loaded;
    std::vector<std::size_t> already_held;  ///< would load, but the conversation still has them
    std::vector<std::size_t> over_budget;   ///< would load, but for the limits
    std::vector<std::size_t> suggested;
};

/// `held`: whether the conversation still has what it would get of that skill, which is a line where the
/// action is Suggest.
Decisions decide(const View& view, const Judgement& judgement, const TurnLimits& limits,
                 const std::function<bool(const skill::Skill&, Action)>& held);

/// Whether the event asked for the skill by its name: @name.
bool is_mentioned(const Candidate& candidate);

}  // namespace skillwake::matcher
