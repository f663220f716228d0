#pragma once

#include "protocol/daemon.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace skillwake::daemon {

/// A histogram of durations, each bucket a quarter of an octave wide: quantiles are right to about a fifth.
class LatencyHistogram {
public:
    void add(std::chrono::microseconds duration);
    protocol::Latency summary() const;

private:
    static constexpr std::size_t kBuckets = 128;

    std::uint64_t quantile(double share) const;

    std::array<std::uint64_t, kBuckets> counts_{};
    std::uint64_t count_ = 0;
    std::uint64_t max_us_ = 0;
};

}  // namespace skillwake::daemon
