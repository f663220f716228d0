#include "client/install/replay.h"

#include "client/install/doctor.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

using namespace std::chrono_literals;

Result<Replayed> ran(const std::string& command, const std::string& input = "",
                     std::chrono::milliseconds patience = 30s) {
    return replay(command, input, {"PATH=/usr/bin:/bin", "WORD=a b"}, patience);
}

TEST_CASE("A command gets its input, its environment, and a shell") {
    const auto done = ran("cat; printf %s \"$WORD\"; exit 3", "hello\n");
    REQUIRE(done);
    CHECK(done->out == "hello\na b");
    CHECK(done->exit_code == 3);
    CHECK(done->took > 0us);
    CHECK(ran("kill -9 $$")->exit_code == 137);
    CHECK(ran("no-such-command-here")->exit_code == 127);
    CHECK(ran("echo noise >&2")->out.empty());
}

TEST_CASE("More than a pipe holds goes both ways") {
    const std::string input(500'000, 'x');
    CHECK(ran("cat", input)->out == input);
    CHECK(ran("exit 0", input)->exit_code == 0);
    CHECK(ran("head -c 10", input)->out.size() == 10);
    const auto flood = ran("yes");
    REQUIRE(!flood);
    CHECK(flood.error().code() == Errc::TooLarge);
}

TEST_CASE("Who does not end, or leaves somebody with its output, is killed") {
    for (const std::string command : {"exec sleep 60", "sleep 60 & exit 0", "exec >&- ; sleep 60"}) {
        CAPTURE(command);
        const auto slow = ran(command, "", 200ms);
        REQUIRE(!slow);
        CHECK(slow.error().code() == Errc::Unavailable);
    }
}

TEST_CASE("A hook is well when it ends with 0 and says one JSON object or nothing") {
    struct Case {
        int code;
        std::string out;
        std::chrono::microseconds took;
        Health health;
    };
    const Case cases[] = {
        {0, "", 1ms, Health::Ok},       {0, "{}\n", 1ms, Health::Ok},       {0, "{}", 1001ms, Health::Warn},
        {0, "[]\n", 1ms, Health::Fail}, {0, "{}\n{}\n", 1ms, Health::Fail}, {0, "hello\n", 1ms, Health::Fail},
        {2, "", 1ms, Health::Fail},     {127, "{}", 1ms, Health::Fail},
    };
    for (const auto& [code, out, took, health] : cases) {
        CAPTURE(code);
        CAPTURE(out);
        const auto check = judge_answer("x", code, out, took);
        CHECK(check.health == health);
        CHECK(check.fix.has_value() == (health != Health::Ok));
    }
}

}  // namespace
}  // namespace skillwake::client
