#pragma once

#include <string>
#include <vector>

namespace skillwake::bench {

/// One run of a program, from before it was started until it had ended.
struct Ran {
    double us = 0;
    std::string output;  ///< of stdout
};

/// Runs `command`, its first word the program's file, with `input` as stdin. Throws when it cannot be run or
/// ends with another code than 0.
Ran run_to_end(const std::vector<std::string>& command, const std::string& input = {});

/// The same for many that are started one right after the other; each is timed from the first one's start.
std::vector<Ran> run_at_once(const std::vector<std::vector<std::string>>& commands,
                             const std::vector<std::string>& inputs);

}  // namespace skillwake::bench
