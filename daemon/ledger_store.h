#pragma once

#include "base/result.h"
#include "daemon/change.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace skillwake::daemon {

/// How much of the past a store keeps.
struct StoreLimits {
    std::size_t sessions = 1'000;                ///< the most recent ones
    std::chrono::hours oldest_session{30 * 24};  ///< unused for longer: pruned when the store is opened
    std::size_t history = 10'000;                ///< the newest entries
};

/// The ledger and the history in an SQLite database. A batch is written whole or not at all, however the
/// process ends. Blocks on the disk: one thread at a time, and not the loop's while it serves.
class LedgerStore {
public:
    /// Opens `folder`/ledger.db for this process alone; makes both when they are not there (0700, 0600), and
    /// prunes what is beyond the limits at `now` (since 1970). A damaged database is kept aside as
    /// ledger.db.damaged, and a new one begun: damaged_aside() tells. Errc::Unavailable: another process has
    /// it. Errc::Invalid: a newer version wrote it; it is left as it is. Else what the system says.
    static Result<LedgerStore> open(const std::filesystem::path& folder, const StoreLimits& limits,
                                    std::chrono::seconds now);

    /// Where the damaged database lies that was found; empty: it was sound.
    const std::string& damaged_aside() const { return damaged_aside_; }

    /// What is written down.
    Result<Saved> load();

    /// All of `changes` in one transaction. `begin_anew`: the ledger is wiped first, for changes are missing
    /// before these.
    enum class Begin { GoOn, Anew };
    Status write(std::span<const Change> changes, Begin begin = Begin::GoOn);

    static constexpr int kVersion = 1;

private:
    struct CloseDatabase {
        void operator()(sqlite3* database) const noexcept;
    };
    struct EndStatement {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    using Database = std::unique_ptr<sqlite3, CloseDatabase>;
    using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;
    class Query;
    struct Writer;

    LedgerStore() = default;

    static Result<LedgerStore> try_open(const std::filesystem::path& file, const StoreLimits& limits);
    Status prepare_schema();
    Status prune(std::chrono::seconds now);
    Status execute(const char* sql);
    Error failure() const;
    Query query(const char* sql);

    Database database_;
    StoreLimits limits_;
    std::string damaged_aside_;
};

}  // namespace skillwake::daemon
