#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace skillwake::matcher {

/// A letter, a digit or an underscore.
bool is_word_character(char c);

/// Which bytes are in a set, for many at once: by its ASCII characters, and whether all others belong to it.
class FirstBytes {
public:
    void add(char byte);
    bool contains(char byte) const;

    /// By the low half of a character: bit i, the one with the high half i is there.
    using Halves = std::array<std::uint8_t, 16>;
    const Halves& halves() const { return halves_; }
    bool beyond_ascii() const { return beyond_ascii_; }

private:
    Halves halves_{};
    bool beyond_ascii_ = false;  ///< one of them is: so all are
};

/// What 64 bytes are, by bit: the first byte is bit 0.
///
///     bytes     as = pandas.read          first bytes: p, r
///     no_word   ..#.##......#....
///     places    .....p.......r...         a first byte before which no word goes on
struct WordMasks {
    std::uint64_t no_word = 0;
    std::uint64_t places = 0;  ///< of the first kStep bytes alone

    /// From one mask to the next: how far a word goes is known of each place, up to 8 bytes.
    static constexpr std::size_t kStep = 56;
    static constexpr std::size_t kBytes = 64;
};

/// Fills `masks`: of the 64 bytes at `bytes`, those at bytes + 56, and so on, all of which can be read.
/// `inside`: the byte before the first is a word's.
void read_word_masks(const char* bytes, const FirstBytes& first, bool inside, std::span<WordMasks> masks);

/// The two ways in which that is done, with the same results. The second only where it can be.
void read_word_masks_plainly(const char* bytes, const FirstBytes& first, bool inside,
                             std::span<WordMasks> masks);
void read_word_masks_by_vectors(const char* bytes, const FirstBytes& first, bool inside,
                                std::span<WordMasks> masks);
bool has_vectors();

}  // namespace skillwake::matcher
