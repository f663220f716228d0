#include "matcher/vocabulary.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

namespace skillwake::matcher {

TEST_CASE("each different text has one number, in the order in which they came") {
    Vocabulary words;
    CHECK(words.find("red", hash_text("red")) == Vocabulary::kNone);
    CHECK(words.intern("red") == 0);
    CHECK(words.intern("blue") == 1);
    CHECK(words.intern("red") == 0);
    CHECK(words.intern("") == 2);
    CHECK(words.text(1) == "blue");
    CHECK(words.text(2).empty());
    CHECK(words.find("redblue", hash_text("redblue")) == Vocabulary::kNone);
}

TEST_CASE("numbers are those of a map, before and after finishing, for many random texts") {
    std::mt19937 random(1);
    Vocabulary words;
    std::map<std::string, std::uint32_t> known;
    const auto text_of = [&] {
        std::string text;
        for (auto left = random() % 20; left > 0; --left) {
            text.push_back(static_cast<char>('a' + random() % 3));
        }
        return text;
    };
    for (int i = 0; i < 20'000; ++i) {
        const auto text = text_of();
        const auto number = known.emplace(text, static_cast<std::uint32_t>(known.size())).first->second;
        REQUIRE(words.intern(text) == number);
    }
    words.finish();
    CHECK(words.size() == known.size());
    for (const auto& [text, number] : known) {
        REQUIRE(words.find(text, hash_text(text)) == number);
        REQUIRE(words.text(number) == text);
    }
    for (int i = 0; i < 5'000; ++i) {
        const auto text = text_of() + "z";
        REQUIRE(words.find(text, hash_text(text)) == Vocabulary::kNone);
    }
}

TEST_CASE("texts of every length hash by all of their bytes") {
    std::string text(40, 'a');
    for (std::size_t length = 1; length <= text.size(); ++length) {
        const auto whole = text.substr(0, length);
        for (std::size_t at = 0; at < length; ++at) {
            auto other = whole;
            other[at] = 'b';
            CAPTURE(length);
            CAPTURE(at);
            // Three bytes stand for texts of up to three, so none is left out.
            CHECK(hash_text(other, 7) != hash_text(whole, 7));
        }
        CHECK(hash_text(whole, 7) != hash_text(whole, 8));
        CHECK(hash_text(whole, 7) != hash_text(whole + "a", 7));
    }
}

}  // namespace skillwake::matcher
