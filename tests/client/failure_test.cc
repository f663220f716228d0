#include "client/failure.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

using protocol::RawJson;
using protocol::RpcCode;

}  // namespace

TEST_CASE("exit codes are numbers that scripts rely on, all of them told in --help") {
    CHECK(static_cast<int>(ExitCode::Done) == 0);
    CHECK(static_cast<int>(ExitCode::Failed) == 1);
    CHECK(static_cast<int>(ExitCode::Usage) == 2);
    CHECK(static_cast<int>(ExitCode::NoDaemon) == 3);
    CHECK(static_cast<int>(ExitCode::NotFound) == 4);
    CHECK(kExitCodes.size() == 5);
}

TEST_CASE("an unknown skill is told with the nearest names") {
    const auto failure =
        daemon_failure({RpcCode::NotFound, "no skill 'asyn'", RawJson{R"({"nearest":["async","sync"]})"}});
    CHECK(failure.code == ExitCode::NotFound);
    CHECK(failure_text(failure) == "skillwake: no skill 'asyn'\n  did you mean: async, sync\n");
    CHECK(failure_json(failure) ==
          R"({"error":{"code":-32001,"message":"no skill 'asyn'","data":{"nearest":["async","sync"]}}})");
}

TEST_CASE("an ambiguous skill is told with its candidates") {
    const auto failure = daemon_failure(
        {RpcCode::Ambiguous, "'pdf' fits several skills", RawJson{R"({"candidates":["a:pdf","b:pdf"]})"}});
    CHECK(failure.code == ExitCode::NotFound);
    CHECK(failure_text(failure) ==
          "skillwake: 'pdf' fits several skills\n  it may be one of: a:pdf, b:pdf\n");
}

TEST_CASE("other refusals fail, and odd data is no harm") {
    CHECK(daemon_failure({RpcCode::InvalidParams, "x", {}}).code == ExitCode::Failed);
    CHECK(daemon_failure({RpcCode::Unavailable, "x", {}}).code == ExitCode::Failed);
    CHECK(daemon_failure({RpcCode::NotFound, "x", RawJson{R"({"nearest":[1,null]})"}}).hint.empty());
    CHECK(daemon_failure({RpcCode::NotFound, "x", RawJson{"[]"}}).hint.empty());
    CHECK(daemon_failure({RpcCode::MethodNotFound, "x", {}}).hint ==
          "the daemon is of another version: run 'skillwake stop', then 'skillwake start'");
}

TEST_CASE("messages cannot reach the terminal's controls") {
    CHECK(failure_text(local_failure(ExitCode::Failed, "no \x1b[31m'x'")) == "skillwake: no \\x1b[31m'x'\n");
}

}  // namespace skillwake::client
