#include "matcher/word_masks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

constexpr auto kStep = WordMasks::kStep;

FirstBytes first_bytes(std::string_view bytes) {
    FirstBytes first;
    for (const char byte : bytes) {
        first.add(byte);
    }
    return first;
}

using Way = void (*)(const char*, const FirstBytes&, bool, std::span<WordMasks>);

std::vector<Way> ways() {
    std::vector<Way> known = {read_word_masks, read_word_masks_plainly};
    if (has_vectors()) {
        known.push_back(read_word_masks_by_vectors);
    }
    return known;
}

/// Letter by letter, as the header says it.
WordMasks looked_at(std::string_view text, std::size_t at, std::string_view first, bool inside) {
    const bool beyond_ascii = std::any_of(first.begin(), first.end(), [](char c) { return (c & 0x80) != 0; });
    WordMasks mask;
    for (std::size_t i = 0; i < WordMasks::kBytes; ++i) {
        const char c = text[at + i];
        const bool word = is_word_character(c);
        const bool goes_on = word && (at + i == 0 ? inside : is_word_character(text[at + i - 1]));
        const bool is_first = first.find(c) != std::string_view::npos || (beyond_ascii && (c & 0x80) != 0);
        mask.no_word |= std::uint64_t{word ? 0U : 1U} << i;
        mask.places |= std::uint64_t{is_first && !goes_on && i < kStep ? 1U : 0U} << i;
    }
    return mask;
}

}  // namespace

TEST_CASE("a place is a first byte before which no word goes on") {
    const std::string text = "as = pandas.read" + std::string(WordMasks::kBytes, ' ');
    for (const auto way : ways()) {
        std::vector<WordMasks> masks(1);
        way(text.data(), first_bytes("pra"), false, masks);
        CHECK(masks[0].places == (1U << 0U | 1U << 5U | 1U << 12U));
        CHECK((masks[0].no_word & 0xFFFFU) == (1U << 2U | 1U << 3U | 1U << 4U | 1U << 11U));
        way(text.data(), first_bytes("pra"), true, masks);
        CHECK(masks[0].places == (1U << 5U | 1U << 12U));
    }
}

TEST_CASE("every way reads of any bytes what a look at each of them says") {
    std::mt19937 random(5);
    for (int round = 0; round < 3'000; ++round) {
        const std::size_t count = random() % 5;
        const bool any_bytes = random() % 2 == 0;
        const auto byte = [&] {
            return any_bytes ? static_cast<char>(random() % 256) : "ab_Z09 .@[`{\x7F\x80\xFF"[random() % 15];
        };
        std::string text;
        while (text.size() < count * kStep + WordMasks::kBytes) {
            text.push_back(byte());
        }
        std::string first;
        for (auto more = random() % 6; more > 0; --more) {
            first.push_back(byte());
        }
        const bool inside = random() % 2 == 0;
        CAPTURE(round);
        for (const auto way : ways()) {
            std::vector<WordMasks> masks(count);
            way(text.data(), first_bytes(first), inside, masks);
            for (std::size_t i = 0; i < count; ++i) {
                const auto expected = looked_at(text, i * kStep, first, inside);
                REQUIRE(masks[i].no_word == expected.no_word);
                REQUIRE(masks[i].places == expected.places);
            }
        }
    }
}

}  // namespace skillwake::matcher
