#include "matcher/phrase_table.h"

#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// The phrases of `table` in `text`, as "number@word".
std::vector<std::string> hits(const PhraseTable& table, std::string_view text) {
    std::vector<std::string> list;
    for (const auto& hit : table.find(read_words(text))) {
        list.push_back(std::to_string(hit.number) + "@" + std::to_string(hit.first_word) + "+" +
                       std::to_string(hit.word_count));
    }
    return list;
}

bool holds(std::string_view phrase, std::string_view text) {
    PhraseTable table;
    REQUIRE(table.add(phrase, 7));
    table.finish();
    return !hits(table, text).empty();
}

}  // namespace

TEST_CASE("a phrase holds where its whole words stand, in any case and spelling") {
    CHECK(holds("form", "fill the form"));
    CHECK_FALSE(holds("form", "format and perform"));
    CHECK_FALSE(holds("api", "rapid capital"));
    for (const std::string_view spelling :
         {"code review", "code-review", "code_review", "Code Review", "CODE/REVIEW"}) {
        CAPTURE(spelling);
        CHECK(holds("code review", spelling));
        CHECK(holds(spelling, "a code review, please"));
    }
    CHECK_FALSE(holds("code review", "review code"));
    CHECK_FALSE(holds("code review", "code the review"));
    CHECK_FALSE(holds("code review", "code reviews"));
    CHECK(holds("c++", "in C++, please"));
    CHECK_FALSE(holds("c++", "in C"));
    CHECK_FALSE(holds("c", "in C++"));
    CHECK(holds("c#", "C#"));
    CHECK(holds(".net", "use .NET now"));
    CHECK(holds("数据", "分析数据库"));
    CHECK(holds("日本語", "これは日本語です"));
    CHECK_FALSE(holds("日本語", "日本と英語"));
    CHECK(holds("ÉTÉ", "cet été"));
}

TEST_CASE("every place of every phrase is found, by first word, overlapping ones too") {
    PhraseTable table;
    REQUIRE(table.add("event loop", 1));
    REQUIRE(table.add("loop event", 2));
    REQUIRE(table.add("event", 3));
    REQUIRE(table.add("event", 4));
    table.finish();
    CHECK(hits(table, "event loop event loop") ==
          std::vector<std::string>{"1@0+2", "3@0+1", "4@0+1", "2@1+2", "1@2+2", "3@2+1", "4@2+1"});
    CHECK(hits(table, "nothing here").empty());
    CHECK(hits(table, "").empty());
    CHECK(hits(PhraseTable(), "event loop").empty());
}

TEST_CASE("the phrases found are those that comparing all of them at every word gives") {
    std::mt19937 random(6);
    const auto text_of = [&](std::size_t words) {
        std::string text;
        for (; words > 0; --words) {
            text += std::string(1, static_cast<char>('a' + random() % 3)) + " ";
        }
        return text;
    };
    for (int round = 0; round < 300; ++round) {
        PhraseTable table;
        std::vector<std::vector<Word>> phrases;
        for (std::uint32_t number = 0; number < 12; ++number) {
            const auto phrase = text_of(1 + random() % 4);
            phrases.push_back(read_words(phrase));
            REQUIRE(table.add(phrase, number));
        }
        table.finish();
        const auto text = text_of(PhraseTable::kMaxPlaces);
        const auto words = read_words(text);
        std::vector<std::string> expected;
        for (std::size_t at = 0; at < words.size(); ++at) {
            for (std::size_t number = 0; number < phrases.size(); ++number) {
                const auto& phrase = phrases[number];
                const bool holds =
                    at + phrase.size() <= words.size() &&
                    std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                               [](const Word& a, const Word& b) { return a.text == b.text; });
                if (holds) {
                    expected.push_back(std::to_string(number) + "@" + std::to_string(at) + "+" +
                                       std::to_string(phrase.size()));
                }
            }
        }
        CHECK(hits(table, text) == expected);
    }
}

TEST_CASE("a phrase that fills a page is told by its first places, in each class of words") {
    PhraseTable table;
    REQUIRE(table.add("w", 1));
    table.finish();
    const auto words = read_words(testing::repeated("w ", 3 * PhraseTable::kMaxPlaces));
    CHECK(table.find(words).size() == PhraseTable::kMaxPlaces);
    std::vector<std::uint8_t> classes(words.size(), 0);
    classes.back() = 5;
    const auto found = table.find(words, classes);
    CHECK(found.size() == PhraseTable::kMaxPlaces + 1);
    CHECK(found.back().first_word == words.size() - 1);
}

TEST_CASE("a phrase has at least one word and at most the limit") {
    PhraseTable table;
    CHECK_FALSE(table.add("", 1));
    CHECK_FALSE(table.add(" -- !", 1));
    CHECK(table.add(testing::repeated("w ", PhraseTable::kMaxPhraseWords), 1));
    CHECK_FALSE(table.add(testing::repeated("w ", PhraseTable::kMaxPhraseWords + 1), 1));
}

}  // namespace skillwake::matcher
