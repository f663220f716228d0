#include "matcher/literal_sequence.h"

#include "base/text.h"
#include "matcher/literal_finder.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// A finder of a sequence's literals, as a pattern set has one for all of its own.
LiteralFinder number(LiteralSequence& sequence) {
    std::vector<std::string> literals;
    sequence.number_literals([&](const std::string& literal) {
        literals.push_back(literal);
        return static_cast<std::uint32_t>(literals.size() - 1);
    });
    LiteralFinder finder;
    finder.compile(literals);
    return finder;
}

LiteralSequence::Found find(const LiteralSequence& sequence, const LiteralFinder& finder,
                            std::string_view text, std::size_t from) {
    const auto folded = fold_ascii(text);
    const auto places = finder.find(folded);
    LiteralSequence::Text asked(text, folded, places);
    return sequence.find(asked, from);
}

/// "begin-end" of the first place from `from` on; "none".
std::string by_sequence(LiteralSequence sequence, std::string_view text, std::size_t from) {
    const auto found = find(sequence, number(sequence), text, from);
    CHECK(found.complete);
    return found.span ? std::to_string(found.span->begin) + "-" + std::to_string(found.span->end) : "none";
}

std::string by_re2(const std::string& pattern, std::string_view text, std::size_t from) {
    const RE2 compiled(pattern, RE2::Quiet);
    REQUIRE(compiled.ok());
    const re2::StringPiece whole(text.data(), text.size());
    re2::StringPiece match;
    if (!compiled.Match(whole, from, whole.size(), RE2::UNANCHORED, &match, 1)) {
        return "none";
    }
    const auto begin = match.data() - whole.data();
    return std::to_string(begin) + "-" + std::to_string(begin + static_cast<std::ptrdiff_t>(match.size()));
}

}  // namespace

TEST_CASE("what authors write is understood, anything else is left to RE2") {
    for (const std::string_view pattern : {"form", "(?i)create.*?(form|page)s?", "\\bapi\\b",
                                           "add +(the|an?) +test", "a\\s+b", "c\\+\\+", "(?:a|b)?c"}) {
        CAPTURE(pattern);
        CHECK(LiteralSequence::read(pattern));
    }
    for (const std::string_view pattern :
         {"", ".*", "a{2}", "[ab]", "^a", "a$", "a|b", "(a|(b))", "(ab)+", "\\w+", "caf\u00E9", "(?s)a",
          "a(?i)b", "(a", "a)", "a**", "\\d", "(a*|b)", "x?"}) {
        CAPTURE(pattern);
        const auto read = LiteralSequence::read(pattern);
        CHECK((!read || pattern == "x?"));
    }
}

TEST_CASE("it finds what RE2 finds, on random patterns and texts") {
    const std::string parts[] = {"a",  "b",    "ab",  "(a|ab)", "(ab|a|b)", ".*",       ".*?",
                                 ".+", "\\b",  " +",  "\\s*?",  "b?",       "(?:a|c)?", "(c|an?)",
                                 " ",  "\\s+", ".+?", "c*",     "(b|)",     "(|b)"};
    std::mt19937 random(9);
    std::size_t known = 0;
    for (int round = 0; round < 30'000; ++round) {
        std::string pattern = random() % 2 == 0 ? "(?i)" : "";
        for (auto count = 1 + random() % 6; count > 0; --count) {
            pattern += parts[random() % std::size(parts)];
        }
        const auto sequence = LiteralSequence::read(pattern);
        if (!sequence) {
            continue;
        }
        ++known;
        std::string text;
        for (auto length = random() % 16; length > 0; --length) {
            text.push_back("aabbcAB \n_n"[random() % 11]);
        }
        const auto from = text.empty() ? 0 : random() % text.size();
        CAPTURE(pattern);
        CAPTURE(text);
        CAPTURE(from);
        REQUIRE(by_sequence(*sequence, text, from) == by_re2(pattern, text, from));
    }
    CHECK(known > 10'000);
}

TEST_CASE("the same with literals whose places are known, and letters that are not ASCII") {
    const std::string parts[] = {"add", "form", "(add|form)",    "(form|forms)", "Forms?", ".*",
                                 ".*?", ".+",   "(an|form|add)", "\\b",          " +",     "\\s*?",
                                 ".+?", " ",    "(|add)"};
    const std::string words[] = {"add", "form", "forms",  "Add", "FORM",  "an",
                                 " ",   "\n",   "\u00E9", "x",   "\u65E5"};
    std::mt19937 random(11);
    std::size_t known = 0;
    std::size_t held = 0;
    for (int round = 0; round < 30'000; ++round) {
        std::string pattern = random() % 2 == 0 ? "(?i)" : "";
        for (auto count = 1 + random() % 6; count > 0; --count) {
            pattern += parts[random() % std::size(parts)];
        }
        const auto sequence = LiteralSequence::read(pattern);
        if (!sequence) {
            continue;
        }
        ++known;
        std::string text;
        for (auto length = random() % 16; length > 0; --length) {
            text += words[random() % std::size(words)];
        }
        CAPTURE(pattern);
        CAPTURE(text);
        REQUIRE(LiteralSequence::Text::takes(text));
        const auto wanted = by_re2(pattern, text, 0);
        held += wanted == "none" ? 0 : 1;
        REQUIRE(by_sequence(*sequence, text, 0) == wanted);
    }
    CHECK(known > 10'000);
    CHECK(held > 1'000);
}

TEST_CASE("a long text is searched at the places of the literals only") {
    std::string text = "add ";
    for (int i = 0; i < 20'000; ++i) {
        text += "a word ";
    }
    auto sequence = *LiteralSequence::read("(?i)add.*(form|page)");
    const auto finder = number(sequence);
    const auto none = find(sequence, finder, text, 0);
    CHECK(none.complete);
    CHECK_FALSE(none.span);
    CHECK(none.steps < 10);
    const auto one = find(sequence, finder, text + "page", 0);
    REQUIRE(one.span);
    CHECK(one.span->end == text.size() + 4);
    CHECK(one.steps < 10);
}

TEST_CASE("a search that takes too many steps says so") {
    auto sequence = *LiteralSequence::read("a.*b");  // too short to be known by their places
    const auto finder = number(sequence);
    CHECK_FALSE(find(sequence, finder, std::string(LiteralSequence::kMaxSteps, 'x'), 0).complete);
    CHECK(find(sequence, finder, std::string(LiteralSequence::kMaxSteps / 4, 'x'), 0).complete);
}

TEST_CASE("texts in which RE2 may see other letters are not asked about") {
    CHECK(LiteralSequence::Text::takes("caf\u00E9"));
    CHECK(LiteralSequence::Text::takes(std::string(1U << 20U, 'a')));
    CHECK_FALSE(LiteralSequence::Text::takes("\u212Aelvin"));
    CHECK_FALSE(LiteralSequence::Text::takes("\u017Fet"));
    CHECK_FALSE(LiteralSequence::Text::takes("caf\xE9 "));
}

}  // namespace skillwake::matcher
