#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using Mode = protocol::DeliveryMode;
using Phase = protocol::SessionPhase;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The answer to a prompt whose host takes so many bytes.
protocol::EventResult told(House& house, const std::string& text, std::optional<std::string> session = "s",
                           protocol::ContextRequest wanted = {}) {
    auto params = prompt_params(text, std::move(session));
    params.context = wanted;
    auto result = house.event(params);
    REQUIRE(result);
    return *std::move(result);
}

/// "rockets outline, ..." of what was delivered.
std::string delivered(const protocol::EventResult& result) {
    std::string text;
    for (const auto& given : result.delivered) {
        text += (text.empty() ? "" : ", ") + given.skill + " " + std::string(protocol::name_of(given.mode));
    }
    return text;
}

const std::string kLong = "Intro.\n## Engines\n" + std::string(400, 'e') + "\n## Fuel tanks\n" +
                          std::string(400, 'f') + "\n## Other\n" + std::string(12'000, 'o') + "\n";

TEST_CASE("A host that asks for a context gets one text, and no contents") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto result = told(house, "build a rocket");
    REQUIRE(result.loaded.size() == 1);
    CHECK(!result.loaded[0].content);
    CHECK(delivered(result) == "rockets full");
    REQUIRE(result.context);
    CHECK(contains(*result.context, "because the prompt says 'rocket'"));
    CHECK(contains(*result.context, "# Title of rockets\nDo it well.\n"));
    CHECK(!told(house, "nothing of the kind").context);
    CHECK(!house.prompt("a rocket", "other").context);
}

