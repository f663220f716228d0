#include "daemon/loop_watch.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace skillwake::daemon {
namespace {

/// A turn that works longer is counted by itself.
constexpr std::uint64_t kLongTurnNs = 5'000'000;

/// Processor time of the calling thread. A machine that is busy with others stretches a turn, and this not.
std::uint64_t own_work_ns() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U +
           static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace

LoopWatch::LoopWatch(uv_loop_t& loop)
    : loop_(loop), prepare_(make_handle<uv_prepare_t>(loop, uv_prepare_init, this)) {
    uv_loop_configure(&loop_, UV_METRICS_IDLE_TIME);
    uv_prepare_start(prepare_.get(), [](uv_prepare_t* prepare) {
        if (auto* watch = static_cast<LoopWatch*>(prepare->data); watch != nullptr) {
            watch->turned();
        }
    });
    uv_unref(reinterpret_cast<uv_handle_t*>(prepare_.get()));
}

/// Just before the loop asks the system again. The time since the last call, without what it waited, is what
/// callbacks took.
void LoopWatch::turned() {
    const auto now = uv_hrtime();
    const auto idle = uv_metrics_idle_time(&loop_);
    const auto work = own_work_ns();
    if (turned_at_ns_ != 0) {
        const auto passed = now - turned_at_ns_;
        const auto busy = passed - std::min(idle - idle_ns_, passed);
        busy_.add(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds(busy)));
        const auto worked = work - work_ns_;
        longest_work_ns_ = std::max(longest_work_ns_, worked);
        over_limit_ += worked > kLongTurnNs ? 1 : 0;
    }
    turned_at_ns_ = now;
    idle_ns_ = idle;
    work_ns_ = work;
}

protocol::LoopStatus LoopWatch::status() const {
    const auto busy = busy_.summary();
    return {busy.count, busy.median_us, busy.p99_us, busy.max_us, longest_work_ns_ / 1'000, over_limit_};
}

}  // namespace skillwake::daemon
