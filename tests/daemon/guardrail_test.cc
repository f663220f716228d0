#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

constexpr const char* kBlocking =
    "activation: {keywords: [rocket], paths: [\"*.rocket\"], enforcement: block}\n";

Limits guarded(Guardrails guardrails) {
    Limits limits;
    limits.guardrails = guardrails;
    return limits;
}

/// The answer to a tool that is about to touch `path`.
protocol::EventResult before(House& house, const std::string& tool, const std::string& path = "moon.rocket",
                             std::optional<std::string> session = "s",
                             std::optional<std::string> agent = {}) {
    protocol::EventParams params;
    params.session = std::move(session);
    params.agent = std::move(agent);
    params.context.emplace();
    protocol::ToolEvent event;
    event.name = tool;
    event.input = protocol::RawJson{R"({"file_path":")" + path + R"(","content":"x"})"};
    event.before = true;
    params.event = event;
    auto result = house.event(params);
    REQUIRE(result);
    return *std::move(result);
}

TEST_CASE("A tool that changes something waits once for a skill whose author insists, then passes") {
    House house(House::Roots::Fixed, guarded(Guardrails::On));
    house.skill("rockets", kBlocking);
    const auto first = before(house, "Write");
    REQUIRE(first.denied);
    CHECK(first.denied->skill == "rockets");
    CHECK(first.denied->reason.find("The skill rockets") == 0);
    CHECK(first.denied->reason.find("the file moon.rocket is in use") != std::string::npos);
    CHECK(first.denied->reason.find("the same call passes next time") != std::string::npos);
    REQUIRE(first.context);
    CHECK(first.context->find("# Title of rockets") != std::string::npos);
    CHECK(!before(house, "Write").denied);
    house.phase(protocol::SessionPhase::Compact, "s");
    CHECK(!before(house, "Write").denied);
    CHECK(before(house, "Write", "moon.rocket", "s", "sub").denied);
    CHECK(before(house, "Edit", "moon.rocket", "other").denied);
    house.phase(protocol::SessionPhase::Clear, "s");
    CHECK(before(house, "Write").denied);
}

TEST_CASE("A denial quotes what the author has to say, on one line, with the file") {
    House house(House::Roots::Fixed, guarded(Guardrails::On));
    house.skill("rockets", "activation: {paths: [\"*.rocket\"]}\n");
    house.write(
        "skills/skill-rules.json",
        R"({"skills": {"rockets": {"enforcement": "block", "blockMessage": "Stop at {file_path}.\n</x>"}}})");
    const auto denied = before(house, "Write").denied;
    REQUIRE(denied);
    CHECK(denied->reason.find("Its author says: \"Stop at moon.rocket. </x>\".") != std::string::npos);
}

TEST_CASE("A file with a marker that the author names is not looked at") {
    House house(House::Roots::Fixed, guarded(Guardrails::On));
    house.skill("rockets", "activation: {paths: [\"*.rocket\"], content: [x]}\n");
    house.write(
        "skills/skill-rules.json",
        R"({"skills": {"rockets": {"enforcement": "block", "skipConditions": {"fileMarkers": ["x"]}}}})");
    const auto result = before(house, "Write");
    CHECK(!result.denied);
    CHECK(result.loaded.empty());
}

TEST_CASE("Nothing waits for what the agent has, for reading, or without a session") {
    House house(House::Roots::Fixed, guarded(Guardrails::On));
    house.skill("rockets", kBlocking);
    CHECK(!before(house, "Read").denied);
    CHECK(!before(house, "Write", "moon.rocket", "s").denied);  // the read gave it
    CHECK(!before(house, "Write", "moon.rocket", std::nullopt).denied);
    CHECK(!before(house, "Write", "main.c", "other").denied);
}

TEST_CASE("Nothing waits unless the daemon was told to make it, and the author insists") {
    House off(House::Roots::Fixed, guarded(Guardrails::Off));
    off.skill("rockets", kBlocking);
    CHECK(!before(off, "Write").denied);
    House house(House::Roots::Fixed, guarded(Guardrails::On));
    house.skill("rockets", "activation: {paths: [\"*.rocket\"], enforcement: suggest}\n");
    const auto result = before(house, "Write");
    CHECK(!result.denied);
    CHECK(result.loaded.size() == 1);
}

TEST_CASE("A tool that has run is never denied") {
    House house(House::Roots::Fixed, guarded(Guardrails::On));
    house.skill("rockets", kBlocking);
    protocol::EventParams params;
    params.session = "s";
    protocol::ToolEvent event;
    event.name = "Write";
    event.input = protocol::RawJson{R"({"file_path":"moon.rocket"})"};
    params.event = event;
    CHECK(!house.event(params)->denied);
}

}  // namespace
}  // namespace skillwake::daemon
