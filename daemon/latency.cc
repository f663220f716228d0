#include "daemon/latency.h"

#include <algorithm>
#include <cmath>

namespace skillwake::daemon {
namespace {

constexpr double kBucketsPerOctave = 4.0;

}  // namespace

void LatencyHistogram::add(std::chrono::microseconds duration) {
    const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
    const auto bucket =
        static_cast<std::size_t>(std::log2(static_cast<double>(us) + 1.0) * kBucketsPerOctave);
    ++counts_[std::min(bucket, kBuckets - 1)];
    ++count_;
    max_us_ = std::max(max_us_, us);
}

std::uint64_t LatencyHistogram::quantile(double share) const {
    const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
        seen += counts_[bucket];
        if (seen >= wanted && seen > 0) {
            const auto upper = std::exp2(static_cast<double>(bucket + 1) / kBucketsPerOctave) - 1.0;
            return std::min(static_cast<std::uint64_t>(upper), max_us_);
        }
    }
    return 0;
}

protocol::Latency LatencyHistogram::summary() const {
    return {count_, quantile(0.5), quantile(0.99), max_us_};
}

}  // namespace skillwake::daemon
