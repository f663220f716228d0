#include "daemon/ledger_home.h"

#include <cstdlib>
#include <system_error>
#include <utility>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

/// What the variable says when it is an absolute path: others count as not set.
fs::path folder_in(const char* variable) {
    const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    const fs::path folder = value == nullptr ? "" : value;
    return folder.is_absolute() ? folder : fs::path();
}

}  // namespace

fs::path state_folder(const std::string& folder) {
    if (!folder.empty()) {
        std::error_code failed;
        return fs::absolute(folder, failed);
    }
    if (auto named = folder_in("SKILLWAKE_STATE"); !named.empty()) {
        return named;
    }
    if (const auto state = folder_in("XDG_STATE_HOME"); !state.empty()) {
        return state / "skillwake";
    }
    const auto home = folder_in("HOME");
    return home.empty() ? home : home / ".local/state/skillwake";
}

LedgerHome open_ledger(const StateOptions& options, const Limits& limits, spdlog::logger& log,
                       std::chrono::seconds now) {
    if (options.none) {
        return {};
    }
    const auto folder = state_folder(options.folder);
    if (folder.empty()) {
        log.warn("ledger: no home folder: kept in memory only");
        return {};
    }
    StoreLimits kept;
    kept.sessions = limits.sessions;
    kept.history = limits.history;
    auto store = LedgerStore::open(folder, kept, now);
    auto saved = store ? store->load() : Result<Saved>(store.error());
    if (!saved) {
        log.warn("ledger: kept in memory only: {}", saved.error().message());
        return {};
    }
    if (!store->damaged_aside().empty()) {
        log.warn("ledger: the database was damaged and is kept as {}; a new one is begun",
                 store->damaged_aside());
    }
    log.info("ledger loaded folder={} sessions={} history={}", folder.string(), saved->sessions.size(),
             saved->history.size());
    auto warn = [&log](const std::string& message) { log.warn("{}", message); };
    return {std::make_unique<LedgerWriter>(*std::move(store), std::move(warn)), *std::move(saved)};
}

}  // namespace skillwake::daemon
