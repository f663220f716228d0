#pragma once

#include <string>
#include <string_view>

namespace skillwake::matcher::lexical {

/// The stem of an English word by Porter's rules (M. F. Porter, "An algorithm for suffix stripping", 1980).
/// Lower-case ASCII letters only; any other word is its own stem.
std::string stem(std::string_view word);
/// The same in place.
void cut_to_stem(std::string& word);

/// The stem that stands for a word and its spellings in this trade: "k8s" is "kubernetes", "db" is
/// "database".
std::string canonical_stem(std::string_view word);

}  // namespace skillwake::matcher::lexical
