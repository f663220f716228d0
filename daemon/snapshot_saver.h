#pragma once

#include "daemon/root_store.h"
#include "daemon/snapshot_cache.h"
#include "daemon/uv_handle.h"
#include "skill/load.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <cstddef>
#include <map>
#include <memory>

namespace skillwake::daemon {

/// Has roots written into a cache on worker threads: some seconds after their last load, when more than an
/// eighth of their skills had to be read since they were written. So one edit after the other costs a start
/// little, and the disk nothing. Loop thread only.
class SnapshotSaver {
public:
    /// All but the cache must outlive the saver.
    SnapshotSaver(uv_loop_t& loop, const RootStore& store, const skill::LoadOptions& options,
                  spdlog::logger& log, std::shared_ptr<const SnapshotCache> cache);
    SnapshotSaver(const SnapshotSaver&) = delete;
    SnapshotSaver& operator=(const SnapshotSaver&) = delete;
    /// Nothing is begun any more; what is being written ends by itself.
    ~SnapshotSaver() { *alive_ = nullptr; }

    const std::shared_ptr<const SnapshotCache>& cache() const { return cache_; }

    /// The store has a new snapshot.
    void loaded(const RootSnapshot& snapshot);

private:
    struct Save;
    struct Root {
        std::size_t unsaved = 0;  ///< skills that were read since the root was written
        bool saving = false;
        UvPtr<uv_timer_t> quiet;  ///< runs from a load on
    };

    void save(const uv_timer_t* timer);
    void saved(const Save& save);

    uv_loop_t& loop_;
    const RootStore& store_;
    const skill::LoadOptions& options_;
    spdlog::logger& log_;
    std::shared_ptr<const SnapshotCache> cache_;
    std::map<skill::RootSpec, Root> roots_;
    std::shared_ptr<SnapshotSaver*> alive_;  ///< what a worker's end finds us by
};

}  // namespace skillwake::daemon
