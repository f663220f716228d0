#include "matcher/pattern_set.h"

#include "matcher/literal_sequence.h"
#include "tests/support/error_text.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace skillwake::matcher {
namespace {

using Places = std::vector<std::tuple<std::uint32_t, std::size_t, std::size_t>>;

Places found(const std::vector<std::string>& patterns, std::string_view text) {
    PatternSet set;
    for (std::uint32_t i = 0; i < patterns.size(); ++i) {
        REQUIRE(set.add(patterns[i], i));
    }
    set.compile();
    Places places;
    for (const auto& hit : set.find(text).hits) {
        places.emplace_back(hit.number, hit.begin, hit.end);
    }
    return places;
}

/// The same by RE2 alone, pattern by pattern.
Places matched(const std::vector<std::string>& patterns, std::string_view text) {
    Places places;
    for (std::uint32_t i = 0; i < patterns.size(); ++i) {
        const RE2 pattern(patterns[i], RE2::Quiet);
        const re2::StringPiece whole(text.data(), text.size());
        re2::StringPiece match;
        std::size_t from = 0;
        for (std::size_t count = 0; count < PatternSet::kMaxHits; ++count) {
            if (!pattern.Match(whole, from, whole.size(), RE2::UNANCHORED, &match, 1) || match.empty()) {
                break;
            }
            const auto begin = static_cast<std::size_t>(match.data() - whole.data());
            places.emplace_back(i, begin, begin + match.size());
            from = begin + match.size();
        }
    }
    return places;
}

}  // namespace

TEST_CASE("the first places of each pattern that holds, by number") {
    CHECK(found({"b+", "a"}, "abba") == Places{{0, 1, 3}, {1, 0, 1}, {1, 3, 4}});
    CHECK(found({"x"}, "xxxxxx").size() == PatternSet::kMaxHits);
    CHECK(found({"(?i)async def"}, "ASYNC DEF") == Places{{0, 0, 9}});
    CHECK(found({"x*", "$", ""}, "yyy").empty());
    CHECK(found({"a"}, "").empty());
    CHECK(found({}, "a").empty());
    CHECK(found({"(?m)^b$"}, "a\nb\nc") == Places{{0, 2, 3}});
}

TEST_CASE("letters beyond ASCII are found as RE2 finds them") {
    const std::vector<std::string> patterns = {"CAFÉ",       "(?i)café",   "\\x{C9}TAT", "ÀÉÎ+",
                                               "(?i)straße", "(?i)привет", "日本語",     "[Éé]tude, bitte",
                                               "(?i)kelvin", "(?i)sssss",  "(?i)ＡＰＩ"};
    for (const std::string_view text :
         {"CAFÉ", "café", "ÉTAT", "ÀÉÎÎ", "STRASSE", "STRAßE", "ПРИВЕТ", "これは日本語", "Étude, bitte",
          "\u212AELVIN", "\u017Fs\u017FsS", "ａｐｉ", "CAFE\u0301"}) {
        CAPTURE(text);
        CHECK(found(patterns, text) == matched(patterns, text));
    }
}

TEST_CASE("it finds what RE2 alone finds, on random texts") {
    const std::vector<std::string> pieces = {"abc",       "ab", "(?i)aBc", "a+",     "[ab]c", "b.*c",
                                             "(abc|cab)", "é",  "É",       "c{2,3}", "\\bab", "a?",
                                             "(?s)a.b",   "^a", "c$",      "[^a]b"};
    std::mt19937 random(20'240'601);
    for (int round = 0; round < 400; ++round) {
        std::vector<std::string> patterns;
        for (auto count = random() % 6 + 1; count > 0; --count) {
            std::string pattern;
            for (auto parts = random() % 3 + 1; parts > 0; --parts) {
                pattern += pieces[random() % pieces.size()];
            }
            patterns.push_back(std::move(pattern));
        }
        std::string text;
        for (auto length = random() % 40; length > 0; --length) {
            const char* const letters[] = {"a", "b", "c", "A", "B", "C", " ", "\n", "é", "É", "\xFF"};
            text += letters[random() % std::size(letters)];
        }
        CAPTURE(text);
        CAPTURE(patterns.front());
        REQUIRE(found(patterns, text) == matched(patterns, text));
    }
}

TEST_CASE("intent patterns find what RE2 alone finds, behind the literals that they require") {
    const std::vector<std::string> words = {"add", "create", "form", "page", "deploy", "docker", "the", "an"};
    std::mt19937 random(7);
    const auto word = [&] { return words[random() % words.size()]; };
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> patterns;
        for (auto count = random() % 8 + 1; count > 0; --count) {
            const std::string forms[] = {
                "(?i)(" + word() + "|" + word() + ").*?(" + word() + "|" + word() + ")s?",
                "\\b" + word() + "\\b", "(?i)" + word() + " +(" + word() + ")?",
                "(" + word() + "|.)" + word(), word() + "[ -]" + word()};
            patterns.push_back(forms[random() % std::size(forms)]);
        }
        std::string text;
        for (auto length = random() % 12; length > 0; --length) {
            text += (random() % 3 == 0 ? "Create" : word()) + (random() % 5 == 0 ? "\n" : " ");
        }
        CAPTURE(text);
        CAPTURE(patterns.front());
        REQUIRE(found(patterns, text) == matched(patterns, text));
    }
}

