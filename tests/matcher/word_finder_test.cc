#include "matcher/word_finder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

using Words = std::vector<WantedWord>;

bool found(const Words& words, std::string_view text) {
    WordFinder finder;
    finder.compile(words);
    return finder.any_in(text).value();
}

bool stands_at(const WantedWord& word, std::string_view text, std::size_t at) {
    const auto end = at + word.text.size();
    const bool begins = at == 0 || !is_word_character(word.text.front()) || !is_word_character(text[at - 1]);
    const bool ends = word.open || end == text.size() || !is_word_character(word.text.back()) ||
                      !is_word_character(text[end]);
    return begins && ends;
}

/// Each word for itself, by a plain search.
bool searched(const Words& words, std::string_view text) {
    return std::any_of(words.begin(), words.end(), [&](const WantedWord& word) {
        for (auto at = text.find(word.text); at != std::string_view::npos;
             at = text.find(word.text, at + 1)) {
            if (stands_at(word, text, at)) {
                return true;
            }
        }
        return false;
    });
}

}  // namespace

TEST_CASE("a word counts where it stands for itself") {
    CHECK(found({{"sql"}}, "sql"));
    CHECK(found({{"sql"}}, "db = fastapi(sql)\n"));
    CHECK_FALSE(found({{"sql"}}, "mysql sql_ sql2 sqlite _sql SQL sq"));
    CHECK(found({{"sql"}}, "caf\xC3\xA9sql\xC3\xA9"));  // what is beyond ASCII goes on with no word
    CHECK(found({{"asynchronous"}}, "x.asynchronous()"));
    CHECK_FALSE(found({{"asynchronous"}}, "asynchronously asynchron"));
    CHECK_FALSE(found({}, "sql"));
    CHECK_FALSE(found({{"sql"}}, ""));
    CHECK(WordFinder().any_in("sql") == false);
}

TEST_CASE("more of an open word may follow") {
    CHECK(found({{"jwt", true}}, "jwt_decode"));
    CHECK(found({{"jwt", true}, {"asyncio", true}}, "asyncio2"));
    CHECK(found({{"asynchronous", true}}, "asynchronously"));
    CHECK_FALSE(found({{"jwt", true}}, "my_jwt"));
    CHECK_FALSE(found({{"jwt_", true}, {"abc", true}}, "jwt ab"));
}

TEST_CASE("beside what is no part of a word anything may stand") {
    CHECK(found({{"@app"}}, "x@app."));
    CHECK(found({{"foo-"}}, "foo-bar"));
    CHECK(found({{"a-b"}}, "x a-b"));
    CHECK_FALSE(found({{"a-b"}}, "x a-bc aa-b"));
    CHECK(found({{"\xC3\xA9t\xC3\xA9"}}, "l\xC3\xA9t\xC3\xA9"));
    CHECK(found({{std::string("\0ab", 3)}}, std::string_view("x\0ab", 4)));
    CHECK_FALSE(found({{std::string("ab\0", 3)}}, "ab"));
}

TEST_CASE("a word is found at every place of a text") {
    for (const std::size_t size : {60U, 2'000U, 4'000U}) {
        for (std::size_t at = 1; at + 8 < size; ++at) {
            std::string text(size, ' ');
            text.replace(at, 7, "asyncio");
            REQUIRE(found({{"asyncio"}}, text));
            text[at - 1] = 'x';
            REQUIRE_FALSE(found({{"asyncio"}}, text));
        }
    }
}

TEST_CASE("the search ends with its time, and says so") {
    WordFinder finder;
    finder.compile({{"asyncio"}});
    const std::string filler(1'000'000, ' ');
    const auto past = WordFinder::Time::min();
    CHECK(finder.any_in(filler + "asyncio", past) == std::nullopt);
    CHECK(finder.any_in(filler + "asyncio") == true);
    CHECK(finder.any_in("asyncio" + filler, past) == true);
    CHECK(finder.any_in("async", past) == false);
}

TEST_CASE("it finds a word where a plain search does") {
    std::mt19937 random(20'240'601);
    const auto text_of = [&](std::size_t length) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i) {
            text.push_back("aab_ .\xC3"[random() % 7]);
        }
        return text;
    };
    std::size_t hits = 0;
    for (int round = 0; round < 6'000; ++round) {
        Words words;
        for (auto count = random() % 8; count > 0; --count) {
            words.push_back({text_of(WordFinder::kShortest + random() % 8), random() % 3 == 0});
        }
        // Nearly the same word many times, or any bytes.
        auto text = text_of(random() % 300);
        if (!words.empty() && random() % 2 == 0) {
            text += words.front().text.substr(0, random() % 12) + text_of(random() % 3);
        }
        CAPTURE(text);
        const bool expected = searched(words, text);
        REQUIRE(found(words, text) == expected);
        hits += expected ? 1 : 0;
    }
    CHECK(hits > 1'000);
    CHECK(hits < 5'000);
}

}  // namespace skillwake::matcher
