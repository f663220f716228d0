#include "client/units.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace skillwake::client {
namespace {

std::string decimal(double number, int digits, std::string_view unit) {
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, number);
    return std::string(text.data(), static_cast<std::size_t>(length)).append(unit);
}

std::string two(std::uint64_t large, std::string_view large_unit, std::uint64_t small,
                std::string_view small_unit) {
    std::string text = std::to_string(large).append(large_unit);
    if (small != 0) {
        text.append(" ").append(std::to_string(small)).append(small_unit);
    }
    return text;
}

}  // namespace

std::string microseconds_text(std::uint64_t microseconds) {
    constexpr double kPerMillisecond = 1e3;
    constexpr double kPerSecond = 1e6;
    const auto number = static_cast<double>(microseconds);
    if (number < kPerMillisecond) {
        return std::to_string(microseconds) + " us";
    }
    return number < kPerSecond ? decimal(number / kPerMillisecond, 1, " ms")
                               : decimal(number / kPerSecond, 1, " s");
}

std::string seconds_text(std::uint64_t seconds) {
    constexpr std::uint64_t kMinute = 60;
    constexpr std::uint64_t kHour = 60 * kMinute;
    constexpr std::uint64_t kDay = 24 * kHour;
    if (seconds < kMinute) {
        return std::to_string(seconds) + " s";
    }
    if (seconds < kHour) {
        return two(seconds / kMinute, " min", seconds % kMinute, " s");
    }
    if (seconds < kDay) {
        return two(seconds / kHour, " h", seconds % kHour / kMinute, " min");
    }
    return two(seconds / kDay, " d", seconds % kDay / kHour, " h");
}

std::string bytes_text(std::uint64_t bytes) {
    constexpr double kKibi = 1024;
    const auto number = static_cast<double>(bytes);
    if (number < kKibi) {
        return std::to_string(bytes) + " B";
    }
    return number < kKibi * kKibi ? decimal(number / kKibi, 1, " KiB")
                                  : decimal(number / kKibi / kKibi, 1, " MiB");
}

std::string score_text(double score) {
    return decimal(score, 2, "");
}

std::string count_text(std::uint64_t count, std::string_view noun) {
    return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

std::string local_time_text(std::int64_t seconds_since_1970) {
    const auto time = static_cast<std::time_t>(seconds_since_1970);
    std::tm local{};
    if (::localtime_r(&time, &local) == nullptr) {
        return std::to_string(seconds_since_1970);
    }
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local)};
}

}  // namespace skillwake::client
