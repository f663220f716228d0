#pragma once

#include "daemon/delivery_text.h"
#include "protocol/decision.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// One text of limited size for a host's model: which skills it holds, and how much of each. Pure.
namespace skillwake::daemon {

/// One skill that the text shall hold.
struct Portion {
    SkillTelling telling;
    enum class Kind { Loaded, Suggested };
    Kind kind = Kind::Loaded;
    /// The most that is given: Full, Excerpt, Outline or Line. Suggested ones get a line.
    protocol::DeliveryMode richest = protocol::DeliveryMode::Full;
    /// What the agent has of it already: only more than that is given. Absent: nothing.
    std::optional<protocol::DeliveryMode> held;
};

/// Whether `a` is more of a skill than `b`. Neither is Auto.
constexpr bool is_more(protocol::DeliveryMode a, protocol::DeliveryMode b) {
    return static_cast<int>(a) < static_cast<int>(b);
}

struct Delivery {
    std::string text;  ///< empty: nothing to say, or no room to say it
    /// One for each portion, in their order; absent: nothing of it is in the text.
    std::vector<std::optional<protocol::Delivered>> delivered;
};

/// `portions`: the surest first; they share the room in this order. Each gets the most that fits what is
/// left: the full text, else an excerpt, else an outline, else a line, else nothing; but for the full text of
/// one, so much room is kept that each of the others that are loaded can have its line. `notes`: lines that
/// come first. The text has at most `max_bytes` bytes, whatever that is.
Delivery deliver(const std::vector<std::string>& notes, const std::vector<Portion>& portions,
                 std::size_t max_bytes);

}  // namespace skillwake::daemon
