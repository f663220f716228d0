#pragma once

#include "client/fast/program.h"

namespace skillwake::client::fast {

/// What the process does now: written into the log when the deadline ends it.
void now_doing(const char* what);

/// The system's steady clock.
unsigned long steady_us();

/// Ends the process `ms` milliseconds from now, with 0, wherever it stands. So plain blocking calls suffice.
/// Ignores SIGPIPE. `words` must outlive the process.
void end_after(const Words& words, unsigned long ms);

}  // namespace skillwake::client::fast
