#include "daemon/event_service.h"
#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

protocol::ExplainParams explain_params(const std::string& text,
                                       std::optional<std::string> why_not = std::nullopt,
                                       std::optional<std::string> session = std::nullopt) {
    protocol::ExplainParams params;
    params.session = std::move(session);
    params.event = protocol::PromptEvent{text};
    params.why_not = std::move(why_not);
    return params;
}

TEST_CASE("match.explain tells the evidence of each skill and what would be done") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto result = house.explain(explain_params("a rocket"));
    REQUIRE(result);
    REQUIRE(result->ranked.size() == 1);
    CHECK(result->ranked[0].skill == "rockets");
    CHECK(result->ranked[0].action == protocol::Action::Load);
    CHECK(result->ranked[0].evidence.at(0).trigger == "rocket");
    CHECK(result->thresholds.load > result->thresholds.suggest);
    CHECK(result->thresholds.suggest > 0);
    CHECK(!result->why_not);
    CHECK(result->generation == 1);
}

TEST_CASE("match.explain changes nothing") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.control.listening = 1;
    for (int times = 0; times < 3; ++times) {
        REQUIRE(house.explain(explain_params("a rocket @rockets", "rockets", "s")));
    }
    CHECK(house.service().sessions().sessions.empty());
    CHECK(house.service().status()->events.count == 0);
    CHECK(house.control.notes.empty());

    house.prompt("nothing", "s");
    const auto before = house.service().session({"s"});
    auto file = explain_params("");
    file.session = "s";
    file.event = protocol::SessionEvent{protocol::SessionPhase::Clear};
    REQUIRE(house.explain(file));
    CHECK(house.service().session({"s"})->summary.events == before->summary.events);
    CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
    REQUIRE(house.explain(file));
    CHECK(house.prompt("a rocket", "s").loaded.empty());
}

TEST_CASE("why_not names what a skill without any evidence lacks") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto result = house.explain(explain_params("peel potatoes", "rockets"));
    REQUIRE(result);
    REQUIRE(result->why_not);
    CHECK(result->why_not->skill == "rockets");
    CHECK(result->why_not->confidence == 0);
    CHECK(result->why_not->action == protocol::Action::None);
    CHECK(!result->why_not->missing.empty());
}

TEST_CASE("why_not of a skill that would be loaded says so") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto result = house.explain(explain_params("a rocket", "ROCKETS"));
    REQUIRE(result);
    REQUIRE(result->why_not);
    CHECK(result->why_not->action == protocol::Action::Load);
    CHECK(result->why_not->confidence == result->ranked.at(0).confidence);
}

TEST_CASE("why_not of an unknown name is an error with the nearest names") {
    House house;
    house.skill("rockets", "");
    const auto result = house.explain(explain_params("a rocket", "rocket"));
    REQUIRE(!result);
    CHECK(result.error().code() == Errc::NotFound);
    CHECK(result.error().names() == Names{"rockets"});
}

TEST_CASE("match.explain lists mentions that name no skill") {
    House house;
    house.skill("rockets", "");
    const auto result = house.explain(explain_params("@rocketz"));
    REQUIRE(result);
    REQUIRE(result->unknown_mentions.size() == 1);
    CHECK(result->unknown_mentions[0].nearest == Names{"rockets"});
}

TEST_CASE("match.explain waits for a workspace that is being loaded") {
    House house;
    CHECK(house.service().explain(explain_params("a rocket")).error().code() == Errc::NotReady);
}

}  // namespace
}  // namespace skillwake::daemon
