#include "matcher/judge.h"
#include "matcher/weights.h"
#include "tests/matcher/sample.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

/// The bundled skill against the sentences of SEED.md, section Activation, which the cases are named after.
namespace skillwake::matcher {
namespace {

const View& bundled() {
    static const View view = view_of({bundled_skill()});
    return view;
}

void check_loads(const std::vector<std::string_view>& prompts) {
    for (const auto prompt : prompts) {
        CAPTURE(prompt);
        CHECK(action_for(bundled(), prompt_event(prompt)) == Action::Load);
    }
}

void check_does_not_load(const std::vector<std::string_view>& prompts) {
    for (const auto prompt : prompts) {
        CAPTURE(prompt);
        CHECK(action_for(bundled(), prompt_event(prompt)) != Action::Load);
    }
}

}  // namespace

TEST_CASE("SEED.md, Activation: Mention keywords: \"asyncio\"") {
    check_loads({"explain asyncio", "AsyncIO?", "I use `asyncio` here", "how do I test asyncio code?"});
}

TEST_CASE("SEED.md, Activation: Mention keywords: \"async/await\"") {
    check_loads({"rewrite it with async/await", "async await, please", "Async/Await syntax"});
}

TEST_CASE("SEED.md, Activation: Mention keywords: \"concurrent\"") {
    check_loads({"make these requests concurrent", "Concurrent downloads", "too many concurrent calls"});
}

TEST_CASE("SEED.md, Activation: Mention keywords: \"non-blocking\"") {
    check_loads({"make this non-blocking", "a non blocking read", "Non-Blocking I/O"});
}

TEST_CASE("SEED.md, Activation: Mention keywords: \"coroutine\"") {
    check_loads({"what is a coroutine", "this coroutine hangs", "chain coroutines"});
}

TEST_CASE("SEED.md, Activation: a keyword counts as a whole word only") {
    check_does_not_load({"concurrency of the court", "an asyncionics lab", "the blocking call",
                         "await further notice", "rename the branch to async-2", "our async team meetings"});
}

TEST_CASE("SEED.md, Activation: Ask about event loops, tasks, or futures") {
    check_loads({"how does the event loop work?", "explain event loops", "the event-loop is blocked",
                 "what is the difference between tasks and futures?", "when do I need an async task?",
                 "what are Python futures?", "how do I await all the futures"});
    check_does_not_load(
        {"list my open tasks", "buy oil futures", "the future of our company", "add a task to the board"});
}

TEST_CASE("SEED.md, Activation: Request help with async libraries (aiohttp, asyncpg, motor)") {
    check_loads({"how do I close an aiohttp session?", "a connection pool in asyncpg",
                 "query MongoDB with motor", "read the file with aiofiles", "a FastAPI endpoint",
                 "deploy a Sanic app"});
    check_does_not_load({"the motor of my car is loud", "control a stepper motor"});
}

TEST_CASE("SEED.md, Usage Examples: each request activates the skill") {
    check_loads(
        {"I need to fetch data from 50 API endpoints as quickly as possible. How should I structure this "
         "with "
         "asyncio?",
         "My async application seems to hang. I'm using time.sleep() in an async function. Is that okay?",
         "Help me implement a task queue where multiple workers process items from a shared queue"});
}

TEST_CASE(
    "SEED.md, Activation: Work on Python files containing `async def` or `await` keywords, by their syntax") {
    struct Case {
        std::string_view path;
        std::string_view text;
        bool loads;
    };
    const Case cases[] = {
        {"src/app.py", "async def main():\n    pass\n", true},
        {"src/app.py", "x = await f()\n", true},
        {"src/app.py", "        result = await client.get(url)\n", true},
        {"src/app.py", "async with session:\n    pass\n", true},
        {"src/app.py", "import asyncio\n", true},
        {"src/app.py", "from aiohttp import web as w\n", true},
        {"src/app.py", "def f(:\n\nasync def g():\n    pass\n", true},
        {"src/app.py", "# async def f(): await x\n", false},
        {"src/app.py", "text = 'async def f(): await asyncio.sleep(1)'\n", false},
        {"src/app.py", "def f():\n    \"\"\"Use async def and await.\"\"\"\n", false},
        {"src/app.py", "print('concurrent')\n", false},
        {"src/app.js", "async function f() { await g(); }\n", false},
        {"src/app.rs", "async fn f() { g().await; }\n", false},
        {"notes.md", "async def f(): await x; asyncio\n", false},
        {"src/client_async.py", "", true},
        {"src/async_client.py", "", true},
        {"src/my_async_client.py", "", false},
    };
    for (const auto& [path, text, loads] : cases) {
        CAPTURE(path);
        CAPTURE(text);
        CHECK((action_for(bundled(), file_event(path, text)) == Action::Load) == loads);
    }
}

TEST_CASE("SEED.md, Activation: unless the event speaks against it") {
    check_does_not_load({
        // exclude, in its sentence
        "make these requests concurrent in JavaScript",
        "use async/await in C#",
        "concurrent goroutines",
        "CREATE INDEX CONCURRENTLY: index concurrently in postgres",
        "tokio or async/await in Rust?",
        // negation
        "don't use asyncio",
        "do it without async/await",
        "threads instead of coroutines",
        // only quoted or pasted
        "rename the variable 'coroutine' to x",
        "what does this say?\n```\nasyncio asyncio asyncio\nconcurrent coroutine\n```\n",
        "summarise https://docs.python.org/3/library/asyncio.html",
        "<system-reminder>asyncio is available</system-reminder> good morning",
        "<task-notification>the agent wrote asyncio code</task-notification>",
        "<SKILL_CONTENT name=\"x\">asyncio</SKILL_CONTENT> good morning",
        "<hook_context>\nasyncio\n</hook_context>\n\ngood morning",
        "see @notes.md\n--- Content from referenced files ---\nasyncio\n--- End of content ---",
        // talk about skills
        "why did the asyncio skill fire?",
    });
    check_loads({"We drop JavaScript. How do I do this with asyncio in Python?",
                 "don't use threads, use asyncio",
                 "port this from Node.js to Python. It must be non-blocking"});
}

TEST_CASE("SEED.md, Activation: the language at hand decides where the prompt names none") {
    Memory memory;
    memory.keep_language(*language_named("typescript"));
    const auto prompt = prompt_event("make these requests concurrent");
    CHECK(action_for(bundled(), prompt, memory) != Action::Load);
    memory.keep_language(*language_named("python"));
    CHECK(action_for(bundled(), prompt, memory) == Action::Load);
}

TEST_CASE("SEED.md, Activation: commands and errors of async work wake the skill too") {
    Event command;
    command.commands.push_back("cd app && python3 -m asyncio");
    CHECK(action_for(bundled(), command) == Action::Load);
    Event failure;
    failure.outputs.push_back("x.py:3: RuntimeWarning: coroutine 'f' was never awaited\n  f()\n");
    CHECK(action_for(bundled(), failure) == Action::Load);
    Event other;
    other.commands.push_back("python3 -m http.server");
    other.outputs.push_back("Error: nothing was awaited");
    CHECK(action_for(bundled(), other) == Action::None);
}

TEST_CASE("SEED.md, Manual Activation: @async-python-patterns") {
    const std::string_view prompt = "@async-python-patterns please";
    const auto judgement = judged(bundled(), prompt_event(prompt));
    REQUIRE(judgement.prompt.mentions.size() == 1);
    CHECK(judgement.prompt.mentions[0].name == "async-python-patterns");
}

TEST_CASE("the bundled skill's triggers all compile") {
    CHECK(bundled().layers[0].index->diagnostics().empty());
}

}  // namespace skillwake::matcher
