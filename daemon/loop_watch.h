#pragma once

#include "daemon/latency.h"
#include "daemon/uv_handle.h"
#include "protocol/daemon.h"

#include <uv.h>

#include <cstdint>

namespace skillwake::daemon {

/// Measures how long the loop is busy between two looks at the system: for so long nobody else is heard. Made
/// before the loop runs. Loop thread only.
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
    std::uint64_t over_limit_ = 0;
    std::uint64_t turned_at_ns_ = 0;
    std::uint64_t idle_ns_ = 0;  ///< of all turns until then
    UvPtr<uv_prepare_t> prepare_;
};

}  // namespace skillwake::daemon
