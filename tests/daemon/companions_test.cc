#include "daemon/companions.h"

#include "tests/daemon/house.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace skillwake::daemon {
namespace {

using Names = std::vector<std::string>;

protocol::EventResult answer(House& house, const std::string& prompt, std::optional<std::string> host = {}) {
    protocol::EventParams params;
    params.host = std::move(host);
    protocol::PromptEvent event;
    event.text = prompt;
    params.event = event;
    auto result = house.event(params);
    REQUIRE(result);
    return *std::move(result);
}

Names loaded_by(const protocol::EventResult& result) {
    Names names;
    for (const auto& skill : result.loaded) {
        names.push_back(skill.skill);
    }
    return names;
}

Names suggested_by(const protocol::EventResult& result) {
    Names names;
    for (const auto& skill : result.suggested) {
        names.push_back(skill.skill);
    }
    return names;
}

}  // namespace

TEST_CASE("what a skill requires is loaded with it, and what that requires; once, in the authors' order") {
    House house;
    house.skill("api", wakes_on("quokka"));
    house.skill("base", "");
    house.skill("core", "");
    house.skill("silent", "disable-model-invocation: true\n");
    house.write("skills/skill-rules.json",
                R"({"skills": {"api": {"requiredSkills": ["base", "silent", "nobody"]},
        "base": {"requiredSkills": ["core", "api"], "injectionOrder": 1}, "core": {"injectionOrder": 0}}})");
    const auto result = answer(house, "a quokka, please");
    CHECK(loaded_by(result) == Names{"core", "base", "api"});
    CHECK(result.loaded[1].why == "companion 'api'");
    CHECK(loaded_by(answer(house, "nothing of it")).empty());
}

TEST_CASE("what a skill has an affinity to is named with it, either way") {
    House house;
    house.skill("api", wakes_on("quokka"));
    house.skill("tests", wakes_on("wombat"));
    house.write("skills/skill-rules.json", R"({"skills": {"api": {"affinity": ["tests"]}, "tests": {}}})");
    const auto first = answer(house, "a quokka, please");
    CHECK(loaded_by(first) == Names{"api"});
    CHECK(suggested_by(first) == Names{"tests"});
    CHECK(suggested_by(answer(house, "a wombat, please")) == Names{"api"});
    const auto both = answer(house, "a quokka and a wombat");
    CHECK(both.loaded.size() == 2);
    CHECK(both.suggested.empty());
}

TEST_CASE("of skills as sure as each other the one of greater priority comes first") {
    House house;
    house.skill("aa", wakes_on("quokka"));
    house.skill("bb", wakes_on("quokka"));
    CHECK(loaded_by(answer(house, "a quokka")) == Names{"aa", "bb"});
    house.write("skills/skill-rules.json",
                R"({"skills": {"aa": {"priority": 2}, "bb": {"priority": "high"}}})");
    house.reload();
    CHECK(loaded_by(answer(house, "a quokka")) == Names{"bb", "aa"});
}

TEST_CASE("a rule is not given to the assistant that loads it itself, unless it is mentioned") {
    House house(House::Roots::Standard);
    const auto project = house.folder() / "project";
    house.write("project/.cursor/rules/style.mdc", "---\nalwaysApply: true\n---\nTwo blanks.\n");
    const auto ask = [&](const std::string& prompt, std::optional<std::string> host) {
        protocol::EventParams params;
        params.cwd = project.string();
        params.host = std::move(host);
        protocol::PromptEvent event;
        event.text = prompt;
        params.event = event;
        auto result = house.event(params);
        REQUIRE(result);
        return loaded_by(*result);
    };
    CHECK(ask("hello", std::nullopt) == Names{"style"});
    CHECK(ask("hello", "claude-code") == Names{"style"});
    CHECK(ask("hello", "cursor").empty());
    CHECK(ask("as @style says", "cursor") == Names{"style"});
}

TEST_CASE("explain tells why a rule is left to its assistant, and why a skill cannot be used") {
    House house(House::Roots::Standard);
    house.write("project/.cursor/rules/style.mdc", "---\nalwaysApply: true\n---\nTwo blanks.\n");
    protocol::ExplainParams params;
    params.cwd = (house.folder() / "project").string();
    params.host = "cursor";
    params.why_not = "style";
    protocol::PromptEvent event;
    event.text = "hello";
    params.event = event;
    const auto explained = house.ready([&] { return house.service().explain(params); });
    REQUIRE(explained);
    REQUIRE(explained->why_not);
    CHECK(explained->why_not->missing.find("cursor loads this rule itself") == 0);
}

TEST_CASE("a skill that cannot be used here is listed with the reason, never woken, and given by name") {
    Limits limits;
    limits.load.machine = std::make_shared<const skill::Machine>(skill::Machine{"linux", {}, {}});
    House house(House::Roots::Fixed, limits);
    house.skill("shell", wakes_on("quokka") + "metadata: {openclaw: {os: [darwin]}}\n");
    CHECK(loaded_by(answer(house, "a quokka")).empty());
    CHECK(loaded_by(answer(house, "use @shell")) == Names{"shell"});
    const auto list = house.ready([&] { return house.service().list({}); });
    REQUIRE(list);
    REQUIRE(list->skills.size() == 1);
    CHECK(list->skills[0].unavailable == "it is for darwin");
    CHECK_FALSE(list->skills[0].rule);
}

}  // namespace skillwake::daemon
