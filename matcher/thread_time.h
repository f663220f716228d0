#pragma once

#include <chrono>
#include <ctime>

namespace skillwake::matcher {

/// What this thread has worked so far: time in which it waited for a processor is nobody's fault.
inline std::chrono::nanoseconds thread_time() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace skillwake::matcher
