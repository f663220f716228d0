#include "base/parallel.h"
#include "matcher/judge.h"
#include "matcher/language.h"
#include "matcher/syntax_tree.h"
#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// What the matcher promises to callers from any thread; script/sanitize thread runs it.
namespace skillwake::matcher {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

const TSLanguage* python() {
    return language_named("python")->grammar();
}

/// Skills enough to be read by several threads, each with a pattern and a query of its own.
Index::Skills many_skills(std::size_t count) {
    Index::Skills skills;
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = std::to_string(i);
        skills.push_back(make_skill("skill-" + number,
                                    "keywords: [quokka" + number + "], patterns: ['(?i)dance" + number +
                                        " \\w+ waltz'], ast: {python: {query: '((identifier) @x (#eq? @x "
                                        "\"bilby" +
                                        number + "\"))'}}"));
    }
    return skills;
}

std::string names_of(const View& view, const Judgement& judgement) {
    std::string names;
    for (const auto& candidate : judgement.candidates) {
        if (candidate.action == Action::Load) {
            names += skill_of(view, candidate.ref).name + " ";
        }
    }
    return names;
}

}  // namespace

TEST_CASE("an index is judged by many threads at once as it is by one") {
    constexpr std::size_t kSkills = 64;
    const auto view = view_of(many_skills(kSkills));
    std::vector<std::string> found(4 * kSkills);
    for_each_parallel(found.size(), [&](std::size_t i) {
        const auto number = std::to_string(i % kSkills);
        Memory memory;
        const auto prompt = "a quokka" + number + " that would dance" + number + " viennese waltz";
        const auto source = "x = bilby" + number + "\n";
        const auto event = i % 2 == 0 ? prompt_event(prompt) : file_event("a.py", source);
        const auto judgement = judge(view, event, memory, Budget{20s});
        remember(memory, view, event, judgement);
        found[i] = names_of(view, judgement);
    });
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i] == "skill-" + std::to_string(i % kSkills) + " ");
    }
}

TEST_CASE("indexes that follow one another are made while the one before is judged") {
    auto skills = many_skills(64);
    const auto before = Index::compile(skills);
    const View view{{{before, {}}}};
    std::vector<std::string> found(32);
    for_each_parallel(found.size(), [&](std::size_t i) {
        if (i % 4 == 0) {
            auto more = skills;
            more.push_back(make_skill("another", "keywords: [numbat]"));
            const View after{{{Index::compile(std::move(more), &before->readings()), {}}}};
            found[i] = names_of(after, judge(after, prompt_event("a numbat"), {}, Budget{20s}));
        } else {
            found[i] = names_of(view, judge(view, prompt_event("a quokka7"), {}, Budget{20s}));
        }
    });
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i] == (i % 4 == 0 ? "another " : "skill-7 "));
    }
}

TEST_CASE("queries that threads compile at once, also more than are kept, are each their own") {
    const auto query_of = [](std::size_t i) {
        return "((identifier) @hit (#eq? @hit \"name" + std::to_string(i) + "\"))";
    };
    std::vector<Lines> found(200);
    for_each_parallel(found.size(), [&](std::size_t i) {
        const auto query = SyntaxQuery::compile(python(), query_of(i % 100));
        const auto tree = SyntaxTree::parse(python(), "name1\nname2\nname99\n", 20s);
        if (query && tree) {
            query->each_match(*tree, 20s, [&](const std::vector<SyntaxQuery::Capture>& captures) {
                found[i].emplace_back(captures[0].text);
                return true;
            });
        }
    });
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        const auto name = "name" + std::to_string(i % 100);
        CHECK(found[i] == (i % 100 == 1 || i % 100 == 2 || i % 100 == 99 ? Lines{name} : Lines{}));
    }
    // The grammar counts too: the same text is a query of another language, or none.
    CHECK(SyntaxQuery::compile(python(), "(await) @hit"));
    CHECK(!SyntaxQuery::compile(language_named("go")->grammar(), "(await) @hit"));
}

}  // namespace skillwake::matcher
