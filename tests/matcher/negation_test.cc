#include "matcher/negation.h"

#include "matcher/prompt_reading.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

/// The words of a prompt that are said not to be wanted.
std::string negated(std::string_view prompt) {
    const auto reading = read_prompt(prompt);
    std::string words;
    for (std::size_t i = 0; i < reading.words.size(); ++i) {
        if (reading.places[i].negated) {
            words += (words.empty() ? "" : " ") + reading.words[i].text;
        }
    }
    return words;
}

struct Case {
    std::string_view prompt;
    std::string_view negated;
};

}  // namespace

TEST_CASE("what is said not to be wanted") {
    const Case cases[] = {
        {"don't use asyncio", "asyncio"},
        {"do not use asyncio", "asyncio"},
        {"don\u2019t use asyncio", "asyncio"},
        {"I won't use asyncio", "asyncio"},
        {"you shouldn't touch asyncio", "asyncio"},
        {"please do not want to use asyncio", "asyncio"},
        {"don't use asyncio.gather or std::async", "asyncio gather or std async"},
        {"never use asyncio here", "asyncio here"},
        {"without asyncio", "asyncio"},
        {"avoid asyncio", "asyncio"},
        {"no asyncio", "asyncio"},
        {"instead of gather", "gather"},
        {"threads rather than asyncio", "asyncio"},
        {"this is unrelated to pdf files", "pdf files"},
        {"nothing to do with pdf", "pdf"},
        {"it is not about asyncio", "asyncio"},
        {"other than asyncio", "asyncio"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(negated(prompt) == expected);
    }
}

TEST_CASE("what only sounds like a negation") {
    for (const std::string_view prompt :
         {"asyncio does not work", "why does asyncio not finish", "no longer using threads: use asyncio",
          "no problem with asyncio", "it is not clear how asyncio helps", "asyncio", ""}) {
        CAPTURE(prompt);
        CHECK(negated(prompt).find("asyncio") == std::string::npos);
    }
}

TEST_CASE("a negation ends with its clause, at a turn, and after five words") {
    const Case cases[] = {
        {"don't use threads, use asyncio", "threads"},
        {"without threads but asyncio", "threads"},
        {"don't use threads. Use asyncio", "threads"},
        {"no threads: asyncio", "threads"},
        {"instead of threads use asyncio", "threads"},
        {"without one two three four five six", "one two three four five"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(negated(prompt) == expected);
    }
}

TEST_CASE("talk about skills as things is told from the wish to use one") {
    for (const std::string_view prompt :
         {"why did the async skill fire", "rename the pdf skill", "delete this skill",
          "which skills are loaded?", "list skills that were triggered", "disable the skill"}) {
        CAPTURE(prompt);
        CHECK(is_talk_about_skills(read_words(prompt)));
    }
    for (const std::string_view prompt :
         {"use the pdf skill to fill the form", "with the async skill, write a client", "delete the file",
          "why did it fire", "I want to learn a skill", ""}) {
        CAPTURE(prompt);
        CHECK_FALSE(is_talk_about_skills(read_words(prompt)));
    }
}

}  // namespace skillwake::matcher
