#pragma once

#include "matcher/region.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// An `@name` or `@plugin:name` of a prompt; or a `#name`, which may be the steering file of that name.
struct Mention {
    std::string name;  ///< folded, without its sign
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    char sign = '@';
};

inline constexpr std::size_t kMaxMentions = 8;  ///< of one prompt and sign; further ones are text

/// Mentions stand at the start, or behind white space, an opening bracket or quote, or a CJK character; not
/// behind a word character or a backslash, not as "@scope/pkg" or "@path/file.ext", not as a decorator at a
/// line's start inside code, not in fenced code, URLs or the host's reminders. Each name once a
/// sign; those with '#' behind the others, and none that is a number.
std::vector<Mention> find_mentions(std::string_view prompt, const std::vector<RegionSpan>& regions);

}  // namespace skillwake::matcher
