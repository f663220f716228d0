#pragma once

#include "daemon/ledger_home.h"
#include "daemon/trust.h"

#include <spdlog/logger.h>

namespace skillwake::daemon {

/// Gives `trust` the user's word as it was written down, in the file `trusted-skills` (mode 0600, replaced
/// whole) beside the ledger's database, and writes its changes there from now on. Without a state folder it
/// lives in memory. A file that cannot be read is one warning, and nothing is trusted.
void open_trust(const StateOptions& options, Trust& trust, spdlog::logger& log);

}  // namespace skillwake::daemon
