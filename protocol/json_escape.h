#pragma once

#include <string>
#include <string_view>

/// What stands for a text inside a JSON string. Most of what a daemon says is the text of skills, so this is
/// a loop that is felt: 16 bytes are looked at at once, copied as they are, and only where one of them needs
/// an escape is anything looked at singly:
///
///     a plain line of 16 bytes or more ... -> copied, 16 bytes a step
///     say "hi"\n                           -> 0b...: the lowest bit set is the first '"'; copy up to it,
///     write
///                                             \", go on behind it
namespace skillwake::protocol {

/// Appends `text`, well-formed UTF-8, escaped and without quotes.
void append_escaped(std::string& out, std::string_view text);

/// Whether `text` is ASCII and stands for itself: names, triggers and most other short strings do.
bool is_plain(std::string_view text);

/// The same as append_escaped() byte by byte: for processors without SSE2, and what tests compare with.
void append_escaped_plainly(std::string& out, std::string_view text);

}  // namespace skillwake::protocol
