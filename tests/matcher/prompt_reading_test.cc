#include "matcher/prompt_reading.h"

#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

using Lines = std::vector<std::string>;

Lines languages(std::string_view prompt) {
    Lines names;
    for (const auto* language : read_prompt(prompt).languages) {
        names.emplace_back(language->name);
    }
    return names;
}

std::uint32_t sentences(std::string_view prompt) {
    const auto reading = read_prompt(prompt);
    return reading.places.empty() ? 0 : reading.places.back().sentence + 1;
}

}  // namespace

TEST_CASE("a word's place says its region and its sentence") {
    const auto reading = read_prompt("One two. \"Three\" four? `five`");
    REQUIRE(reading.words.size() == 5);
    CHECK(reading.places[1].sentence == 0);
    CHECK(reading.places[2].sentence == 1);
    CHECK(reading.places[2].region == Region::Quoted);
    CHECK(reading.places[4].sentence == 2);
    CHECK(reading.places[4].region == Region::InlineCode);
    CHECK(reading.region_at(10) == Region::Quoted);
    CHECK(reading.sentence_at(10) == 1);
}

TEST_CASE("sentences end at '.', '!', '?', ';' before white space, at line ends, and at their wide forms") {
    CHECK(sentences("one two") == 1);
    CHECK(sentences("v1.2 and e.g. that") == 2);
    CHECK(sentences("a! b? c; d") == 4);
    CHECK(sentences("a\nb") == 2);
    CHECK(sentences("日本。中国") == 2);
    CHECK(sentences("time.sleep(1) x.y") == 1);
    CHECK(sentences("") == 0);
}

TEST_CASE("the languages that prose names, each once; not in code, and not where they are negated") {
    CHECK(languages("Python, then Go-lang and Golang; PYTHON again") == Lines{"python", "go"});
    CHECK(languages("Node.js or node js, C# and C++ and .NET") == Lines{"javascript", "csharp", "cpp"});
    CHECK(languages("```\nrust\n```\nmain.go https://x.org/java").empty());
    CHECK(languages("not about Java, Python please") == Lines{"python"});
    CHECK(languages("").empty());
}

TEST_CASE("the prose is the prompt with blanks for what is no wish, at the same offsets") {
    const std::string_view prompt = "say\n```\ncode\n```\nand 'this' in src/a.py of https://x.org now";
    const auto reading = read_prompt(prompt);
    CHECK(reading.prose == "say\n   \n    \n   \nand 'this' in src/a.py of               now");
}

TEST_CASE("the paths that a prompt names, and the code that it shows") {
    const auto reading =
        read_prompt("see src/a.py and ./b\n```Python title\nx = 1\n```\n~~~\ny\n~~~\n```ts\nz");
    CHECK(reading.paths == std::vector<std::string_view>{"src/a.py", "./b"});
    REQUIRE(reading.code.size() == 3);
    CHECK(reading.code[0].language == language_named("python"));
    CHECK(reading.code[0].text == "x = 1\n");
    CHECK(reading.code[1].language == nullptr);
    CHECK(reading.code[1].text == "y\n");
    CHECK(reading.code[2].language == language_named("typescript"));
    CHECK(reading.code[2].text == "z");
}

TEST_CASE("hostile prompts are read to their end") {
    for (const auto& prompt : {std::string("```"), std::string("```\n"), std::string("~~~x"),
                               testing::repeated("```\n", 999), testing::repeated("don't ", 20'000),
                               testing::repeated("@a ", 20'000), testing::repeated("\"'`", 20'000),
                               testing::repeated("a/b.py ", 20'000), std::string(50'000, '\xFF'),
                               testing::repeated("<", 50'000), testing::repeated("<system-reminder>", 5'000),
                               testing::repeated("`x\n", 20'000), testing::repeated("http://", 20'000)}) {
        CAPTURE(prompt.substr(0, 20));
        const auto reading = read_prompt(prompt);
        CHECK(reading.prose.size() == prompt.size());
        CHECK(reading.places.size() == reading.words.size());
    }
}

}  // namespace skillwake::matcher
