#pragma once

#include "daemon/ledger_writer.h"
#include "daemon/limits.h"

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>
#include <string>

namespace skillwake::daemon {

/// Where the ledger is kept, or that it is not.
struct StateOptions {
    std::string folder;  ///< empty: the usual place
    bool none = false;   ///< in memory only
};

/// `folder`, else $SKILLWAKE_STATE, else $XDG_STATE_HOME/skillwake, else ~/.local/state/skillwake; empty:
/// there is no home.
std::filesystem::path state_folder(const std::string& folder);

/// What was written down, and where changes go from now on.
struct LedgerHome {
    std::unique_ptr<LedgerWriter> writer;  ///< null: in memory only
    Saved saved;
};

/// Opens the ledger's database and reads it. A database that cannot be used is one warning in `log`, which
/// must outlive the result, and the ledger lives in memory.
LedgerHome open_ledger(const StateOptions& options, const Limits& limits, spdlog::logger& log,
                       std::chrono::seconds now);

}  // namespace skillwake::daemon
