#pragma once

#include "matcher/vocabulary.h"
#include "matcher/word.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::matcher {

/// Finds phrases in a run of words: the cost grows with the words, not with the phrases. The phrases are a
/// tree of their words' numbers; its steps lie in one hash. "event loop", "event bus" and "loop":
///
///     event -> node 0        step (0, loop) -> node 1        step (0, bus) -> node 2        loop -> node 3
///
/// At each word of a text the tree is walked as far as it goes; nodes where phrases end tell their numbers.
class PhraseTable {
public:
    static constexpr std::size_t kMaxPhraseWords = 12;
    /// Places of one phrase that are told, in each class of words: a page of one word says no more than
    /// these.
    static constexpr std::size_t kMaxPlaces = 24;

    /// Adds a phrase under a number of the caller's. False: it holds no word, or more than kMaxPhraseWords.
    bool add(std::string_view phrase, std::uint32_t number);
    /// Once, after the last add().
    void finish();

    struct Hit {
        std::uint32_t number = 0;
        std::uint32_t first_word = 0;
        std::uint32_t word_count = 0;
    };
    /// The first places of every phrase, by first word and number; overlapping ones too. `classes`: the class
    /// of each word, that of the first counts; empty: they are all of one.
    std::vector<Hit> find(std::span<const Word> words, std::span<const std::uint8_t> classes = {}) const;

private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    struct Step {
        std::uint32_t node = kNone;  ///< kNone: a free slot
        std::uint32_t word = 0;
        std::uint32_t next = 0;
    };

    std::uint32_t step(std::uint32_t node, std::uint32_t word) const;
    std::uint32_t add_step(std::uint32_t node, std::uint32_t word);
    std::size_t slot_of(std::uint32_t node, std::uint32_t word) const;
    void resize(std::size_t slots);

    Vocabulary words_;
    std::vector<std::uint32_t>
        first_;                ///< node of a phrase's first word, by word; kNone: no phrase begins with it
    std::vector<Step> steps_;  ///< open addressing
    std::size_t step_count_ = 0;
    std::uint32_t nodes_ = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> added_;  ///< (node, number), until finish()
    std::vector<std::uint32_t> ends_;                             ///< of each node's numbers
    std::vector<std::uint32_t> numbers_;
};

}  // namespace skillwake::matcher
