#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// What a stretch of a prompt is: not all that stands in it is the user's wish.
enum class Region {
    Prose,
    Quoted,      ///< between quotation marks
    InlineCode,  ///< between backticks
    FencedCode,
    Url,
    Path,      ///< a file name or path in prose
    Log,       ///< pasted output: stack traces, time-stamped lines
    Diff,      ///< a pasted patch
    Reminder,  ///< the host's own: system reminders, notifications, context that hooks put in earlier
};

constexpr std::string_view name_of(Region region) {
    constexpr std::string_view kNames[] = {"prose", "quoted", "inline code", "fenced code", "url",
                                           "path",  "log",    "diff",        "reminder"};
    return kNames[static_cast<std::size_t>(region)];
}

struct RegionSpan {
    Region region = Region::Prose;
    std::size_t begin = 0;  ///< bytes of the prompt
    std::size_t end = 0;
};

/// Cuts `prompt` into regions: in order, without gaps, none empty.
std::vector<RegionSpan> read_regions(std::string_view prompt);

}  // namespace skillwake::matcher
