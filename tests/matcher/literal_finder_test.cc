#include "matcher/literal_finder.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

std::vector<int> found(const std::vector<std::string>& literals, std::string_view text) {
    LiteralFinder finder;
    finder.compile(literals);
    return finder.find(text);
}

std::vector<int> searched(const std::vector<std::string>& literals, std::string_view text) {
    std::vector<int> numbers;
    for (std::size_t i = 0; i < literals.size(); ++i) {
        if (text.find(literals[i]) != std::string_view::npos) {
            numbers.push_back(static_cast<int>(i));
        }
    }
    return numbers;
}

using Numbers = std::vector<int>;

}  // namespace

TEST_CASE("the numbers of the literals that occur, ascending, each once") {
    const std::vector<std::string> literals = {"await", "async", "asyncio", "abc", "bcd", "abc"};
    CHECK(found(literals, "import asyncio, asyncio") == Numbers{1, 2});
    CHECK(found(literals, "abcd") == Numbers{3, 4, 5});
    CHECK(found(literals, "AWAIT").empty());
    CHECK(found(literals, "awai").empty());
    CHECK(found(literals, "ab").empty());
    CHECK(found(literals, "").empty());
    CHECK(found({}, "abc").empty());
    CHECK(LiteralFinder().find("abc").empty());
    CHECK(found({std::string("\0\xFF\x80", 3)}, std::string_view("x\0\xFF\x80", 4)) == Numbers{0});
}

TEST_CASE("it finds what a plain search finds") {
    std::mt19937 random(20'240'601);
    const auto text_of = [&](std::size_t length) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i) {
            text.push_back("abc\xC3\n"[random() % 5]);
        }
        return text;
    };
    for (int round = 0; round < 2'000; ++round) {
        std::vector<std::string> literals;
        for (auto count = random() % 12; count > 0; --count) {
            literals.push_back(text_of(LiteralFinder::kShortest + random() % 4));
        }
        const auto text = text_of(random() % 60);
        CAPTURE(text);
        REQUIRE(found(literals, text) == searched(literals, text));
    }
}

}  // namespace skillwake::matcher
