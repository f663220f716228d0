#pragma once

#include "base/result.h"

#include <chrono>
#include <span>
#include <string>

namespace skillwake::client {

struct HookOptions {
    static constexpr std::chrono::milliseconds kDeadline{80};
    static constexpr std::chrono::milliseconds kLongestDeadline{60'000};

    std::string host;    ///< empty: guessed by the daemon
    std::string socket;  ///< empty: the standard one
    std::chrono::milliseconds deadline = kDeadline;
};

/// Reads `--host H`, `--deadline MS`, `--socket PATH`, each also as `--flag=value`. Errc::Invalid: anything
/// else, told without the value.
Result<HookOptions> parse_hook_options(std::span<const char* const> arguments);

}  // namespace skillwake::client
