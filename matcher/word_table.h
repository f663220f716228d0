#pragma once

#include "matcher/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::matcher {

/// Values of a few words (std::monostate: a set), for questions that most words answer with no: a look at a
/// word's length and first letter ends nearly all of them before anything is hashed.
///
///     {"js", 1}, {"python", 2}    length 2: 'j'; length 6: 'p'
///     find("parse") is done after the look, find("public") is hashed, find("js") is 1
template <class Value>
class WordTable {
public:
    WordTable() = default;
    /// Of a word that comes twice, the first value.
    WordTable(std::initializer_list<std::pair<std::string_view, Value>> entries) {
        for (const auto& [word, value] : entries) {
            add(word, value);
        }
    }

    void add(std::string_view word, Value value) {
        if (words_.intern(word) == values_.size()) {
            values_.push_back(std::move(value));
            firsts_[length_of(word)] |= first_bit(word);
        }
    }

    /// nullptr: it is not there.
    const Value* find(std::string_view word) const {
        if ((firsts_[length_of(word)] & first_bit(word)) == 0) {
            return nullptr;
        }
        const auto number = words_.find(word, hash_text(word));
        return number == Vocabulary::kNone ? nullptr : &values_[number];
    }
    bool contains(std::string_view word) const { return find(word) != nullptr; }

private:
    static constexpr std::size_t kLongest = 15;  ///< bytes; longer ones share a place
    static std::size_t length_of(std::string_view word) {
        return word.size() < kLongest ? word.size() : kLongest;
    }
    static std::uint32_t first_bit(std::string_view word) {
        return word.empty() ? 1U : 1U << (static_cast<unsigned char>(word[0]) & 31U);
    }

    Vocabulary words_;
    std::vector<Value> values_;                         ///< by number of the word
    std::array<std::uint32_t, kLongest + 1> firsts_{};  ///< by length: first letters
};

}  // namespace skillwake::matcher
