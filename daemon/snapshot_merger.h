#pragma once

#include "daemon/root_store.h"
#include "daemon/uv_handle.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <map>
#include <memory>

namespace skillwake::daemon {

/// Has roots with an overlay compiled whole on worker threads, when nothing changed in them for two seconds,
/// and puts what was made into the store, unless the root has changed meanwhile: then after its next rest.
/// Until then, and while it is made, the overlay serves. Loop thread only.
class SnapshotMerger {
public:
    /// All must outlive the merger.
    SnapshotMerger(uv_loop_t& loop, RootStore& store, spdlog::logger& log);
    SnapshotMerger(const SnapshotMerger&) = delete;
    SnapshotMerger& operator=(const SnapshotMerger&) = delete;
    /// As stop().
    ~SnapshotMerger() { stop(); }

    /// The store has a new snapshot.
    void loaded(const RootSnapshot& snapshot);
    /// Nothing is begun any more; what is being made ends by itself.
    void stop();

private:
    struct Merge;

    void begin(const uv_timer_t* timer);
    void merged(Merge& merge);

    uv_loop_t& loop_;
    RootStore& store_;
    spdlog::logger& log_;
    std::map<skill::RootSpec, UvPtr<uv_timer_t>> quiet_;  ///< of roots with an overlay: run from a load on
    std::shared_ptr<SnapshotMerger*> alive_;              ///< what a worker's end finds us by
};

}  // namespace skillwake::daemon
