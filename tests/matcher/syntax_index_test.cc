#include "matcher/syntax_index.h"

#include "matcher/thread_time.h"
#include "tests/support/error_text.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

using namespace std::chrono_literals;
using testing::repeated;
using Lines = std::vector<std::string>;

const Language& python() {
    return *language_named("python");
}

/// "number text:line" of each hit.
Lines hits(const SyntaxIndex& index, std::string_view source) {
    Lines lines;
    const auto found = index.find(python(), source, 20s);
    CHECK(found.complete);
    for (const auto& hit : found.hits) {
        lines.push_back(std::to_string(hit.number) + " " + hit.text + ":" + std::to_string(hit.line));
    }
    return lines;
}

/// An index with one wish, compiled.
template <class Add>
SyntaxIndex with(Add add) {
    SyntaxIndex index;
    REQUIRE(add(index));
    index.compile();
    return index;
}

}  // namespace

TEST_CASE("an import is wished for with its submodules, and not with what only begins alike") {
    const auto index = with([](SyntaxIndex& wishes) { return wishes.add_import("python", "aiohttp", 1); });
    struct Case {
        std::string_view source;
        Lines hits;
    };
    const Case cases[] = {
        {"import aiohttp\n", {"1 import aiohttp:1"}},
        {"x = 1\nimport aiohttp.web as w\n", {"1 import aiohttp.web:2"}},
        {"from aiohttp import web\n", {"1 import aiohttp:1"}},
        {"from aiohttp.web import Response\n", {"1 import aiohttp.web:1"}},
        {"import aiohttp_cors\n", {}},
        {"from x import aiohttp\n", {}},
        {"import x as aiohttp\n", {}},
        {"# import aiohttp\n", {}},
    };
    for (const auto& [source, expected] : cases) {
        CAPTURE(source);
        CHECK(hits(index, source) == expected);
    }
    const auto below =
        with([](SyntaxIndex& wishes) { return wishes.add_import("python", "asyncio.subprocess", 2); });
    CHECK(hits(below, "from asyncio import subprocess\n") == Lines{"2 import asyncio.subprocess:1"});
    CHECK(hits(below, "import asyncio\n").empty());
}

TEST_CASE("a call is wished for by its dotted name, '*' at its end is any rest") {
    SyntaxIndex index;
    REQUIRE(index.add_call("python", "asyncio.*", 1));
    REQUIRE(index.add_call("python", "asyncio.gather", 2));
    REQUIRE(index.add_call("python", "open", 3));
    REQUIRE(index.add_call("python", "read_*", 4));
    REQUIRE(index.add_call("python", "walk*", 5));
    index.compile();
    CHECK(hits(index, "read()\nread_text()\nwalk()\n") == Lines{"4 read_text:2", "5 walk:3"});
    CHECK(hits(index, "import asyncio as aio\naio.gather()\n") ==
          Lines{"1 asyncio.gather:2", "2 asyncio.gather:2"});
    CHECK(hits(index, "from asyncio import gather\nx = gather()\n").size() == 2);
    CHECK(hits(index, "asyncio()\nmy_asyncio.run()\nx.open()\n").empty());
    CHECK(hits(index, "open(x)\nopen(y)\n") == Lines{"3 open:1"});
}

TEST_CASE("a node is wished for by our names, or by the grammar's") {
    SyntaxIndex index;
    REQUIRE(index.add_node("python", "async_function", 1));
    REQUIRE(index.add_node("python", "match_statement", 2));
    index.compile();
    CHECK(hits(index, "async def f(): pass\n") == Lines{"1 async_function:1"});
    CHECK(hits(index, "match x:\n    case 1: pass\n") == Lines{"2 match x::1"});
    CHECK(hits(index, "'async def f(): pass'\n").empty());
}

TEST_CASE("a raw query is wished for with its predicates") {
    const auto index = with([](SyntaxIndex& wishes) {
        return wishes.add_query("python", "((call function: (attribute) @f) (#match? @f \"^time\\\\.\"))", 1);
    });
    CHECK(hits(index, "x\ntime.sleep(1)\ntime.time()\n") == Lines{"1 time.sleep:2"});
    CHECK(hits(index, "anyio.sleep(1)\n").empty());
}

