#pragma once

#include <string>
#include <string_view>
#include <vector>

/// As much of a shell's grammar as the commands take that hosts keep in their settings.
namespace skillwake::client {

/// `word` as a POSIX shell reads it back: as it is where it holds nothing special, else in single quotes.
std::string shell_quoted(std::string_view word);

/// The words of a plain command, its quotes and backslashes taken off; nothing is expanded. Empty: a quote
/// does not end.
std::vector<std::string> shell_words(std::string_view command);

}  // namespace skillwake::client
