#pragma once

#include "daemon/limits.h"
#include "daemon/root_store.h"
#include "daemon/uv_handle.h"
#include "daemon/watcher.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <functional>
#include <map>
#include <memory>

namespace skillwake::daemon {

/// Loads roots on worker threads, puts their snapshots into the store on the loop thread, and loads a root
/// again when something in its folders changes. Loop thread only.
class Reloader {
public:
    /// All must outlive the reloader. `loaded` is called after each root that was put.
    Reloader(uv_loop_t& loop, RootStore& store, const Limits& limits, spdlog::logger& log,
             std::function<void()> loaded);

    /// Loads `spec`, unless that is under way; then once more behind it.
    void load(const skill::RootSpec& spec);
    /// Loads every root that is known again; how many.
    std::size_t load_all();
    /// Nothing is watched or put any more; loads that are under way end by themselves.
    void stop();

private:
    struct Root {
        bool loading = false;
        bool again = false;     ///< changed while it was being loaded
        bool complete = false;  ///< every folder is watched
        std::unique_ptr<FolderWatcher> watcher;
        UvPtr<uv_timer_t> settle;  ///< runs from a change until it is looked at
    };
    struct Work;

    Root& root(const skill::RootSpec& spec);
    void changed(const skill::RootSpec& spec);
    void finished(const skill::RootSpec& spec, std::shared_ptr<const RootSnapshot> snapshot,
                  std::uint64_t took_ms);
    void look_again();
    std::size_t watches_left(const Root& except) const;

    uv_loop_t& loop_;
    RootStore& store_;
    const Limits& limits_;
    spdlog::logger& log_;
    std::function<void()> loaded_;
    std::map<skill::RootSpec, Root> roots_;
    UvPtr<uv_timer_t> poll_;
    std::shared_ptr<Reloader*> alive_;  ///< what a worker's end finds us by; emptied by stop()
};

}  // namespace skillwake::daemon
