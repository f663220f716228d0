#include "base/parallel.h"

#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <vector>

namespace skillwake {
namespace {

/// How often each of `count` was worked on.
std::vector<int> worked(std::size_t count) {
    std::vector<std::atomic<int>> times(count);
    for_each_parallel(count, [&times](std::size_t i) { ++times[i]; });
    return {times.begin(), times.end()};
}

}  // namespace

TEST_CASE("each is worked on once, however many there are") {
    for (const std::size_t count : {0U, 1U, 2U, 3U, 1'000U}) {
        CHECK(worked(count) == std::vector<int>(count, 1));
    }
}

TEST_CASE("where the system grants no thread one does all") {
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const rlimit none{0, 0};
        ::setrlimit(RLIMIT_NPROC, &none);  // does not bind root, who is another user then
        if (::geteuid() == 0 && ::setuid(65'534) != 0) {
            ::_exit(2);
        }
        ::_exit(worked(1'000) == std::vector<int>(1'000, 1) ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}

}  // namespace skillwake
