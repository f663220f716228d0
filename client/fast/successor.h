#pragma once

#include "client/fast/program.h"

namespace skillwake::client::fast {

/// Becomes skillwake-cli beside us, with our words; what the kernel said (-errno) if that cannot be.
long become_cli(const Words& words);

/// Becomes skillwake-cli, to write into the log of hooks that `where` failed: with the system's words for
/// `error_number`, or 0. Ends the process, with 0, in any case.
[[noreturn]] void end_with_log(const Words& words, const char* where, int error_number);

/// Tells a person, on stderr, why become_cli() failed.
void complain(const Words& words, long failed);

}  // namespace skillwake::client::fast