TEST_CASE("more patterns than are kept compiled hold all the same, and more than may run are told") {
    PatternSet set;
    std::string text;
    for (std::uint32_t i = 0; i < PatternSet::kMaxRuns + 1; ++i) {
        REQUIRE(set.add("word" + std::to_string(1'000 + i) + "(?:\\b)", i));
        text += i < PatternSet::kMaxRuns ? "word" + std::to_string(1'000 + i) + " " : "";
    }
    set.compile();
    for (int round = 0; round < 2; ++round) {
        const auto found = set.find(text);
        CHECK(found.hits.size() == PatternSet::kMaxRuns);
        CHECK(found.complete);
    }
    const auto cut = set.find(text + "word" + std::to_string(1'000 + PatternSet::kMaxRuns));
    CHECK(cut.hits.size() == PatternSet::kMaxRuns);
    CHECK_FALSE(cut.complete);
    text.resize(PatternSet::kLongText, ' ');
    CHECK(set.find(text).hits.size() == PatternSet::kMaxRuns);
    const auto of_long = set.find(text + ' ');
    CHECK(of_long.hits.size() == PatternSet::kMaxLongRuns);
    CHECK_FALSE(of_long.complete);
    CHECK(set.find(text.substr(0, 18) + std::string(PatternSet::kMaxRunBytes / 2 - 18, ' ')).complete);
    CHECK_FALSE(set.find(text.substr(0, 18) + std::string(PatternSet::kMaxRunBytes / 2, ' ')).complete);
}

TEST_CASE("patterns that need no RE2 are tried on long texts up to a limit, which is told") {
    constexpr auto kMost = PatternSet::kMaxSequenceBytes / PatternSet::kSequenceBytes;
    const std::string page(PatternSet::kSequenceBytes, ' ');
    for (const std::size_t more : {0, 1}) {
        PatternSet set;
        for (std::uint32_t i = 0; i < kMost + more; ++i) {
            REQUIRE(set.add("word", i));
        }
        set.compile();
        const auto found = set.find("word" + page + page);
        CHECK(found.hits.size() == kMost);
        CHECK(found.complete == (more == 0));
        CHECK(set.find("word").hits.size() == kMost + more);
        CHECK(set.find("word").complete);
    }

    PatternSet slow;  // each asks at each of the words
    for (std::uint32_t i = 0; i < 100; ++i) {
        REQUIRE(slow.add("word.*form", i));
    }
    slow.compile();
    std::string lines = "form\n";
    for (int i = 0; i < 1'000; ++i) {
        lines += "word\n";
    }
    CHECK_FALSE(slow.find(lines).complete);
    CHECK(slow.find(lines.substr(0, 500)).complete);
}

TEST_CASE("a bad pattern is refused alone") {
    PatternSet set;
    REQUIRE(set.add("abc", 1));
    struct Case {
        std::string_view pattern;
        std::string_view message;
    };
    const Case cases[] = {
        {"(", "not a pattern that RE2 takes: missing ): ("},
        {"a(?=b)", "RE2 has no look-ahead (?="},
        {"(a)\\1", "RE2 has no back-reference \\1"},
        {"[z-a]", "not a pattern that RE2 takes: invalid character class range: z-a"},
        {"a{1001}", "RE2 has no repetition of over 1000: {1001}"},
        {"\xFF", "not a pattern that RE2 takes: invalid UTF-8"},
    };
    for (const auto& [pattern, message] : cases) {
        CAPTURE(pattern);
        const auto added = set.add(std::string(pattern), 2);
        CHECK(testing::error_text(added) == message);
        REQUIRE_FALSE(added);
        CHECK(added.error().code() == Errc::Invalid);
    }
    CHECK(PatternSet().add("a{1000}", 2));  // the most that RE2 takes
    CHECK_FALSE(set.add("((a{100}){100}){100}", 2));
    CHECK_FALSE(set.add(testing::repeated("(", 5'000), 2));
    REQUIRE(set.add("xyz", 3));
    set.compile();
    const auto hits = set.find("abc xyz").hits;
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].number == 1);
    CHECK(hits[1].number == 3);
}

TEST_CASE("a pattern that backtracking engines never finish takes no time") {
    CHECK(found({"(a+)+$", "(a|aa)*b", "(.*)*(.*)*x"}, std::string(100'000, 'a')).size() <=
          2 * PatternSet::kMaxHits);
}

TEST_CASE("what was found out about a pattern is handed on, and not found out again") {
    PatternSet first;
    REQUIRE(first.add("(?i)create.*(form|page)", 1));
    CHECK_FALSE(first.add("(unclosed", 2));
    PatternReadings readings;
    first.compile(readings);
    REQUIRE(readings.size() == 1);
    CHECK(readings.begin()->first == "(?i)create.*(form|page)");
    CHECK(readings.begin()->second.clauses.size() == 2);

    // Known with a literal that it does not require: it is believed.
    const PatternReadings told{{"quokka", {{{"wombat"}}}}};
    PatternSet second;
    second.know(told);
    REQUIRE(second.add("quokka", 1));
    second.compile(readings);
    CHECK(readings.size() == 2);
    CHECK(second.find("a quokka").hits.empty());
    CHECK(second.find("a quokka and a wombat").hits.size() == 1);
}

}  // namespace skillwake::matcher
