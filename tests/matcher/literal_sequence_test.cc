#include "matcher/literal_sequence.h"

#include "base/text.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <iterator>
#include <random>
#include <string>
#include <string_view>

namespace skillwake::matcher {
namespace {

/// "begin-end" of the first place from `from` on; "none".
std::string by_sequence(const LiteralSequence& sequence, std::string_view text, std::size_t from) {
    const auto found = sequence.find(text, fold_ascii(text), from);
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

TEST_CASE("a search that takes too many steps says so, and other letters are not asked about") {
    const auto sequence = LiteralSequence::read("a.*a.*a.*a.*b");
    REQUIRE(sequence);
    const std::string text(LiteralSequence::kMaxTextBytes, 'a');
    CHECK_FALSE(sequence->find(text, text, 0).complete);
    CHECK(LiteralSequence::takes(text));
    CHECK_FALSE(LiteralSequence::takes(text + "a"));
    CHECK_FALSE(LiteralSequence::takes("caf\u00E9"));
}

}  // namespace skillwake::matcher
