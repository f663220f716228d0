#include "matcher/word_finder.h"

#include "base/wide.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace skillwake::matcher {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::size_t kKeyBytes = sizeof(std::uint64_t);
/// By a number of bytes: the mask of so many.
constexpr std::array<std::uint64_t, kKeyBytes + 1> kFirstBytes = {
    0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, ~std::uint64_t{0}};

std::uint64_t eight_bytes(const char* bytes) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    return eight;
}

/// Bytes of a word from the place `at` on, at most kKeyBytes.
std::size_t length_at(const WordMasks& mask, unsigned at) {
    const auto behind = mask.no_word >> at | std::uint64_t{1} << kKeyBytes;
    return static_cast<std::size_t>(std::countr_zero(behind));
}

std::size_t length_of(std::string_view word) {
    return static_cast<std::size_t>(std::find_if_not(word.begin(), word.end(), is_word_character) -
                                    word.begin());
}

}  // namespace

void WordFinder::Keys::compile(std::vector<std::uint64_t> keys) {
    keys_ = std::move(keys);
    std::sort(keys_.begin(), keys_.end());
    constexpr std::size_t kFewest = 1U << 12U;  // 4 KB; at most 64
    constexpr std::size_t kMost = 1U << 16U;
    const auto size = std::clamp(std::bit_ceil(128 * keys_.size()), kFewest, kMost);
    shift_ = 64U - static_cast<unsigned>(std::countr_zero(size));
    hashed_.assign(size, 0);
    for (const auto key : keys_) {
        hashed_[slot_of(key)] = 1;
    }
}

bool WordFinder::Keys::have(std::uint64_t key) const {
    return may_have(key) != 0 && std::binary_search(keys_.begin(), keys_.end(), key);
}

void WordFinder::compile(const std::vector<WantedWord>& words) {
    *this = WordFinder();
    words_ = words;
    std::sort(words_.begin(), words_.end(),
              [](const WantedWord& a, const WantedWord& b) { return a.text < b.text; });
    std::vector<std::uint64_t> whole;
    std::vector<std::uint64_t> open;
    std::size_t open_length = kKeyBytes;
    const auto goes_on_in_key = [](const WantedWord& word) {
        return word.open && length_of(word.text) == word.text.size() && word.text.size() < kKeyBytes;
    };
    for (const auto& word : words_) {
        first_.add(word.text.front());
        open_length = goes_on_in_key(word) ? std::min(open_length, word.text.size()) : open_length;
    }
    open_bytes_ = kFirstBytes[open_length];
    const bool all_long = std::all_of(words_.begin(), words_.end(), [](const WantedWord& word) {
        return length_of(word.text) >= kShortest;
    });
    passed_over_ = all_long ? ~std::uint64_t{0} : 0;
    for (const auto& word : words_) {
        std::uint64_t key = 0;
        std::memcpy(&key, word.text.data(), std::min({kKeyBytes, length_of(word.text)}));
        if (goes_on_in_key(word)) {
            open.push_back(key & open_bytes_);
        } else {
            whole.push_back(key);
        }
    }
    whole_.compile(std::move(whole));
    open_.compile(std::move(open));
}

/// `bytes`: of the text from `at` on, with 8 that can be read behind the last mask's.
SKILLWAKE_WIDE bool WordFinder::any_behind(std::string_view text, std::size_t at, const char* bytes,
                                           std::span<const WordMasks> masks) const {
    for (const auto& mask : masks) {
        for (auto places = mask.places & ~((mask.no_word >> 1U | mask.no_word >> 2U) & passed_over_);
             places != 0;) {
            // A branch for each would be guessed wrongly too often. Without a place left it is that of bit 0.
            constexpr int kTogether = 6;
            auto left = places;
            unsigned known = 0;
            for (int i = 0; i < kTogether; ++i) {
                const auto place = static_cast<unsigned>(std::countr_zero(left)) % 64;
                const auto eight = eight_bytes(bytes + place);
                known |= whole_.may_have(eight & kFirstBytes[length_at(mask, place)]);
                if (!open_.empty()) {
                    known |= open_.may_have(eight & open_bytes_);
                }
                left &= left - 1;
            }
            for (; known != 0 && places != left; places &= places - 1) {
                const auto place = static_cast<unsigned>(std::countr_zero(places));
                const auto eight = eight_bytes(bytes + place);
                if ((whole_.have(eight & kFirstBytes[length_at(mask, place)]) ||
                     open_.have(eight & open_bytes_)) &&
                    is_any_at(text, at + place)) {
                    return true;
                }
            }
            places = left;
        }
        at += WordMasks::kStep;
        bytes += WordMasks::kStep;
    }
    return false;
}

std::optional<bool> WordFinder::any_in(std::string_view text, Time until) const {
    if (words_.empty()) {
        return false;
    }
    constexpr auto kStep = WordMasks::kStep;
    constexpr std::size_t kMasks = 32;
    constexpr std::size_t kChunk = kMasks * kStep;
    constexpr std::size_t kMostLeft = kChunk + WordMasks::kBytes;  // fewer are
    std::array<WordMasks, kMostLeft / kStep + 1> masks;
    bool inside = false;
    std::size_t at = 0;
    constexpr std::size_t kLooksAtClock = 64 * kChunk;  // some 20 us
    for (; text.size() - at >= kMostLeft; at += kChunk) {
        if (at % kLooksAtClock == 0 && at > 0 && std::chrono::steady_clock::now() >= until) {
            return std::nullopt;
        }
        const auto some = std::span(masks).first(kMasks);
        read_word_masks(text.data() + at, first_, inside, some);
        if (any_behind(text, at, text.data() + at, some)) {
            return true;
        }
        inside = is_word_character(text[at + kChunk - 1]);
    }
    // The rest is copied, so that behind it there is something to read: none of it is a word's.
    std::array<char, (kMostLeft / kStep + 1) * kStep + 2 * kKeyBytes> rest;
    const auto left = text.substr(at);
    const auto some = std::span(masks).first((left.size() + kStep - 1) / kStep);
    std::memcpy(rest.data(), left.data(), left.size());
    std::memset(rest.data() + left.size(), 0, some.size() * kStep + 2 * kKeyBytes - left.size());
    read_word_masks(rest.data(), first_, inside, some);
    return any_behind(text, at, rest.data(), some);
}

/// Nothing that goes on with a word stands before that place.
bool WordFinder::is_any_at(std::string_view text, std::size_t at) const {
    const auto rest = text.substr(std::min(at, text.size()));
    const auto head = rest.substr(0, kShortest);
    auto word = std::lower_bound(words_.begin(), words_.end(), head,
                                 [](const WantedWord& a, std::string_view b) { return a.text < b; });
    for (; word != words_.end() && word->text.starts_with(head); ++word) {
        if (!rest.starts_with(word->text)) {
            continue;
        }
        const auto behind = rest.substr(word->text.size());
        if (word->open || behind.empty() || !is_word_character(behind.front()) ||
            !is_word_character(word->text.back())) {
            return true;
        }
    }
    return false;
}

}  // namespace skillwake::matcher
