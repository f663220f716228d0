#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text of skills, prompts and files, made fit for a terminal: it may not move the cursor, recolour, or
/// reorder.
namespace skillwake::client {

/// For one line: white space runs become one space; control characters, and those that hide or reorder text,
/// are written out ("\x1b", "\u202e"); ill-formed UTF-8 becomes U+FFFD.
std::string safe_line(std::string_view text);

/// The same for a text of many lines: "\n" and "\t" and other white space stay as they are.
std::string safe_block(std::string_view text);

/// Columns that a terminal needs for `text`, which holds no control characters.
std::size_t display_width(std::string_view text);

/// The first part of `text` that needs at most `columns`, with "…" at its end when something was left out.
std::string cut_end(std::string_view text, std::size_t columns);
/// The last part, with "…" at its begin: for paths.
std::string cut_begin(std::string_view text, std::size_t columns);

}  // namespace skillwake::client
