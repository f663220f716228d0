#pragma once

#include "base/archive.h"
#include "base/column.h"
#include "matcher/text_hash.h"

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Gives each different text a number, from 0 on, in the order in which they come: an open-addressing hash
/// over one string of bytes.
///
///     intern("red") == 0, intern("blue") == 1, intern("red") == 0
///     bytes "redblue", ends 3, 7; a slot holds 32 bits of the text's hash and its number
///
/// A text of hash h belongs into slot (h >> 32) * slots >> 32, or the next free one behind it. Looking up a
/// text that is not there compares hashes only, and reads one cache line nearly always.
class Vocabulary {
public:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    /// Room for so many texts of usual length, so that few need no more.
    void reserve(std::size_t texts);

    std::uint32_t intern(std::string_view text) { return intern(text, hash_text(text)); }
    std::uint32_t intern(std::string_view text, std::uint64_t hash);

    /// kNone: it has no number. `hash`: hash_text(text).
    std::uint32_t find(std::string_view text, std::uint64_t hash) const;

    std::string_view text(std::uint32_t number) const {
        const std::uint32_t begin = number == 0 ? 0 : ends_[number - 1];
        return {bytes_.data() + begin, ends_[number] - begin};
    }
    std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }

    /// Gives back the memory that growing needed. Nothing may be interned from then on.
    void finish();

    /// A vocabulary's places hang on hash_seed().
    template <class Archive, Archived<Vocabulary> Self>
    friend void describe(Archive& archive, Self& vocabulary) {
        archive(vocabulary.slots_, vocabulary.bytes_, vocabulary.ends_);
    }

private:
    struct Slot {
        static constexpr bool kArchivedRaw = true;
        std::uint32_t tag = 0;
        std::uint32_t number = kNone;
    };
    static std::size_t place_of(std::uint64_t hash, std::size_t slots) {
        return static_cast<std::size_t>((hash >> 32U) * slots >> 32U);
    }
    /// The tag needs other bits than the place.
    static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
    void resize(std::size_t slots);

    Column<Slot> slots_;
    Column<char> bytes_;
    Column<std::uint32_t> ends_;
};

}  // namespace skillwake::matcher
