#pragma once

#include "base/clock.h"

#include <functional>

namespace skillwake::testing {

/// Time that stands still until a test moves it.
class FakeClock final : public Clock {
public:
    Duration steady() const override {
        if (asked) {
            asked();
        }
        return steady_;
    }
    std::chrono::seconds wall() const override {
        return std::chrono::seconds(1'700'000'000) +
               std::chrono::duration_cast<std::chrono::seconds>(steady_);
    }

    void advance(Duration by) { steady_ += by; }

    /// Called whenever somebody looks at the clock: for what happens between two steps of the program.
    std::function<void()> asked;

private:
    Duration steady_{1'000'000};
};

}  // namespace skillwake::testing
