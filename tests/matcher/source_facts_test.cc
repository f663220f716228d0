#include "matcher/source_facts.h"

#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

SourceFacts facts_of(std::string_view source) {
    static const FactReader reader(*language_named("python"));
    const auto tree = SyntaxTree::parse(language_named("python")->grammar(), source, 20s);
    REQUIRE(tree);
    auto facts = reader.read(*tree, 20s);
    CHECK(facts.complete);
    return facts;
}

/// "name:line", sorted.
Lines shown(const std::vector<SourceFact>& facts) {
    Lines lines;
    for (const auto& fact : facts) {
        lines.push_back(fact.name + ":" + std::to_string(fact.line));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

struct Case {
    std::string_view source;
    Lines facts;
};

}  // namespace

TEST_CASE("what a Python source imports") {
    const Case cases[] = {
        {"import asyncio\n", {"asyncio:1"}},
        {"import os, aiohttp.web\n", {"aiohttp.web:1", "os:1"}},
        {"import asyncio as aio\n", {"asyncio:1"}},
        {"from aiohttp import web\n", {"aiohttp.web:1", "aiohttp:1"}},
        {"from a.b import (\n    c,\n    d as e,\n)\n", {"a.b.c:2", "a.b.d:3", "a.b:1"}},
        {"from asyncio import *\n", {"asyncio:1"}},
        {"def f():\n    import trio\n", {"trio:2"}},
        {"try:\n    import uvloop\nexcept ImportError:\n    uvloop = None\n", {"uvloop:2"}},
        {"if TYPE_CHECKING:\n    from x import y\n", {"x.y:2", "x:2"}},
        {"# import asyncio\n'import asyncio'\n\"\"\"\nimport asyncio\n\"\"\"\n", {}},
        {"importlib.import_module('asyncio')\n", {}},
        {"import asyncio\nimport asyncio\n", {"asyncio:1"}},
    };
    for (const auto& [source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(source).imports) == expected);
    }
}

TEST_CASE("what a Python source calls, with aliases resolved") {
    const Case cases[] = {
        {"import asyncio\nasyncio.run(main())\n", {"asyncio.run:2", "main:2"}},
        {"import asyncio as aio\naio.gather()\n", {"asyncio.gather:2"}},
        {"from asyncio import gather\ngather()\n", {"asyncio.gather:2"}},
        {"from asyncio import gather as g\ng()\n", {"asyncio.gather:2"}},
        {"from aiohttp import web\nweb.run_app(x)\n", {"aiohttp.web.run_app:2"}},
        {"x.asyncio.run()\n", {"x.asyncio.run:1"}},
        {"'asyncio.run()'\n# asyncio.run()\n", {}},
        {"@asyncio.coroutine\ndef f(): pass\n", {}},
    };
    for (const auto& [source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(source).calls) == expected);
    }
}

TEST_CASE("async syntax is told from the words in comments, strings and names") {
    const Case cases[] = {
        {"async def f():\n    pass\n", {"async_function:1"}},
        {"async def f():\n    await g()\n", {"async_function:1", "await:2"}},
        {"class A:\n    @x\n    async def f(self): ...\n", {"async_function:3", "class:1", "decorator:2"}},
        {"async with a as b:\n    pass\n", {"async_with:1"}},
        {"async for a in b:\n    pass\n", {"async_for:1"}},
        {"x = [a async for a in b]\n", {"async_for:1"}},
        {"def f():\n    return [await x for x in y]\n", {"await:2"}},
        {"x = lambda: (await y)\n", {"await:1"}},
        {"print(f'{await x}')\n", {"await:1"}},
        // only the words
        {"# async def f(): await x\n", {}},
        {"x = 'async def f(): await x'\n", {}},
        {"def f():\n    \"\"\"async with a: await b\"\"\"\n", {}},
        {"def f(): pass\nwith a: pass\nfor a in b: pass\n", {}},
        {"x = r'''\nasync def f():\n    await y\n'''\n", {}},
        // names, before Python 3.7
        {"f(async=True)\nasync = 3\nawait = 4\nx = async\n", {}},
        {"def await(self):\n    pass\n", {}},
        {"    def await(self):\n        self.lock.acquire()\n        while a > 0:\n            b()\n", {}},
        {"def await(f, timeout=None):\n    return 1\n", {}},
        {"latch.await()\nlatch.await(5)\n", {}},
        {"def async(x):\n    pass\n", {}},
        {"def f(await):\n    pass\n", {}},
        {"class await:\n    pass\n", {}},
        {"async(x)\nasync.foo()\nawait.foo()\n", {}},
    };
    for (const auto& [source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(source).nodes) == expected);
    }
}

TEST_CASE("a file that is being typed, or has syntax errors, is still read") {
    const Case cases[] = {
        {"async def f(x", {"async_function:1"}},
        {"async def", {"async_function:1"}},
        {"await foo(", {"await:1"}},
        {"x = await foo(", {"await:1"}},
        {"return await s.get(", {"await:1"}},
        {"async with a(", {"async_with:1"}},
        {"async for x in y", {"async_for:1"}},
        {"print 'two'\nasync def f():\n    pass\n", {"async_function:2"}},
        {"def f(:\n    pass\n\nasync def g():\n    await h()\n", {"async_function:4", "await:5"}},
        {"class A\n    async def f(self):\n        await g()\n", {"async_function:2", "await:3", "class:1"}},
    };
    for (const auto& [source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(source).nodes) == expected);
    }
    CHECK(shown(facts_of("import asyncio\ndef f(\n").imports) == Lines{"asyncio:1"});
    CHECK(shown(facts_of("def f(\nimport asyncio\n").imports) == Lines{"asyncio:2"});
}

TEST_CASE("line ends, tabs and blank lines change nothing but lines") {
    CHECK(shown(facts_of("import a\r\n\r\nasync def f():\r\n\tawait x\r\n").nodes) ==
          Lines{"async_function:3", "await:4"});
    CHECK(shown(facts_of("\xEF\xBB\xBFimport asyncio\n").imports) == Lines{"asyncio:1"});
}

TEST_CASE("a budget that is over is told") {
    const FactReader reader(*language_named("python"));
    std::string source;
    for (int i = 0; i < 20'000; ++i) {
        source += "f()\n";
    }
    const auto tree = SyntaxTree::parse(language_named("python")->grammar(), source, 20s);
    REQUIRE(tree);
    CHECK_FALSE(reader.read(*tree, 0us).complete);
}

TEST_CASE("tree-sitter-python's own examples are read whole") {
    const auto folder = testing::shared_material("tree-sitter-python");
    if (!folder) {
        return;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
        if (entry.is_regular_file()) {
            CAPTURE(entry.path().string());
            facts_of(testing::bytes_of(entry.path()));
        }
    }
}

}  // namespace skillwake::matcher
