#pragma once

#include "base/result.h"

#include <chrono>
#include <string>
#include <vector>

namespace skillwake::client {

/// How a shell command ended that was given something to read.
struct Replayed {
    int exit_code = 0;  ///< 128 and its signal, as shells say it
    std::string out;
    std::chrono::microseconds took{};  ///< until it had ended and nobody held its output any more
};

/// Runs `command` as a host runs a hook: by /bin/sh, `input` on stdin, stderr dropped. Errc::Unavailable: it
/// had not ended within `patience`, and was killed. Errc::TooLarge: it writes more than a megabyte.
Result<Replayed> replay(const std::string& command, const std::string& input,
                        std::vector<std::string> environment, std::chrono::milliseconds patience);

}  // namespace skillwake::client
