#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skillwake::skill {

enum class WakeModeKind {
    ByName,       ///< nothing but its name wakes it
    NamedAtMost,  ///< it is suggested; nothing but its name loads it
    ByWords,      ///< the words of its own text wake it, because no other key does
    Example,      ///< a prompt that it is for
};

constexpr std::string_view name_of(WakeModeKind kind) {
    switch (kind) {
        case WakeModeKind::ByName:
            return "by name";
        case WakeModeKind::NamedAtMost:
            return "named at most";
        case WakeModeKind::ByWords:
            return "by words";
        case WakeModeKind::Example:
            return "example";
    }
    return "unknown";
}

/// How a file was read that says when it wakes without a trigger: for people, nothing else reads it. Of
/// Cursor's `alwaysApply: false` beside a description: ByWords, "description", "cursor: description".
struct WakeMode {
    WakeModeKind kind = WakeModeKind::ByName;
    std::string text;        ///< what the key says: "manual"
    std::string source;      ///< dialect and key: "windsurf: trigger"
    std::uint32_t line = 0;  ///< 1-based, in `file` or else in the skill's own
    std::string file = {};   ///< that holds it; empty: the skill's own

    bool operator==(const WakeMode&) const = default;
};

}  // namespace skillwake::skill
