#include "daemon/latency.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using std::chrono::microseconds;

TEST_CASE("A histogram without durations is all zero") {
    const auto summary = LatencyHistogram().summary();
    CHECK(summary.count == 0);
    CHECK(summary.median_us == 0);
    CHECK(summary.p99_us == 0);
    CHECK(summary.max_us == 0);
}

TEST_CASE("Quantiles are right to about a fifth") {
    LatencyHistogram histogram;
    for (int us = 1; us <= 1000; ++us) {
        histogram.add(microseconds(us));
    }
    const auto summary = histogram.summary();
    CHECK(summary.count == 1000);
    CHECK(summary.median_us >= 500);
    CHECK(summary.median_us <= 600);
    CHECK(summary.p99_us >= 990);
    CHECK(summary.p99_us <= 1000);  // never above the largest
    CHECK(summary.max_us == 1000);
}

TEST_CASE("One slow event in two hundred is the largest, not the median or the 99th percentile") {
    LatencyHistogram histogram;
    for (int times = 0; times < 199; ++times) {
        histogram.add(microseconds(10));
    }
    histogram.add(microseconds(1'000'000));
    CHECK(histogram.summary().median_us <= 12);
    CHECK(histogram.summary().p99_us <= 12);
    CHECK(histogram.summary().max_us == 1'000'000);
}

TEST_CASE("Durations of nothing, below nothing and of days are counted") {
    LatencyHistogram histogram;
    histogram.add(microseconds(0));
    histogram.add(microseconds(-5));
    CHECK(histogram.summary().median_us == 0);
    histogram.add(std::chrono::hours(24'000'000));
    CHECK(histogram.summary().count == 3);
    CHECK(histogram.summary().max_us == 86'400'000'000'000'000ULL);
}

}  // namespace
}  // namespace skillwake::daemon
