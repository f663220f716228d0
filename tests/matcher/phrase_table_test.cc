#include "matcher/phrase_table.h"

#include "tests/support/text.h"

#include <doctest/doctest.h>

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

TEST_CASE("a phrase has at least one word and at most the limit") {
    PhraseTable table;
    CHECK_FALSE(table.add("", 1));
    CHECK_FALSE(table.add(" -- !", 1));
    CHECK(table.add(testing::repeated("w ", PhraseTable::kMaxPhraseWords), 1));
    CHECK_FALSE(table.add(testing::repeated("w ", PhraseTable::kMaxPhraseWords + 1), 1));
}

}  // namespace skillwake::matcher
