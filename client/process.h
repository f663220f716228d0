#pragma once

#include "base/result.h"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// Other programs: started to stay, become, or seen to end.
namespace skillwake::client {

struct Program {
    std::string file;
    std::vector<std::string> arguments;    ///< without its own name
    std::vector<std::string> environment;  ///< "NAME=value"
};

/// Runs `program` as a daemon: a session of its own, cwd "/", descriptors 0-2 on /dev/null and no others.
/// It stays our child until we end. An error tells what of that failed, exec included.
Result<pid_t> start_detached(const Program& program);

/// How our child `pid` ended, for people ("exit code 1", "signal 11"); nullopt: it runs.
std::optional<std::string> how_ended(pid_t pid);

/// Waits until the process has ended (a zombie has). Errc::Unavailable: not within `patience`.
Status wait_for_exit(pid_t pid, std::chrono::milliseconds patience);

/// Becomes `program`; returns only when that failed.
Error replace_self(const Program& program);

/// `texts` as exec wants them; valid as long as `texts` is not changed.
std::vector<char*> pointers_to(std::vector<std::string>& texts);

}  // namespace skillwake::client
