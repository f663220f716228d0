#pragma once

#include "matcher/literal_places.h"
#include "matcher/term_list.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Tells which of many literals occur in a text, in one pass: at each byte one look into a small table, which
/// says for nearly all places that no literal begins there. "form", "page" and "docker":
///
///     heads      "for" -> a literal of 4 bytes, "pag" -> of 4, "doc" -> of 6
///     buckets    "form" -> literal 0, "page" -> 1, "docker" -> 2     by their first bytes, 8 at most, in a
///     hash
///
/// A literal longer than 8 bytes is compared when its first 8 are there. Before the hash is asked, a bit says
/// for most first bytes that they are none of a literal's.
class LiteralFinder {
public:
    static constexpr std::size_t kShortest = 3;  ///< bytes of a literal; shorter ones tell too little

    /// The literals' places in this list are their numbers. None shorter than kShortest.
    void compile(const std::vector<std::string>& literals);

    /// Which of them occur in `text`, below 4 GB, and where.
    LiteralPlaces find(std::string_view text) const;

private:
    static constexpr std::size_t kLongestKey = 8;
    /// The literals whose first bytes are `key`.
    struct Bucket {
        std::uint64_t key = 0;
        std::uint32_t begin = 0;  ///< in order_
        std::uint32_t end = 0;    ///< equal to `begin`: a free slot
        std::uint8_t length = 0;  ///< bytes of the key
    };

    std::uint8_t& lengths_at(std::uint32_t head) { return heads_[(head * 2654435761U) >> head_shift_]; }
    static std::uint64_t hash_of(std::uint64_t key, std::size_t length) {
        return (key + length) * 0x9E3779B97F4A7C15U;
    }
    bool may_hold(std::uint64_t hash) const {
        return (key_bits_[hash >> key_shift_] >> (hash >> (key_shift_ - 6U) & 63U) & 1U) != 0;
    }
    std::size_t slot_of(std::uint64_t key, std::size_t length) const;
    /// Calls visit(number, place) for each literal that begins at a place, all places.
    template <class Visit>
    void each(std::string_view text, Visit visit) const;
    template <class Visit>
    void visit_at(std::string_view text, std::size_t at, std::uint8_t lengths, Visit visit) const;

    TermList literals_;
    std::vector<std::uint32_t> order_;  ///< numbers, by bucket
    std::vector<Bucket> buckets_;       ///< open addressing
    std::vector<std::uint8_t> heads_;  ///< by a hash of three bytes: bit i, a key of 3 + i bytes may begin so
    unsigned head_shift_ = 22;
    std::vector<std::uint64_t> key_bits_;  ///< by hash_of() a key: 0, no literal has it
    unsigned key_shift_ = 63;
};

}  // namespace skillwake::matcher
