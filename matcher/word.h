#pragma once

#include "matcher/region.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// One word of a text: letters and digits of any script, with the signs that make "c++", "c#" and ".net"
/// words; an apostrophe inside is left out ("dont"). "code-review", "code_review" and "code review" are the
/// same two words; CJK runs are cut into pairs.
struct Word {
    std::string text;         ///< folded: see fold_word()
    std::uint32_t begin = 0;  ///< bytes of the text it was read from
    std::uint32_t end = 0;
};

/// The words of `text`, in order; at most `kMaxWords`.
std::vector<Word> read_words(std::string_view text);

/// A longer text gives its first ones only.
inline constexpr std::size_t kMaxWords = 200'000;

}  // namespace skillwake::matcher
