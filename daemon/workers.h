#pragma once

#include "daemon/uv_handle.h"

#include <uv.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace skillwake::daemon {

/// Threads for work that would hold the loop. Not libuv's: those read roots from the disk, for seconds where
/// it is slow, and an event must not wait behind them. They are there from the beginning: later the system
/// may grant none. Loop thread only.
class Workers {
public:
    /// Throws std::system_error where the system grants no threads.
    explicit Workers(uv_loop_t& loop);
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    /// As stop().
    ~Workers();

    /// `work` on a thread, then `done`, which may be empty, on the loop; begun in the order of the calls.
    /// What `work` holds goes on its thread. It must not throw. The loop runs as long as something is owed.
    void run(std::function<void()> work, std::function<void()> done);
    /// Waits for what is under way and drops the rest: no `done` is called any more. The loop can end.
    void stop();

private:
    static constexpr std::size_t kThreads = 2;

    struct Job {
        std::function<void()> work;
        std::function<void()> done;
    };

    void serve();
    void finish();

    UvPtr<uv_async_t> woken_;
    std::size_t owed_ = 0;
    std::mutex mutex_;
    std::condition_variable queued_;
    std::deque<Job> queue_;      ///< with mutex_
    std::vector<Job> finished_;  ///< with mutex_
    bool stopping_ = false;      ///< with mutex_
    std::vector<std::thread> threads_;
};

}  // namespace skillwake::daemon
