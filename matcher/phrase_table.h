#pragma once

#include "matcher/word.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace skillwake::matcher {

/// Finds phrases in a run of words by hashing: the cost grows with the words, not with the phrases.
class PhraseTable {
public:
    static constexpr std::size_t kMaxPhraseWords = 12;

    /// Adds a phrase under a number of the caller's. False: it holds no word, or more than kMaxPhraseWords.
    bool add(std::string_view phrase, std::uint32_t number);

    struct Hit {
        std::uint32_t number = 0;
        std::uint32_t first_word = 0;
        std::uint32_t word_count = 0;
    };
    /// Every place of every phrase, by first word; overlapping ones too.
    std::vector<Hit> find(std::span<const Word> words) const;

private:
    struct Phrase {
        std::vector<std::string> words;
        std::uint32_t number = 0;
    };

    std::vector<Phrase> phrases_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_first_word_;  ///< places in phrases_
};

}  // namespace skillwake::matcher
