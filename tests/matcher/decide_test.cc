#include "matcher/decide.h"

#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace skillwake::matcher {
namespace {

/// `count` skills of about `tokens` tokens each, and a judgement with them in order.
struct Scene {
    View view;
    Judgement judgement;

    Scene(std::size_t count, std::size_t tokens, Action action) {
        Index::Skills skills;
        for (std::size_t i = 0; i < count; ++i) {
            auto skill = *make_skill("s" + std::to_string(i), "");
            skill.tokens = tokens;
            skills.push_back(std::make_shared<const skill::Skill>(std::move(skill)));
        }
        view = view_of(std::move(skills));
        for (std::uint32_t i = 0; i < count; ++i) {
            judgement.candidates.push_back({{0, SkillId{i}}, 0.9, action, {}});
        }
    }
};

bool none_held(const skill::Skill& /*skill*/, Action /*action*/) {
    return false;
}

using Places = std::vector<std::size_t>;

}  // namespace

TEST_CASE("at most so many skills are loaded, the surest first, and the others are told") {
    const Scene scene(4, 10, Action::Load);
    const auto decisions = decide(scene.view, scene.judgement, {3, 1'000, 3}, none_held);
    CHECK(decisions.loaded == Places{0, 1, 2});
    CHECK(decisions.over_budget == Places{3});
    CHECK(decide(scene.view, scene.judgement, {4, 1'000, 3}, none_held).over_budget.empty());
    CHECK(decide(scene.view, scene.judgement, {0, 1'000, 3}, none_held).over_budget.size() == 4);
}

TEST_CASE("all loaded contents together hold at most so many tokens, and a smaller one may still fit") {
    Scene scene(3, 100, Action::Load);
    CHECK(decide(scene.view, scene.judgement, {3, 300, 3}, none_held).loaded == Places{0, 1, 2});
    const auto decisions = decide(scene.view, scene.judgement, {3, 299, 3}, none_held);
    CHECK(decisions.loaded == Places{0, 1});
    CHECK(decisions.over_budget == Places{2});
    CHECK(decide(scene.view, scene.judgement, {3, 99, 3}, none_held).loaded.empty());
}

TEST_CASE("what the conversation still has is not loaded again, and takes no room") {
    const Scene scene(3, 100, Action::Load);
    const auto decisions =
        decide(scene.view, scene.judgement, {2, 200, 3},
               [](const skill::Skill& skill, Action /*action*/) { return skill.name == "s0"; });
    CHECK(decisions.already_held == Places{0});
    CHECK(decisions.loaded == Places{1, 2});
    CHECK(decisions.over_budget.empty());
}

TEST_CASE("at most so many skills are suggested, none that is held") {
    Scene scene(5, 100, Action::Suggest);
    const auto decisions =
        decide(scene.view, scene.judgement, {3, 1'000, 3},
               [](const skill::Skill& skill, Action /*action*/) { return skill.name == "s1"; });
    CHECK(decisions.suggested == Places{0, 2, 3});
    CHECK(decisions.already_held.empty());
    CHECK(decisions.loaded.empty());
}

TEST_CASE("a host that takes part of a content is charged that part") {
    const Scene scene(3, 100, Action::Load);
    TurnLimits limits{3, 60, 3};
    limits.tokens_each = 20;
    CHECK(decide(scene.view, scene.judgement, limits, none_held).loaded == Places{0, 1, 2});
    limits.tokens = 59;
    CHECK(decide(scene.view, scene.judgement, limits, none_held).loaded == Places{0, 1});
}

TEST_CASE("what is left for automatic loads does not limit what was asked for by name") {
    Scene scene(3, 100, Action::Load);
    Evidence mention;
    mention.kind = EvidenceKind::Mention;
    scene.judgement.candidates[0].evidence.push_back(mention);
    TurnLimits limits{3, 1'000, 3};
    limits.automatic_tokens = 100;
    const auto decisions = decide(scene.view, scene.judgement, limits, none_held);
    CHECK(decisions.loaded == Places{0, 1});
    CHECK(decisions.over_budget == Places{2});
    limits.automatic_tokens = 99;
    CHECK(decide(scene.view, scene.judgement, limits, none_held).loaded == Places{0});
}

TEST_CASE("a candidate without an action is nothing") {
    const Scene scene(2, 10, Action::None);
    const auto decisions = decide(scene.view, scene.judgement, {}, none_held);
    CHECK(decisions.loaded.empty());
    CHECK(decisions.suggested.empty());
    CHECK(decisions.over_budget.empty());
    CHECK(decisions.already_held.empty());
}

}  // namespace skillwake::matcher
