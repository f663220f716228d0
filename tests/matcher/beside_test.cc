// A small index beside a large one: weights, ids of diagnostics, order.
#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <cmath>

namespace skillwake::matcher {
namespace {

const std::string kImports = "# About torch\n```python\nimport torch\n```\n";

double weight_of_import(const Index& index, SkillId id) {
    REQUIRE(index.derived(id).size() == 1);
    return index.derived(id).front().weight;
}

std::vector<std::string> names_of(const View& view, const Judgement& judgement) {
    std::vector<std::string> names;
    for (const auto& candidate : judgement.candidates) {
        names.push_back(skill_of(view, candidate.ref).name);
    }
    return names;
}

}  // namespace

TEST_CASE("what came beside divides its weights among all that have the same, but for those that are gone") {
    const auto alone = Index::compile({make_skill("a", "", "", kImports)});
    const auto whole = weight_of_import(*alone, SkillId{0});
    REQUIRE(whole > 0);
    const auto rest = Index::compile(
        {make_skill("a", "", "", kImports), make_skill("b", "", "", kImports), make_skill("c", "")});
    const auto came = Index::compile_beside(*rest, {}, {make_skill("d", "", "", kImports)});
    CHECK(weight_of_import(*came, SkillId{0}) == doctest::Approx(whole / std::sqrt(3)));
    const auto replaced = Index::compile_beside(*rest, std::vector{SkillId{0}, SkillId{2}},
                                                {make_skill("a", "", "", kImports)});
    CHECK(weight_of_import(*replaced, SkillId{0}) == doctest::Approx(whole / std::sqrt(2)));
    // And those of the rest keep what they have.
    CHECK(weight_of_import(*rest, SkillId{1}) == doctest::Approx(whole / std::sqrt(2)));
}

TEST_CASE("a diagnostic tells whose trigger it is of") {
    skill::Skill broken;
    broken.name = "b";
    broken.triggers.resize(1);
    broken.triggers.front().kind = skill::TriggerKind::Pattern;
    broken.triggers.front().text = "(";
    const auto index =
        Index::compile({make_skill("a", ""), std::make_shared<const skill::Skill>(std::move(broken))});
    REQUIRE(index->diagnostics().size() == 1);
    CHECK(index->diagnosed() == std::vector{SkillId{1}});
}

TEST_CASE("equally sure skills stand by root and path, whichever index of their root they are of") {
    const auto wakes = "keywords: [quokka]";
    View view;
    view.layers.push_back({Index::compile({make_skill("b", wakes), make_skill("d", wakes)})});
    view.layers.push_back(
        {Index::compile({make_skill("a", wakes), make_skill("c", wakes)}), {}, /*beside=*/true});
    view.layers.push_back({Index::compile({make_skill("aa", wakes)})});
    const auto judgement = judged(view, prompt_event("a quokka"));
    CHECK(names_of(view, judgement) == std::vector<std::string>{"a", "b", "c", "d", "aa"});
    CHECK(roots_of(view) == std::vector<std::size_t>{0, 0, 1});
}

}  // namespace skillwake::matcher
