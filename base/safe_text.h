#pragma once

#include <string>
#include <string_view>

/// Text of strangers (skills, prompts, paths), made fit for a terminal or a log: it may not move the cursor,
/// recolour, reorder, hide, or begin a line of its own.
namespace skillwake {

/// For one line: white space runs become one space; control characters, and those that hide or reorder text,
/// are written out ("\x1b", "\u202e"); ill-formed UTF-8 becomes U+FFFD.
std::string safe_line(std::string_view text);

/// The same for a text of many lines: "\n" and "\t" and other white space stay as they are.
std::string safe_block(std::string_view text);

/// JSON text that means the same, with those characters escaped in its strings.
std::string safe_json(std::string_view json);

}  // namespace skillwake
