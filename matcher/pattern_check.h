#pragma once

#include "base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace skillwake::matcher {

/// What patterns of strangers may cost before they are taken.
struct PatternLimits {
    std::size_t bytes = 8'192;      ///< of one pattern; of 932 seen in public the longest has 88
    std::int64_t memory = 1 << 20;  ///< that RE2 may use for one
    int program = 10'000;           ///< steps of one, as RE2 counts them; the largest of those has 104
    /// Of the thread's own time, for all together; 100,000 of those take 2,400.
    std::chrono::milliseconds all{20'000};
};

/// Decides which patterns are taken: those that RE2 compiles within the limits. One hostile pattern of 20
/// bytes can take 200 ms, so all together have a limit too: what comes when it is spent is refused unseen.
class PatternCheck {
public:
    explicit PatternCheck(const PatternLimits& limits = {}) : limits_(limits) {}

    /// Errc::Invalid: not RE2 syntax; the message says where. Errc::TooLarge: over a limit, which it names.
    Status check(const std::string& pattern);

private:
    PatternLimits limits_;
    std::chrono::nanoseconds spent_{0};
};

}  // namespace skillwake::matcher
