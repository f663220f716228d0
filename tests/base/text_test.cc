#include "base/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake {

using Views = std::vector<std::string_view>;
using Strings = std::vector<std::string>;

TEST_CASE("fold_ascii changes A to Z and nothing else") {
    CHECK(fold_ascii(std::string_view("AsyncIO [Z@`{] 42 \xC3\x84\xFF")) == "asyncio [z@`{] 42 \xC3\x84\xFF");
    for (int byte = 0; byte < 256; ++byte) {
        CAPTURE(byte);
        const bool upper = byte >= 'A' && byte <= 'Z';
        CHECK(fold_ascii(static_cast<char>(byte)) == static_cast<char>(upper ? byte + 32 : byte));
    }
}

TEST_CASE("equal_folded ignores the case of ASCII letters only") {
    CHECK(equal_folded("Event-LOOP", "event-loop"));
    CHECK(equal_folded("", ""));
    CHECK_FALSE(equal_folded("event", "events"));
    CHECK_FALSE(equal_folded("\xC3\x84", "\xC3\xA4"));
}

TEST_CASE("trim drops white space at both ends and none inside") {
    CHECK(trim(" \t\r\n\f\va  b\n") == "a  b");
    CHECK(trim("  ").empty());
    CHECK(trim("").empty());
    CHECK(trim("\xC2\xA0x") == "\xC2\xA0x");
}

TEST_CASE("split_lines gives the lines without their ends") {
    struct Row {
        std::string_view text;
        Views lines;
    };
    for (const auto& [text, lines] : {
             Row{"", {}},
             Row{"\n", {""}},
             Row{"a", {"a"}},
             Row{"a\n", {"a"}},
             Row{"a\nb", {"a", "b"}},
             Row{"a\r\nb\r\n", {"a", "b"}},
             Row{"\n\na\n\n", {"", "", "a", ""}},
             Row{"\r\n\r\n", {"", ""}},
             Row{"a\rb\n", {"a\rb"}},
             Row{"a\r\r\n", {"a\r"}},
         }) {
        CAPTURE(text);
        CHECK(split_lines(text) == lines);
    }
}

TEST_CASE("split gives one part more than there are separators") {
    CHECK(split("a,b,,c", ',') == Views{"a", "b", "", "c"});
    CHECK(split(",", ',') == Views{"", ""});
    CHECK(split("", ',') == Views{""});
}

TEST_CASE("join puts the separator between all parts, empty ones too") {
    CHECK(join({}, ", ").empty());
    CHECK(join({"a"}, ", ") == "a");
    CHECK(join({"a", "b", "c"}, ", ") == "a, b, c");
    CHECK(join({"", "a", ""}, ",") == ",a,");
    CHECK(join({"", ""}, ",") == ",");
}

TEST_CASE("nearest_names finds what a person may have meant, nearest first") {
    const Strings skills = {"async-python-patterns", "docx", "pdf", "pd", "rust-async", "testing"};
    struct Row {
        std::string_view wanted;
        Strings nearest;
    };
    for (const auto& [wanted, nearest] : {
             Row{"asnyc-python-patterns", {"async-python-patterns"}},
             Row{"ASYNC_PYTHON_PATTERNS", {"async-python-patterns"}},
             Row{"async", {"async-python-patterns", "rust-async"}},  // one holds the other
             Row{"my-pdf-skill", {"pdf"}},                           // and the other way round
             Row{"pdff", {"pdf", "pd"}},
             Row{"tsting", {"testing"}},
             Row{"kubernetes", {}},
             Row{"zz", {}},  // two edits make it "pd", but nothing of it is left then
             Row{"", {}},
         }) {
        CAPTURE(wanted);
        CHECK(nearest_names(wanted, skills, 9) == nearest);
    }
}

TEST_CASE("nearest_names gives no more than asked for, and no name twice") {
    const Strings names = {"task", "tasks", "task", "mask", "tasku"};
    CHECK(nearest_names("task", names, 0).empty());
    CHECK(nearest_names("task", names, 2) == Strings{"task", "mask"});
    CHECK(nearest_names("task", names, 9) == Strings{"task", "mask", "tasks", "tasku"});
    CHECK(nearest_names("task", {}, 3).empty());
}

TEST_CASE("nearest_names passes over no name that a plain comparison finds") {
    std::mt19937 random(7);
    const auto word = [&random](std::size_t most) {
        std::string made;
        for (auto left = random() % most; left > 0; --left) {
            made.push_back("abcA-"[random() % 5]);
        }
        return made;
    };
    const auto distance = [](const std::string& a, const std::string& b) {
        std::vector<std::vector<std::size_t>> edits(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
        for (std::size_t i = 0; i <= a.size(); ++i) {
            for (std::size_t j = 0; j <= b.size(); ++j) {
                edits[i][j] = i == 0   ? j
                              : j == 0 ? i
                                       : std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1,
                                                   edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            }
        }
        return edits[a.size()][b.size()];
    };
    for (int round = 0; round < 2'000; ++round) {
        const auto wanted = fold_ascii(word(12));
        const auto name = fold_ascii(word(12));
        const bool held =
            wanted.size() >= 3 && (name.find(wanted) != std::string::npos ||
                                   (name.size() >= 3 && wanted.find(name) != std::string::npos));
        const auto edits = distance(wanted, name);
        const bool near = held || (edits < std::max(wanted.size(), name.size()) &&
                                   edits <= std::max<std::size_t>(2, wanted.size() / 3));
        CAPTURE(wanted);
        CAPTURE(name);
        CHECK(nearest_names(wanted, {name}, 1).size() == (near ? 1 : 0));
    }
}

TEST_CASE("nearest_names is quick about names of any length") {
    const std::string endless(1U << 20U, 'a');
    CHECK(nearest_names(endless, {endless, "b"}, 3) == Strings{endless});
}

TEST_CASE("estimate_tokens counts four ASCII bytes, or one other character, as a token") {
    struct Row {
        std::string_view text;
        std::size_t tokens;
    };
    for (const auto& [text, tokens] : {
             Row{"", 0},
             Row{"a", 1},
             Row{"abcd", 1},
             Row{"abcde", 2},
             Row{"\xE9\x9D\x9E\xE5\x90\x8C\xE6\xAD\xA5", 3},  // three CJK characters
             Row{"\xF0\x9F\x98\x80", 1},                      // one emoji
             Row{"caf\xC3\xA9", 2},
         }) {
        CAPTURE(text);
        CHECK(estimate_tokens(text) == tokens);
    }
}

TEST_CASE("estimate_tokens counts texts of any length") {
    for (const std::size_t size : {127U, 128U, 129U, 255U, 256U, 257U, 1'000U}) {
        CAPTURE(size);
        CHECK(estimate_tokens(std::string(size, 'a')) == (size + 3) / 4);
        std::string accented;
        for (std::size_t i = 0; i < size; ++i) {
            accented += "\xC3\xA9";
        }
        CHECK(estimate_tokens(accented) == size);
    }
}

}  // namespace skillwake
