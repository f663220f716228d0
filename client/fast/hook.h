#pragma once

#include "client/fast/program.h"

namespace skillwake::client::fast {

/// `skillwake hook`, where a daemon listens and nothing goes wrong; then it ends the process, with 0. As
/// run_hook() of client/hook.h does it, and to be changed with that. Comes back when it is not as usual,
/// having read nothing of the input. What goes wrong later is written into the log. The deadline ends the
/// process wherever it stands.
void run_hook(const Words& words);

}  // namespace skillwake::client::fast
