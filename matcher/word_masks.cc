#include "matcher/word_masks.h"

#include "base/byte_set.h"
#include "base/text.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace skillwake::matcher {
namespace {

constexpr bool is_of_word(char c) {
    return is_alnum(c) || c == '_';
}

/// `goes_on` of a byte: it and the one before it are a word's.
std::uint64_t places_of(std::uint64_t no_word, std::uint64_t first, bool inside) {
    const auto goes_on = ~no_word & (~no_word << 1U | (inside ? 1U : 0U));
    constexpr auto kOfStep = (std::uint64_t{1} << WordMasks::kStep) - 1;
    return first & ~goes_on & kOfStep;
}

bool is_inside_behind(const WordMasks& masks) {
    return (masks.no_word >> (WordMasks::kStep - 1) & 1U) == 0;
}

}  // namespace

bool is_word_character(char c) {
    return is_of_word(c);
}

void FirstBytes::add(char byte) {
    const auto code = static_cast<std::uint8_t>(byte);
    if (code < 0x80U) {
        auto& half = halves_[code & 0xFU];
        half = static_cast<std::uint8_t>(half | 1U << (code >> 4U));
    } else {
        beyond_ascii_ = true;
    }
}

bool FirstBytes::contains(char byte) const {
    const auto code = static_cast<std::uint8_t>(byte);
    return code < 0x80U ? (halves_[code & 0xFU] >> (code >> 4U) & 1U) != 0 : beyond_ascii_;
}

void read_word_masks(const char* bytes, const FirstBytes& first, bool inside, std::span<WordMasks> masks) {
    static const bool kVectors = has_vectors();
    kVectors ? read_word_masks_by_vectors(bytes, first, inside, masks)
             : read_word_masks_plainly(bytes, first, inside, masks);
}

void read_word_masks_plainly(const char* bytes, const FirstBytes& first, bool inside,
                             std::span<WordMasks> masks) {
    static constexpr auto kWord = ByteSet::of(is_of_word);
    for (auto& mask : masks) {
        std::uint64_t no_word = 0;
        std::uint64_t is_first = 0;
        for (unsigned i = 0; i < WordMasks::kBytes; ++i) {
            no_word |= std::uint64_t{kWord.contains(bytes[i]) ? 0U : 1U} << i;
            is_first |= std::uint64_t{first.contains(bytes[i]) ? 1U : 0U} << i;
        }
        mask = {no_word, places_of(no_word, is_first, inside)};
        inside = is_inside_behind(mask);
        bytes += WordMasks::kStep;
    }
}

#if defined(__x86_64__) && defined(__GNUC__)

namespace {

constexpr auto kWordHalves = [] {
    FirstBytes::Halves halves{};
    for (unsigned code = 0; code < 0x80U; ++code) {
        if (is_of_word(static_cast<char>(code))) {
            halves[code & 0xFU] = static_cast<std::uint8_t>(halves[code & 0xFU] | 1U << (code >> 4U));
        }
    }
    return halves;
}();

[[gnu::target("avx2")]] __m256i twice(const FirstBytes::Halves& halves) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(halves.data())));
}

/// By bit: which of 32 bytes have no bit set.
[[gnu::target("avx2")]] std::uint64_t zeros_in(__m256i bytes) {
    const auto zero = _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256());
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(zero));
}

}  // namespace

bool has_vectors() {
    return __builtin_cpu_supports("avx2") != 0;
}

[[gnu::target("avx2")]] void read_word_masks_by_vectors(const char* bytes, const FirstBytes& first,
                                                        bool inside, std::span<WordMasks> masks) {
    const auto word_halves = twice(kWordHalves);
    const auto first_halves = twice(first.halves());
    // By the high half of a byte: its bit. Others than ASCII have none.
    const auto bits = twice({1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0});
    const auto low = _mm256_set1_epi8(0xF);
    const std::uint64_t beyond_ascii = first.beyond_ascii() ? ~std::uint64_t{0} : 0;
    for (auto& mask : masks) {
        std::uint64_t no_word = 0;
        std::uint64_t no_first = 0;
        std::uint64_t high = 0;
        for (unsigned from = 0; from < WordMasks::kBytes; from += 32) {
            const auto some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + from));
            const auto bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(some, 4), low));
            no_word |= zeros_in(_mm256_and_si256(_mm256_shuffle_epi8(word_halves, some), bit)) << from;
            no_first |= zeros_in(_mm256_and_si256(_mm256_shuffle_epi8(first_halves, some), bit)) << from;
            high |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(some))} << from;
        }
        mask = {no_word, places_of(no_word, ~no_first | (high & beyond_ascii), inside)};
        inside = is_inside_behind(mask);
        bytes += WordMasks::kStep;
    }
}

#else

bool has_vectors() {
    return false;
}

void read_word_masks_by_vectors(const char* bytes, const FirstBytes& first, bool inside,
                                std::span<WordMasks> masks) {
    read_word_masks_plainly(bytes, first, inside, masks);
}

#endif

}  // namespace skillwake::matcher