TEST_CASE("A skill is delivered once; what was given in part may be given in full when it fits") {
    House house;
    house.skill("rockets", wakes_on("rocket, engines"), kLong);
    CHECK(delivered(told(house, "rocket engines", "s", {4'000, Mode::Auto})) == "rockets excerpt");
    const auto again = told(house, "rocket engines again", "s", {4'000, Mode::Auto});
    CHECK(delivered(again).empty());
    CHECK(!again.context);
    CHECK(again.loaded.empty());
    CHECK(again.already_loaded == Names{"rockets"});
    CHECK(delivered(told(house, "rocket engines", "s", {50'000, Mode::Auto})) == "rockets full");
    CHECK(told(house, "rocket engines", "s", {50'000, Mode::Auto}).already_loaded == Names{"rockets"});
}

TEST_CASE("A mention gives what fits, although some of it is held, and all of it once") {
    House house;
    house.skill("rockets", wakes_on("rocket, engines"), kLong);
    CHECK(delivered(told(house, "rocket", "s", {4'000, Mode::Outline})) == "rockets outline");
    CHECK(delivered(told(house, "see @rockets about engines", "s", {4'000, Mode::Auto})) ==
          "rockets excerpt");
    CHECK(delivered(told(house, "see @rockets", "s", {20'000, Mode::Auto})) == "rockets full");
    CHECK(told(house, "see @rockets", "s", {20'000, Mode::Auto}).already_loaded == Names{"rockets"});
}

TEST_CASE("After an outline the Skill tool gives all, and the ledger says so") {
    House house;
    house.skill("rockets", wakes_on("rocket"), kLong);
    told(house, "rocket", "s", {4'000, Mode::Outline});
    auto shown = house.service().session({"s"});
    REQUIRE(shown->ledger.size() == 1);
    CHECK(shown->ledger[0].mode == Mode::Outline);
    CHECK(shown->ledger[0].how == "automatic");
    protocol::InvokeParams params;
    params.command = "rockets";
    params.session = "s";
    REQUIRE(house.invoke(params));
    shown = house.service().session({"s"});
    REQUIRE(shown->ledger.size() == 1);
    CHECK(shown->ledger[0].mode == Mode::Full);
    CHECK(shown->ledger[0].how == "tool");
    CHECK(told(house, "rocket").already_loaded == Names{"rockets"});
}

TEST_CASE(
    "What compaction lost comes back with new evidence, its outline first, though not when it is named") {
    for (const bool named : {false, true}) {
        CAPTURE(named);
        House house;
        house.skill("rockets", wakes_on("rocket"), "Intro.\n## Engines\nText.\n");
        CHECK(delivered(told(house, "a rocket")) == "rockets full");
        // As Claude Code tells it: PostCompact, then SessionStart with source compact.
        house.phase(Phase::Compact, "s");
        house.phase(Phase::Compact, "s");
        CHECK(!told(house, "nothing of the kind").context);
        CHECK(delivered(told(house, named ? "@rockets" : "a rocket")) ==
              (named ? "rockets full" : "rockets outline"));
        CHECK(delivered(told(house, "a rocket")) == (named ? "" : "rockets full"));
        CHECK(delivered(told(house, "a rocket")).empty());
    }
}

TEST_CASE("After clearing a skill is as new") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    told(house, "a rocket");
    house.phase(Phase::Clear, "s");
    CHECK(delivered(told(house, "a rocket")) == "rockets full");
}

TEST_CASE("A fork holds what the first session held; subagents hold nothing of it") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    told(house, "a rocket", "old");
    protocol::EventParams params;
    params.session = "new";
    params.event = protocol::SessionEvent{Phase::Fork, "old"};
    REQUIRE(house.event(params));
    CHECK(told(house, "a rocket", "new").already_loaded == Names{"rockets"});
    params = prompt_params("a rocket", "new");
    params.agent = "sub";
    params.context.emplace();
    CHECK(delivered(*house.event(params)) == "rockets full");
}

TEST_CASE("What nobody asked for has a budget in each session; what is asked for by name has none") {
    Limits limits;
    limits.session_tokens = 60;
    House house(House::Roots::Fixed, limits);
    for (const auto* name : {"one", "two", "three"}) {
        house.skill(name, wakes_on(name), std::string(120, 'x') + "\n");
    }
    CHECK(names_of(house.prompt("one", "s").loaded) == Names{"one"});
    CHECK(house.prompt("two", "s").over_budget == Names{"two"});
    CHECK(names_of(house.prompt("two", "other").loaded) == Names{"two"});
    CHECK(names_of(house.prompt("@two", "s").loaded) == Names{"two"});
    CHECK(names_of(house.prompt("three").loaded) == Names{"three"});
    house.phase(Phase::Compact, "s");
    CHECK(house.prompt("one", "s").over_budget == Names{"one"});
    house.phase(Phase::Clear, "s");
    CHECK(names_of(house.prompt("one", "s").loaded) == Names{"one"});
}

TEST_CASE("A suggestion is told once, as a line, and counts as no content") {
    House house;
    house.skill("rockets", "activation: {paths: [\"*_rocket.py\"]}\n");
    const std::string hint = "look at moon_rocket.py";
    const auto pass_time = [&house] {  // until what the session remembers has faded
        for (int i = 0; i < 60; ++i) {
            house.prompt("nothing of the kind", "s");
        }
    };
    const auto first = told(house, hint);
    REQUIRE(names_of(first.suggested) == Names{"rockets"});
    CHECK(delivered(first) == "rockets line");
    CHECK(contains(*first.context, "may be relevant, or may not"));
    CHECK(house.service().session({"s"})->summary.loaded == 0);
    pass_time();
    CHECK(!told(house, hint).context);
    pass_time();
    CHECK(names_of(house.prompt(hint, "s").suggested) == Names{"rockets"});
    pass_time();
    house.phase(Phase::Compact, "s");
    CHECK(delivered(told(house, hint)) == "rockets line");
}

TEST_CASE("What has no room is over budget and stays to be given") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto result = told(house, "a rocket", "s", {20, Mode::Auto});
    CHECK(!result.context);
    CHECK(result.loaded.empty());
    CHECK(result.over_budget == Names{"rockets"});
    CHECK(delivered(told(house, "a rocket")) == "rockets full");
}

TEST_CASE("Mentions of no skill, or of several, are told where a name is near") {
    House house(House::Roots::Standard);
    house.write("home/.claude/skills/rockets/SKILL.md", skill_text("rockets", ""));
    auto params = prompt_params("use @rocket and @ann", "s");
    params.cwd = house.folder().string();
    params.context.emplace();
    const auto result = house.event(params);
    REQUIRE(result);
    REQUIRE(result->context);
    CHECK(*result->context == "No skill is named rocket; the nearest names are: rockets.\n");
}

TEST_CASE("An echo of what we gave is no evidence") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto given = told(house, "a rocket", "one");
    REQUIRE(given.context);
    for (const auto& prompt :
         {*given.context + "hello", "<hook_context>" + *given.context + "</hook_context>\nhello"}) {
        const auto result = told(house, prompt, "two");
        CHECK(result.loaded.empty());
        CHECK(result.suggested.empty());
    }
}

}  // namespace
}  // namespace skillwake::daemon
