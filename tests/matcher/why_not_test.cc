#include "matcher/why_not.h"

#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace skillwake::matcher {
namespace {

std::string missing(const View& view, std::string_view prompt, const Memory& memory = {}) {
    const auto event = prompt_event(prompt);
    const auto judgement = judged(view, event, memory);
    const auto& skill = *view.layers[0].index->skills()[0];
    return why_not(skill, candidate_named(view, judgement, skill.name), judgement.need).missing;
}

}  // namespace

TEST_CASE("the largest thing that was missing is told in words") {
    const auto view = view_of({make_skill("sample",
                                          "keywords: [quokka], exclude: [spreadsheet], paths: ['*.qk'], "
                                          "ast: {python: {nodes: [await]}}")});
    struct Case {
        std::string_view prompt;
        std::string_view missing;
    };
    const Case cases[] = {
        {"the quokka", "nothing: it would be loaded"},
        {"unheard of", "nothing in the event matched any of its triggers (keyword, exclude, path, node)"},
        {"a quokka in a spreadsheet",
         "the word 'spreadsheet' in the same sentence speaks against it (exclude)"},
        {"a quokka in Rust", "the language at hand is rust"},
        {"why did the quokka skill fire", "the prompt talks about skills instead of asking for their help"},
        {"write \"quokka\" here", "'quokka' stands in quoted, which is not the user's wish"},
        {"no quokka", "'quokka' is negated"},
        {"not about `quokka`", "'quokka' is negated"},
    };
    for (const auto& [prompt, expected] : cases) {
        CAPTURE(prompt);
        CHECK(missing(view, prompt).starts_with(expected));
    }
    CHECK(missing(view, "no quokka").ends_with(" of the 0.90 that loading needs"));
}

TEST_CASE("of two skills of one name and nearly the same words only one is given, and the other names it") {
    const std::string more =
        "when_to_use: feeding, weighing, catching, tagging and releasing marsupials on small islands\n";
    const auto view = view_of(
        {make_skill("sample", "keywords: [quokka]", more), make_skill("sample", "keywords: [quokka]", more)});
    const auto event = prompt_event("the quokka");
    const auto judgement = judged(view, event);
    REQUIRE(judgement.candidates.size() == 2);
    CHECK(judgement.candidates[0].action == Action::Load);
    CHECK(judgement.candidates[1].action == Action::None);
    CHECK(
        why_not(*view.layers[0].index->skills()[1], &judgement.candidates[1], judgement.need)
            .missing.starts_with("a skill of nearly the same words is ahead of it: /skills/sample/SKILL.md"));
}

TEST_CASE("what its author declared wakes a skill whatever another one says") {
    const std::string more =
        "when_to_use: feeding, weighing, catching, tagging and releasing marsupials on small islands\n";
    const auto view = view_of(
        {make_skill("one", "keywords: [quokka]", more), make_skill("other", "keywords: [quokka]", more)});
    const auto event = prompt_event("the quokka");
    for (const auto& candidate : judged(view, event).candidates) {
        CHECK(candidate.action == Action::Load);
    }
}

TEST_CASE("a skill without triggers, or one that is switched off, says so") {
    CHECK(missing(view_of({make_skill("sample", "")}), "unheard of") ==
          "nothing in the event matched; the skill declares no triggers of its own");
    CHECK(missing(view_of({make_skill("sample", "keywords: [quokka]", "disable-model-invocation: true\n")}),
                  "the quokka") == "its author switched automatic loading off (disable-model-invocation)");
}

TEST_CASE("why_not() gives the candidate's standing with its evidence") {
    const auto view = view_of({make_skill("sample", "keywords: [quokka]")});
    const auto event = prompt_event("the quokka");
    const auto judgement = judged(view, event);
    const auto why = why_not(*view.layers[0].index->skills()[0], &judgement.candidates.at(0), judgement.need);
    CHECK(why.action == Action::Load);
    CHECK(why.confidence == judgement.candidates[0].confidence);
    CHECK(why.evidence.size() == judgement.candidates[0].evidence.size());
    CHECK(why_not(*view.layers[0].index->skills()[0], nullptr, 0).confidence == 0.0);
}

}  // namespace skillwake::matcher
