#pragma once

#include <chrono>

namespace skillwake {

/// Where time comes from, so that tests decide what time it is.
class Clock {
public:
    using Duration = std::chrono::microseconds;

    virtual ~Clock() = default;
    /// Never goes back; from an arbitrary start.
    virtual Duration steady() const = 0;
    /// Since 1970, UTC.
    virtual std::chrono::seconds wall() const = 0;
};

class SystemClock final : public Clock {
public:
    Duration steady() const override {
        return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
    }
    std::chrono::seconds wall() const override {
        return std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch());
    }
};

}  // namespace skillwake
