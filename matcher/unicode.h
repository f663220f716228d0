#pragma once

#include <string>
#include <string_view>

/// What Unicode says of the characters of words. The tables are utf8proc's; ASCII never asks them.
namespace skillwake::matcher {

/// Letters, digits, and the marks that combine with them.
bool is_word_character(char32_t code);

/// CJK, Hangul or Thai: written without blanks, or with endings that stick to the word, so that words are cut
/// into pairs of neighbouring characters.
bool is_paired_script(char32_t code);

/// The form in which words compare: "NFKC_Casefold" of the Unicode Standard, 3.13. "STRASSE" for "Straße",
/// one form for an accent that is written as a character of its own, plain letters for full-width ones.
std::string fold_word(std::string_view word);

}  // namespace skillwake::matcher
