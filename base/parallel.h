#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace skillwake {

/// Calls `work(i)` for each i below `count`, on as many threads as there are processors for us, in any order,
/// and returns when all are done. `work` must not throw. Threads cost some 50 microseconds: for work that is
/// worth them.
template <class Work>
void for_each_parallel(std::size_t count, Work work) {
    const auto threads = std::min<std::size_t>(std::thread::hardware_concurrency(), count);
    std::atomic<std::size_t> next = 0;
    const auto run = [&] {
        for (auto i = next++; i < count; i = next++) {
            work(i);
        }
    };
    std::vector<std::thread> others;
    try {
        for (std::size_t i = 1; i < threads; ++i) {
            others.emplace_back(run);
        }
    } catch (const std::system_error&) {  // those that run do the work of all
    }
    run();
    for (auto& thread : others) {
        thread.join();
    }
}

}  // namespace skillwake
