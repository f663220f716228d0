#pragma once

#include "daemon/change.h"
#include "daemon/ledger_store.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace skillwake::daemon {

/// Writes changes to a store on a thread of its own: whatever has queued becomes one transaction, so that the
/// changes of an event are written together. What cannot
/// be written is tried again every second. The queue has a limit: past it everything that waits is dropped,
/// and the ledger on the disk begins anew with what comes then, so that after a restart something may be
/// given again, and nothing is believed that is not so.
class LedgerWriter final : public BatchSink {
public:
    /// `warn`: called on the writer's thread when writing begins to fail, and when changes are dropped.
    using Warn = std::function<void(const std::string&)>;
    LedgerWriter(LedgerStore store, Warn warn, std::size_t most_queued = kMostQueued);
    LedgerWriter(const LedgerWriter&) = delete;
    LedgerWriter& operator=(const LedgerWriter&) = delete;
    /// Writes what has queued, once more if that fails, and ends.
    ~LedgerWriter() override;

    /// From any thread; returns at once.
    void write(std::vector<Change> changes) override;

    static constexpr std::size_t kMostQueued = 20'000;

private:
    void run();

    LedgerStore store_;
    Warn warn_;
    std::size_t most_queued_;
    std::mutex mutex_;
    std::condition_variable woken_;
    std::vector<Change> queue_;                            ///< with mutex_
    LedgerStore::Begin begin_ = LedgerStore::Begin::GoOn;  ///< with mutex_; of the next batch
    std::uint64_t dropped_ = 0;                            ///< with mutex_; counts the drops
    bool stopping_ = false;                                ///< with mutex_
    std::thread thread_;                                   ///< last: it uses all of the above
};

}  // namespace skillwake::daemon
