#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text of strangers (skills, prompts, file names), made fit to stand inside an element that a host's model
/// reads as ours.
namespace skillwake::daemon {

/// The tags of hosts' elements that `text` holds, ours among them, lose their meaning: "&lt;" stands for the
/// '<' of each. Everything else stays as it is, other tags too.
std::string harmless(std::string_view text);

/// Hidden characters (see skill/hidden_unicode.h) as their names: "[U+202E]". Everything else stays.
std::string visible(std::string_view text);

/// The same on one line: runs of white space and control characters become one space; at most `most_bytes`,
/// cut between characters, with "…" where something was cut.
std::string harmless_line(std::string_view text, std::size_t most_bytes);

/// For a quoted attribute: one line, with '&', '<', '>' and '"' written as entities.
std::string attribute_text(std::string_view text, std::size_t most_bytes);

/// A word of a shell's command line, in single quotes where it needs them.
std::string shell_word(std::string_view text);

}  // namespace skillwake::daemon
