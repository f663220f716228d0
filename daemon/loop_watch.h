#pragma once

#include "daemon/latency.h"
#include "daemon/uv_handle.h"
#include "protocol/daemon.h"

#include <uv.h>

#include <cstdint>

namespace skillwake::daemon {

/// Measures how long the loop is busy between two looks at the system: for so long nobody else is heard. And
/// how much of that it worked itself, for other programs may have had the processor. Made before the loop
/// runs, on its thread; loop thread only.
class LoopWatch {
public:
    explicit LoopWatch(uv_loop_t& loop);

    protocol::LoopStatus status() const;
    /// Measures no more: the loop can be closed.
    void stop() { prepare_.reset(); }

private:
    void turned();

    uv_loop_t& loop_;
    LatencyHistogram busy_;
    std::uint64_t longest_work_ns_ = 0;
    std::uint64_t over_limit_ = 0;
    std::uint64_t turned_at_ns_ = 0;
    std::uint64_t idle_ns_ = 0;  ///< of all turns until then
    std::uint64_t work_ns_ = 0;
    UvPtr<uv_prepare_t> prepare_;
};

}  // namespace skillwake::daemon
