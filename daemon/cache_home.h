#pragma once

#include "daemon/ledger_home.h"
#include "daemon/snapshot_cache.h"

#include <spdlog/logger.h>

#include <memory>

namespace skillwake::daemon {

/// The cache of roots in the folder `cache` of the state, made when there is none; null: no state is kept, or
/// one warning in `log` says why it cannot be used. The number that hashes begin with is kept beside it and
/// is in use from then on: call it before anything is matched. Files that no start has asked for in 30 days
/// are deleted.
std::shared_ptr<const SnapshotCache> open_cache(const StateOptions& options, spdlog::logger& log);

}  // namespace skillwake::daemon
