#include "base/parallel.h"

#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
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

TEST_CASE("what is made on many threads is taken in order, and not too far ahead") {
    for (const std::size_t count : {0U, 1U, 2U, 7U, 5'000U}) {
        for (const std::size_t ahead : {1U, 2U, 64U}) {
            std::atomic<std::size_t> made = 0;
            std::vector<std::size_t> room(ahead);
            std::vector<std::size_t> taken;
            std::atomic<std::size_t> most = 0;
            make_and_take(
                count, ahead,
                [&](std::size_t i) {
                    room[i % ahead] = i;
                    ++made;
                },
                [&](std::size_t i) {
                    most = std::max(most.load(), made - taken.size());
                    taken.push_back(room[i % ahead]);
                });
            REQUIRE(taken.size() == count);
            CHECK(std::is_sorted(taken.begin(), taken.end()));
            CHECK(most <= ahead);
        }
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
        std::size_t taken = 0;
        make_and_take(
            100, 8, [](std::size_t) {}, [&taken](std::size_t i) { taken += i; });
        ::_exit(worked(1'000) == std::vector<int>(1'000, 1) && taken == 4'950 ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}

}  // namespace skillwake
