#include "client/process.h"

#include "base/file.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <unistd.h>

namespace skillwake::client {
namespace {

constexpr std::chrono::minutes kLong{1};

Program shell(const std::string& script) {
    return {"/bin/sh", {"-c", script}, {"PATH=/usr/bin:/bin", "MARK=yes"}};
}

}  // namespace

TEST_CASE("a daemon runs in a session of its own, at the root, with the environment that it was given") {
    const testing::TempDir folder;
    const auto file = folder.path() / "told";
    const auto pid =
        start_detached(shell("{ pwd; echo $MARK ${HOME-none}; ps -o sid= -p $$ | tr -d ' '; ls -l "
                             "/proc/self/fd | grep -c /dev/null; "
                             "} > '" +
                             file.string() + "'"));
    REQUIRE(pid);
    REQUIRE(wait_for_exit(*pid, kLong));
    CHECK(how_ended(*pid) == "exit code 0");
    const auto told = read_file(file, 4096);
    REQUIRE(told);
    // In the pipeline only stdin and stderr of `ls` are still /dev/null.
    CHECK(*told == "/\nyes none\n" + std::to_string(*pid) + "\n2\n");
}

TEST_CASE("how a child ended is told") {
    const auto failed = start_detached(shell("exit 3"));
    REQUIRE(failed);
    REQUIRE(wait_for_exit(*failed, kLong));
    CHECK(how_ended(*failed) == "exit code 3");

    const auto killed = start_detached(shell("kill -9 $$"));
    REQUIRE(killed);
    REQUIRE(wait_for_exit(*killed, kLong));
    CHECK(how_ended(*killed) == "signal 9");
}

TEST_CASE("a program that cannot be run is an error at once") {
    const auto pid = start_detached({"/nonexistent/skillwaked", {}, {}});
    REQUIRE_FALSE(pid);
    CHECK(pid.error().message() == "/nonexistent/skillwaked: no such file or directory");
    const auto replaced = replace_self({"/nonexistent/skillwaked", {}, {}});
    CHECK(replaced.message() == "/nonexistent/skillwaked: no such file or directory");
}

TEST_CASE("wait_for_exit does not wait for ever") {
    const auto still_there = wait_for_exit(::getpid(), std::chrono::milliseconds(1));
    REQUIRE_FALSE(still_there);
    CHECK(still_there.error().code() == Errc::Unavailable);
}

}  // namespace skillwake::client