TEST_CASE("fragments out of the middle of a file are read") {
    const auto index = with([](SyntaxIndex& wishes) { return wishes.add_node("python", "await", 1); });
    for (const std::string_view source :
         {"        x = await f()\n        return x\n", "\t\tawait f()\n\t\tg()",
          "    await f()\n\n  \n    g()\n", "await f()", "        return await f(",
          "        else:\n            await f()\n",
          "    x = 1\n\n    async def g(self):\n        await f()\n", "await f()\n            g()\n"}) {
        CAPTURE(source);
        CHECK(hits(index, source).size() == 1);
    }
}

TEST_CASE("a language, node or query that there is not is refused alone") {
    SyntaxIndex index;
    REQUIRE(index.add_import("python", "asyncio", 1));
    const auto message = [](const Status& status) {
        REQUIRE_FALSE(status);
        CHECK(status.error().code() == Errc::Invalid);
        return testing::error_text(status);
    };
    CHECK(message(index.add_import("klingon", "x", 2))
              .starts_with("no syntax is read for language 'klingon'; known are python"));
    CHECK(message(index.add_call("", "x", 2)).starts_with("no syntax is read for language ''"));
    CHECK(message(index.add_node("python", "awaits", 2)).starts_with("no such node in the grammar"));
    CHECK(message(index.add_node("python", "(await) @x", 2)) == "'(await) @x' is not a node's name");
    CHECK(message(index.add_query("python", "(await", 2)).starts_with("syntax error"));
    index.compile();
    CHECK(hits(index, "import asyncio\nawait x\n") == Lines{"1 import asyncio:1"});
}

