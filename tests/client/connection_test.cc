#include "client/connection.h"

#include "tests/client/fake_daemon.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

namespace skillwake::client {

TEST_CASE("without a daemon the error says how to start one") {
    const testing::TempDir folder;
    const auto path = (folder.path() / "none.sock").string();
    Connection connection(path);
    const auto result = connection.call("hello", "{}");
    REQUIRE_FALSE(result);
    const auto failure = connection.failure(result.error());
    CHECK(failure.code == ExitCode::NoDaemon);
    CHECK(failure_text(failure) ==
          "skillwake: no daemon listens at " + path + ": start one with 'skillwake start'\n");
    CHECK(connection.unreachable());
}

TEST_CASE("a socket that nobody serves any more is no daemon either") {
    std::string path;
    const testing::TempDir folder;
    {
        FakeDaemon daemon(always("{}"));
        path = (folder.path() / "stale.sock").string();
        std::filesystem::rename(daemon.socket(), path);
    }
    Connection connection(path);
    const auto result = connection.call("hello", "{}");
    REQUIRE_FALSE(result);
    CHECK(connection.failure(result.error()).code == ExitCode::NoDaemon);
}

TEST_CASE("several calls go over one connection, and a refusal does not end it") {
    int calls = 0;
    FakeDaemon daemon([&calls](const std::string& line) {
        return ++calls == 2 ? refusing(R"({"code":-32001,"message":"no skill 'x'"})")(line)
                            : always("[1]")(line);
    });
    Connection connection(daemon.socket());
    CHECK(connection.call("a", "{}"));
    const auto refused = connection.call("b", "{}");
    REQUIRE_FALSE(refused);
    CHECK(connection.answered());
    CHECK(connection.failure(refused.error()).code == ExitCode::NotFound);
    const auto result = connection.call("c", "{\"x\":1}");
    REQUIRE(result);
    CHECK(result->text() == "[1]");
    CHECK(daemon.stop() ==
          std::vector<std::string>{R"({"jsonrpc":"2.0","id":1,"method":"a","params":{}})",
                                   R"({"jsonrpc":"2.0","id":2,"method":"b","params":{}})",
                                   R"({"jsonrpc":"2.0","id":3,"method":"c","params":{"x":1}})"});
}

TEST_CASE("a daemon that closes the connection is lost, and met again by the next call") {
    int calls = 0;
    FakeDaemon daemon([&calls](const std::string& line) {
        return ++calls == 1 ? Reaction{{}, true} : always("{}")(line);
    });
    Connection connection(daemon.socket());
    const auto lost = connection.call("a", "{}");
    REQUIRE_FALSE(lost);
    CHECK_FALSE(connection.answered());
    CHECK_FALSE(connection.unreachable());
    CHECK(connection.failure(lost.error()).code == ExitCode::NoDaemon);
    CHECK(connection.call("a", "{}"));
}

TEST_CASE("wait_until_closed sees the end of the connection") {
    FakeDaemon daemon([](const std::string& line) {
        auto reaction = always("{}")(line);
        reaction.answers.emplace_back(R"({"jsonrpc":"2.0","method":"late","params":{}})");
        reaction.close = true;
        return reaction;
    });
    Connection connection(daemon.socket());
    CHECK(connection.call("daemon.stop", "{}"));
    CHECK(connection.wait_until_closed(std::chrono::minutes(1)));
}

TEST_CASE("wait_until_closed does not wait for ever") {
    FakeDaemon daemon(always("{}"));
    Connection connection(daemon.socket());
    CHECK(connection.call("daemon.stop", "{}"));
    const auto closed = connection.wait_until_closed(std::chrono::milliseconds(1));
    REQUIRE_FALSE(closed);
    CHECK(closed.error().code() == Errc::Unavailable);
}

}  // namespace skillwake::client
