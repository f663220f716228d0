#include "daemon/limits.h"

#include "tests/daemon/house.h"

#include <doctest/doctest.h>

#include <map>

namespace skillwake::daemon {
namespace {

TEST_CASE("Clients are told the limits by name, as they are set") {
    Limits limits;
    limits.frame_bytes = 77;
    limits.turn.skills = 9;
    std::map<std::string, std::uint64_t> told;
    for (const auto& limit : describe(limits)) {
        told[limit.name] = limit.value;
    }
    CHECK(told["frame_bytes"] == 77);
    CHECK(told["skills_per_turn"] == 9);
    CHECK(told["clients"] == 10'000);
    CHECK(told["write_queue_bytes"] == 64U << 20U);
    CHECK(told["sessions"] == 1'000);
    CHECK(told["agents_per_session"] == 64);
    CHECK(told["tokens_per_turn"] == 25'000);
    CHECK(told["skill_bytes"] == 1U << 20U);
    CHECK(told["skills_per_root"] == 200'000);
    CHECK(told["watches"] == 500'000);
    CHECK(told["syntax_us"] == 25'000);
    CHECK(told["http_clients"] == 64);
    CHECK(told["http_request_ms"] == 10'000);
}

TEST_CASE("The limit of sessions holds for the service, at it and one past it") {
    Limits limits;
    limits.sessions = 2;
    House house(House::Roots::Fixed, limits);
    house.prompt("hello", "a");
    house.clock.advance(std::chrono::seconds(1));
    house.prompt("hello", "b");
    CHECK(house.service().sessions().sessions.size() == 2);
    house.clock.advance(std::chrono::seconds(1));
    house.prompt("hello", "c");
    CHECK(house.service().sessions().sessions.size() == 2);
    CHECK(!house.service().session({"a"}));
    CHECK(house.service().session({"b"}));
}

}  // namespace
}  // namespace skillwake::daemon
