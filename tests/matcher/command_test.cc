#include "matcher/command.h"

#include "base/text.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// The commands of a line, words joined by '|'.
std::vector<std::string> commands(std::string_view line) {
    std::vector<std::string> list;
    for (const auto& command : read_commands(line)) {
        list.push_back(join(command, "|"));
    }
    return list;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("the simple commands of a shell line") {
    struct Case {
        std::string_view line;
        List commands;
    };
    const Case cases[] = {
        {"", {}},
        {"  \n ; && ", {}},
        {"pytest -m asyncio", {"pytest|-m|asyncio"}},
        {"cd x && pytest; ls | wc -l || true & echo\nid",
         {"cd|x", "pytest", "ls", "wc|-l", "true", "echo", "id"}},
        {"A=1 B_2='x y' pytest", {"pytest"}},
        {"sudo env X=1 time pytest", {"pytest"}},
        {"/usr/bin/python3 -m asyncio", {"python3|-m|asyncio"}},
        {"./run.sh /a/b", {"run.sh|/a/b"}},
        {"echo 'a && b' \"c; d\" e\\ f", {"echo|a && b|c; d|e f"}},
        {"echo a#b # a comment; rm x\nls", {"echo|a#b", "ls"}},
        {"(cd x; make)", {"cd|x", "make"}},
        {"pytest \\\n  -m asyncio", {"pytest|-m|asyncio"}},
        {"echo ''", {"echo|"}},
        {"echo 'never closed && x", {"echo|never closed && x"}},
        {"if true; then pytest; fi", {"if|true", "pytest", "fi"}},
    };
    for (const auto& [line, expected] : cases) {
        CAPTURE(line);
        CHECK(commands(line) == expected);
    }
}

TEST_CASE("at most 64 commands of 64 words") {
    CHECK(read_commands(testing::repeated("a;", 65)).size() == 64);
    const auto words = read_commands(testing::repeated("a ", 65));
    REQUIRE(words.size() == 1);
    CHECK(words[0].size() == 64);
}

TEST_CASE("a command begins with the words that are wanted") {
    const List command = {"pytest", "-m", "asyncio"};
    CHECK(begins_with(command, {"pytest"}));
    CHECK(begins_with(command, {"pytest", "-m", "asyncio"}));
    CHECK_FALSE(begins_with(command, {"pytest", "asyncio"}));
    CHECK_FALSE(begins_with(command, {"pytest", "-m", "asyncio", "x"}));
    CHECK_FALSE(begins_with({}, {"pytest"}));
}

}  // namespace skillwake::matcher
