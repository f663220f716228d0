#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace skillwake {

/// `run` on `count` threads, or on fewer where the system grants no more: those that run do the work of all.
template <class Run>
std::vector<std::thread> start_threads(std::size_t count, const Run& run) {
    std::vector<std::thread> threads;
    try {
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back(std::cref(run));
        }
    } catch (const std::system_error&) {  // see above
    }
    return threads;
}

/// How many others than the caller's own thread help with `count` things.
inline std::size_t helpers_for(std::size_t count) {
    const std::size_t all = std::min<std::size_t>(std::thread::hardware_concurrency(), count);
    return all == 0 ? 0 : all - 1;
}

/// Calls `work(i)` for each i below `count`, on as many threads as there are processors for us, in any order,
/// and returns when all are done. `work` must not throw. Threads cost some 50 microseconds: for work that is
/// worth them.
template <class Work>
void for_each_parallel(std::size_t count, Work work) {
    std::atomic<std::size_t> next = 0;
    const auto run = [&] {
        for (auto i = next++; i < count; i = next++) {
            work(i);
        }
    };
    auto others = start_threads(helpers_for(count), run);
    run();
    for (auto& thread : others) {
        thread.join();
    }
}

/// Makes things on as many threads as there are processors for us, and takes them here, in order: `make(i)`
/// runs on any thread, `take(i)` on the caller's, behind make(i) and take(i - 1), while others go on making.
/// At most `ahead` of them are made and not yet taken. Neither may throw.
template <class Make, class Take>
void make_and_take(std::size_t count, std::size_t ahead, Make make, Take take) {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t next = 0;  // to be made
    std::size_t taken = 0;
    std::vector<bool> made(ahead, false);  // of those between the two, by number modulo `ahead`
    const auto may_make = [&] { return next < count && next < taken + ahead; };
    const auto make_next = [&](std::unique_lock<std::mutex>& lock) {
        const auto i = next++;
        lock.unlock();
        make(i);
        lock.lock();
        made[i % ahead] = true;
        changed.notify_all();
    };
    const auto serve = [&] {
        std::unique_lock lock(mutex);
        while (next < count) {
            changed.wait(lock, [&] { return next == count || may_make(); });
            if (next < count) {
                make_next(lock);
            }
        }
    };
    auto others = start_threads(helpers_for(count), serve);
    std::unique_lock lock(mutex);
    for (std::size_t i = 0; i < count; ++i) {
        while (!made[i % ahead]) {
            if (may_make()) {
                make_next(lock);
            } else {
                changed.wait(lock);
            }
        }
        made[i % ahead] = false;
        lock.unlock();
        take(i);
        lock.lock();
        taken = i + 1;
        changed.notify_all();
    }
    lock.unlock();
    for (auto& thread : others) {
        thread.join();
    }
}

}  // namespace skillwake
