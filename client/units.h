#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers as people read them.
namespace skillwake::client {

/// "85 us", "1.2 ms", "3.4 s"
std::string microseconds_text(std::uint64_t microseconds);
/// "12 s", "5 min 3 s", "2 h 10 min", "3 d 4 h"
std::string seconds_text(std::uint64_t seconds);
/// "532 B", "1.5 KiB", "3.0 MiB"
std::string bytes_text(std::uint64_t bytes);
/// Confidences and weights: "0.85", "-0.40"
std::string score_text(double score);
/// "1 skill", "3 skills"
std::string count_text(std::uint64_t count, std::string_view noun);
/// Seconds since 1970 in local time: "2026-01-31 14:05:09"
std::string local_time_text(std::int64_t seconds_since_1970);

}  // namespace skillwake::client
