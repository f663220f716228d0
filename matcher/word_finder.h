#pragma once

#include "matcher/word_masks.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// A word that stands in a text where nothing goes on with it: neither before it nor, unless it is open,
/// behind it. Where its own first (or last) character is none of a word's, anything may.
struct WantedWord {
    std::string text;
    bool open = false;  ///< more of the word may follow
};

/// Tells whether a text has one of many words. Only where a word begins is looked, by the first 8 bytes of
/// what stands there, as far as it is one word:
///
///     wanted           "asyncio", "sql", "jwt" (open)
///     keys             "asyncio", "sql"; of open ones the first 3 bytes: "jwt"
///     "db = fastapi(sql)\n"    fastapi is not there, for no wanted word begins with f; sql is, and is
///     compared
///
/// Where words begin is read by vectors (WordMasks); keys are looked up in a small table first.
class WordFinder {
public:
    static constexpr std::size_t kShortest = 3;  ///< bytes of a word; shorter ones tell too little

    /// None shorter than kShortest.
    void compile(const std::vector<WantedWord>& words);
    using Time = std::chrono::steady_clock::time_point;
    /// nullopt: none until then, and `text` has not ended.
    std::optional<bool> any_in(std::string_view text, Time until = Time::max()) const;

private:
    /// Keys, sorted; of each a byte by its hash is 1: for nearly all others it is 0.
    class Keys {
    public:
        void compile(std::vector<std::uint64_t> keys);
        bool empty() const { return keys_.empty(); }
        /// 0: it is none of them.
        std::uint8_t may_have(std::uint64_t key) const { return hashed_[slot_of(key)]; }
        bool have(std::uint64_t key) const;

    private:
        std::size_t slot_of(std::uint64_t key) const { return key * 0x9E3779B97F4A7C15U >> shift_; }

        std::vector<std::uint64_t> keys_;
        std::vector<std::uint8_t> hashed_;
        unsigned shift_ = 63;
    };

    bool any_behind(std::string_view text, std::size_t at, const char* bytes,
                    std::span<const WordMasks> masks) const;
    bool is_any_at(std::string_view text, std::size_t at) const;

    std::vector<WantedWord> words_;  ///< by text
    FirstBytes first_;
    Keys whole_;
    Keys open_;                      ///< of open words below 8 bytes, as many bytes as the shortest has
    std::uint64_t passed_over_ = 0;  ///< all bits: where a word of one or two bytes stands, none is wanted
    std::uint64_t open_bytes_ = 0;   ///< a mask of them
};

}  // namespace skillwake::matcher
