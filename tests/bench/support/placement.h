#pragma once

#include <sys/types.h>

#include <vector>

namespace skillwake::bench {

/// The processors that this process may use.
std::vector<int> usable_processors();
/// Puts a process's first thread onto one processor; 0 is this one. Elsewhere than on Linux nothing happens.
void place(pid_t process, int processor);

}  // namespace skillwake::bench
