#pragma once

#include "base/file_descriptor.h"
#include "daemon/uv_handle.h"

#include <uv.h>

#include <functional>

namespace skillwake::daemon {

/// SIGTERM, SIGINT and SIGHUP as events of the loop. Made on the loop's thread, before any other thread: the
/// signals are blocked from then on in all of them, also when this has ended, so that none of them cuts short
/// what a first one has begun. By signalfd and not by libuv's handlers, which interrupt the loop's waiting,
/// and end the program when the pipe between them and the loop fails. Where the system gives no descriptor
/// the signals do what they do by themselves.
class StopSignals {
public:
    /// `received`: called on the loop with the signal's number. `loop` must outlive this.
    StopSignals(uv_loop_t& loop, std::function<void(int)> received);
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    ~StopSignals() = default;

    /// They are still heard, but hold the loop no more.
    void let_loop_end();

private:
    void read();

    std::function<void(int)> received_;
    FileDescriptor descriptor_;
    UvPtr<uv_poll_t> poll_;  ///< before the descriptor in its end; null: none was given
};

}  // namespace skillwake::daemon