TEST_CASE("hostile sources end within the budget, and that is told") {
    SyntaxIndex index;
    REQUIRE(index.add_node("python", "await", 1));
    REQUIRE(index.add_query("python", "(call) @hit", 2));
    index.compile();
    std::mt19937 random(20'240'601);
    std::string garbage = "await ";
    while (garbage.size() < kMaxSourceBytes) {
        garbage.push_back(static_cast<char>(random() % 256));
    }
    const std::string sources[] = {
        "await " + repeated("(", 65'540),   "await " + repeated("[", 65'540) + repeated("]", 65'540),
        repeated("await ", 40'000),         repeated("if await x:\n ", 10'000),
        "await " + repeated("f'{", 50'000), "await '''" + repeated("\\", 100'000),
        repeated("await x.", 30'000),       garbage,
    };
    for (const auto& source : sources) {
        CAPTURE(source.substr(0, 20));
        // Of the processor: on a busy machine the clock on the wall runs while the test does not.
        const auto begin = thread_time();
        index.find(python(), source, 25ms);
        CHECK(thread_time() - begin < 2s);  // the budget, and a sanitizer
    }
    CHECK_FALSE(index.find(python(), garbage, 0us).complete);
}

TEST_CASE("of a longer source the beginning is read, and that is told") {
    const auto index = with([](SyntaxIndex& wishes) { return wishes.add_node("python", "await", 1); });
    const auto line = std::string("x = 1\n");
    const auto filler = repeated(line, kMaxSourceBytes / line.size());
    const auto at_start = index.find(python(), "await x\n" + filler, 20s);
    CHECK(at_start.hits.size() == 1);
    CHECK_FALSE(at_start.complete);
    const auto behind = index.find(python(), filler + filler + "await x\n", 20s);
    CHECK(behind.hits.empty());
    CHECK_FALSE(behind.complete);
    CHECK(index.find(python(), "await x\n" + repeated(line, (kMaxSourceBytes - 8) / line.size()), 20s)
              .complete);
    CHECK(index.find(python(), "await " + std::string(2 * kMaxSourceBytes, 'x'), 20s).hits.size() <= 1);
}

TEST_CASE("a source ends where too many brackets are open, and that is told") {
    const auto index = with([](SyntaxIndex& wishes) { return wishes.add_node("python", "await", 1); });
    const auto nested = [](std::size_t depth) {
        return "await x\n" + repeated("(", depth) + repeated(")", depth) + "\n";
    };
    CHECK(index.find(python(), nested(kMaxOpenBrackets), 20s).complete);
    for (const auto& source : {nested(kMaxOpenBrackets + 1), "await x\n" + repeated("[", 100'000),
                               "await x\n" + repeated(")({", kMaxOpenBrackets + 1)}) {
        const auto found = index.find(python(), source, 20s);
        CHECK(found.hits.size() == 1);
        CHECK_FALSE(found.complete);
    }
    CHECK(index.find(python(), "await x\n" + repeated("f(a[0])\n", 3 * kMaxOpenBrackets), 20s).complete);
}

TEST_CASE("what was parsed is left to who answers, also when it was given up") {
    const auto index = with([](SyntaxIndex& wishes) { return wishes.add_node("python", "await", 1); });
    CHECK_FALSE(index.find(python(), "await x\n", 20s).leftovers.empty());
    const auto given_up = index.find(python(), repeated("await x.", 20'000), 0us);
    CHECK_FALSE(given_up.complete);
    CHECK_FALSE(given_up.leftovers.empty());
    CHECK(index.find(python(), "x\n", 20s).leftovers.empty());
}

TEST_CASE("the time ends also the look for wished words") {
    const auto index = with([](SyntaxIndex& wishes) { return wishes.add_node("python", "await", 1); });
    const auto filler = repeated("x = 1\n", 100'000);
    CHECK_FALSE(index.find(python(), filler, 0us).complete);
    CHECK(index.find(python(), filler, 20s).complete);
}

TEST_CASE("a source that holds none of the wished words is not parsed") {
    const auto index = with([](SyntaxIndex& wishes) { return wishes.add_node("python", "await", 1); });
    const auto found = index.find(python(), repeated("(", 60'000), 0us);
    CHECK(found.hits.empty());
    CHECK(found.complete);
    CHECK(index.find(*language_named("go"), "await x", 0us).complete);
    CHECK(SyntaxIndex().find(python(), "await x", 0us).complete);
}

TEST_CASE("a wished word counts where it stands alone, unless it was wished for as a beginning") {
    const auto brackets = repeated("(", 60'000);
    const auto whole = with([](SyntaxIndex& wishes) { return wishes.add_call("python", "os.fork", 1); });
    for (const auto* other : {"forked = 1\n", "a_fork = 1\n", "fork2 = 1\n", "unforked\n"}) {
        CHECK(whole.find(python(), other + brackets, 0us).complete);
    }
    for (const auto* own : {"fork = 1\n", "os.fork()\n", "x(fork)\n", "unforked.fork\n"}) {
        CHECK_FALSE(whole.find(python(), own + brackets, 0us).complete);
    }
    const auto open = with([](SyntaxIndex& wishes) { return wishes.add_call("python", "os.fork*", 1); });
    CHECK_FALSE(open.find(python(), "os.forkpty()\n" + brackets, 0us).complete);
    CHECK(open.find(python(), "unforked\n" + brackets, 0us).complete);
    CHECK(open.find(python(), "import os\nos.forkpty()\n", 20s).hits.size() == 1);
}

TEST_CASE(
    "a query that would take seconds to compile is refused, and what its predicates ask does not count") {
    SyntaxIndex index;
    const auto repeated = [](int times) {
        std::string query = "(module ";
        for (int i = 0; i < times; ++i) {
            query += "(_)* ";
        }
        return query + ")";
    };
    CHECK(index.add_query("python", repeated(16), 1));
    const auto refused = index.add_query("python", repeated(17), 2);
    REQUIRE(!refused);
    CHECK(refused.error().code() == Errc::TooLarge);
    CHECK(refused.error().message() == "it repeats more than 16 things with '*', '+' and '?'");
    std::string asking = "(module (_)* @a ; ****************\n";
    for (int i = 0; i < 16; ++i) {
        asking += "(#match? @a \"(a|b)*?\\\"+\") (#not-eq? @a \"?\") ";
    }
    CHECK(index.add_query("python", asking + ")", 3));
    for (const auto* odd : {"#", ";", "\"", "\"\\", "*", ""}) {
        CAPTURE(odd);
        (void)index.add_query("python", odd, 4);
    }
}

}  // namespace skillwake::matcher
