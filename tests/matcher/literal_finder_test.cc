#include "matcher/literal_finder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// By number of the literal, of those that occur.
using Places = std::map<std::uint32_t, std::vector<std::uint32_t>>;

Places found(const std::vector<std::string>& literals, std::string_view text) {
    LiteralFinder finder;
    finder.compile(literals);
    const auto told = finder.find(text);
    CHECK(told.complete());
    Places places;
    for (std::uint32_t i = 0; i < literals.size(); ++i) {
        const auto of = told.of(i);
        CHECK(told.holds(i) == !of.empty());
        CHECK(std::count(told.held().begin(), told.held().end(), i) == (of.empty() ? 0 : 1));
        if (!of.empty()) {
            places[i].assign(of.begin(), of.end());
        }
    }
    return places;
}

Places searched(const std::vector<std::string>& literals, std::string_view text) {
    Places places;
    for (std::uint32_t i = 0; i < literals.size(); ++i) {
        for (auto at = text.find(literals[i]); at != std::string_view::npos;
             at = text.find(literals[i], at + 1)) {
            places[i].push_back(static_cast<std::uint32_t>(at));
        }
    }
    return places;
}

}  // namespace

TEST_CASE("the literals that occur, and each of their places") {
    const std::vector<std::string> literals = {"await", "async", "asyncio", "abc", "bcd", "abc"};
    CHECK(found(literals, "import asyncio, asyncio") == Places{{1, {7, 16}}, {2, {7, 16}}});
    CHECK(found(literals, "abcd") == Places{{3, {0}}, {4, {1}}, {5, {0}}});
    CHECK(found(literals, "AWAIT").empty());
    CHECK(found(literals, "awai").empty());
    CHECK(found(literals, "ab").empty());
    CHECK(found(literals, "").empty());
    CHECK(found({}, "abc").empty());
    CHECK(LiteralFinder().find("abc").held().empty());
    CHECK(found({std::string("\0\xFF\x80", 3)}, std::string_view("x\0\xFF\x80", 4)) == Places{{0, {1}}});
}

TEST_CASE("more places than are kept are told, and the literals are known all the same") {
    LiteralPlaces places(2);
    for (std::uint32_t at = 0; at < LiteralPlaces::kMost; ++at) {
        places.add(0, at);
    }
    CHECK(places.complete());
    places.add(1, LiteralPlaces::kMost);
    places.finish();
    CHECK_FALSE(places.complete());
    CHECK(places.of(0).size() == LiteralPlaces::kMost);
    CHECK(places.holds(1));
    CHECK(places.held().size() == 2);
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
            literals.push_back(text_of(LiteralFinder::kShortest + random() % 8));
        }
        const auto text = text_of(random() % 60);
        CAPTURE(text);
        REQUIRE(found(literals, text) == searched(literals, text));
    }
}

}  // namespace skillwake::matcher
