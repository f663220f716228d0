#include "matcher/syntax_tree.h"

#include "matcher/language.h"
#include "matcher/thread_time.h"
#include "tests/support/error_text.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

using namespace std::chrono_literals;
using testing::repeated;
using Lines = std::vector<std::string>;

const TSLanguage* python() {
    return language_named("python")->grammar();
}

SyntaxTree tree_of(std::string_view source) {
    auto tree = SyntaxTree::parse(python(), source, 20s);
    REQUIRE(tree);
    return *std::move(tree);
}

/// The first capture of each match: "text:line".
Lines matches(std::string_view query_text, std::string_view source) {
    const auto query = SyntaxQuery::compile(python(), query_text);
    CAPTURE(testing::error_text(query));
    REQUIRE(query);
    Lines lines;
    const auto tree = tree_of(source);
    CHECK(query->each_match(tree, 20s, [&](const std::vector<SyntaxQuery::Capture>& captures) {
        lines.push_back(captures.empty()
                            ? "(none)"
                            : std::string(captures[0].text) + ":" + std::to_string(captures[0].line));
        return true;
    }));
    return lines;
}

}  // namespace

TEST_CASE("a query gives the captures of each match, with their lines from 0") {
    CHECK(matches("(await) @hit", "await a()\nx = 1\nawait b()\n") == Lines{"await a():0", "await b():2"});
    CHECK(matches("(await) @hit", "x = 1\n").empty());
    CHECK(matches("(await)", "await a()\n") == Lines{"(none)"});
    const auto query =
        SyntaxQuery::compile(python(), "(call function: (identifier) @name arguments: (_) @rest)");
    REQUIRE(query);
    std::string seen;
    query->each_match(tree_of("f(1)\n"), 20s, [&](const std::vector<SyntaxQuery::Capture>& captures) {
        for (const auto& capture : captures) {
            seen += std::string(capture.name) + "=" + std::string(capture.text) + " ";
        }
        return true;
    });
    CHECK(seen == "name=f rest=(1) ");
}

TEST_CASE("the visitor's false stops") {
    const auto query = SyntaxQuery::compile(python(), "(identifier) @hit");
    REQUIRE(query);
    int visits = 0;
    CHECK(query->each_match(tree_of("a\nb\nc\n"), 20s, [&](const auto&) { return ++visits < 2; }));
    CHECK(visits == 2);
}

TEST_CASE("text predicates are kept") {
    const std::string_view source = "import os\nos.path.join(a, b)\njoin(c)\nself.join.x()\nopen(a, a)\n";
    struct Case {
        std::string_view query;
        Lines matches;
    };
    const Case cases[] = {
        {"((identifier) @x (#eq? @x \"join\"))", {"join:1", "join:2", "join:3"}},
        {"((call function: (_) @f) (#not-eq? @f \"open\"))", {"os.path.join:1", "join:2", "self.join.x:3"}},
        {"((call function: (_) @f) (#match? @f \"^o\"))", {"os.path.join:1", "open:4"}},
        {"((call function: (_) @f) (#not-match? @f \"join\"))", {"open:4"}},
        {"((call function: (_) @f) (#any-of? @f \"open\" \"join\"))", {"join:2", "open:4"}},
        {"((call function: (_) @f) (#not-any-of? @f \"open\" \"join\"))",
         {"os.path.join:1", "self.join.x:3"}},
        {"((argument_list . (identifier) @x . (identifier) @y) (#eq? @x @y))", {"a:4"}},
        {"((identifier) @x (#after? @x \"self.\" \"import\"))", {"os:0", "join:3"}},
        {"((identifier) @x (#eq? @x \"join\") (#not-after? @x \".\"))", {"join:2"}},
        {"((identifier) @x (#after? @x \"port\"))", {}},
        {"((identifier) @x (#eq? @x \"os\") (#eq? @x \"no\"))", {}},
    };
    for (const auto& [query, expected] : cases) {
        CAPTURE(query);
        CHECK(matches(query, source) == expected);
    }
}

TEST_CASE("a bad query is refused with its reason") {
    struct Case {
        std::string_view query;
        std::string_view message;
    };
    const Case cases[] = {
        {"(await", "syntax error at byte 6, near ''"},
        {"(awaits) @hit", "no such node in the grammar at byte 1, near 'awaits) @hit'"},
        {"(call fun: (_))", "no such field in the grammar at byte 6, near 'fun: (_))'"},
        {"(await (module))", "such a structure cannot occur at byte 7, near '(module))'"},
        {"((await) @a (#eq? @b \"x\"))", "unknown capture at byte 19, near 'b \"x\"))'"},
        {"((await) @a (#match? @a \"(\"))", "#match?: missing ): ("},
        {"((await) @a (#near? @a \"x\"))",
         "predicate #near? is not known (eq?, match?, any-of?, after? and their not-)"},
        {"((await) @a (#eq? @a))", "predicate #eq? wants a capture and a text"},
        {"((await) @a (#eq?))", "predicate #eq? wants a capture and a text"},
        {"((await) @a (#set! x y))", "predicate #set! wants a capture and a text"},
    };
    for (const auto& [query, message] : cases) {
        CAPTURE(query);
        const auto compiled = SyntaxQuery::compile(python(), query);
        CHECK(testing::error_text(compiled) == message);
        REQUIRE_FALSE(compiled);
        CHECK(compiled.error().code() == Errc::Invalid);
    }
}

TEST_CASE("files with syntax errors give a tree all the same") {
    for (const std::string_view source :
         {"", "(((", "def", "\xFF\xFE\x00", "class :\n  await x\n", "}{", "\0\0"}) {
        CAPTURE(source);
        CHECK(SyntaxTree::parse(python(), source, 20s));
    }
    CHECK(matches("(await) @hit", "x = [\nawait a()\n") == Lines{"await a():1"});
}

TEST_CASE("parsing and querying end with their budget") {
    const auto hostile = repeated("(", 65'540);
    const auto begin = thread_time();
    const auto tree = SyntaxTree::parse(python(), repeated(hostile + "\n", 8), 1ms);
    REQUIRE_FALSE(tree);
    CHECK(tree.error().code() == Errc::Unavailable);
    const auto query = SyntaxQuery::compile(python(), "(identifier) @hit");
    REQUIRE(query);
    const auto wide = tree_of(repeated("a, ", 50'000));
    CHECK_FALSE(query->each_match(wide, 0us, [](const auto&) { return true; }));
    CHECK(thread_time() - begin < 10s);
}

}  // namespace skillwake::matcher
