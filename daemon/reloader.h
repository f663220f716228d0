#pragma once

#include "daemon/folder_events.h"
#include "daemon/limits.h"
#include "daemon/pending_changes.h"
#include "daemon/root_store.h"
#include "daemon/snapshot_merger.h"
#include "daemon/snapshot_saver.h"
#include "daemon/uv_handle.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

/// Loads roots on worker threads, puts their snapshots into the store on the loop thread, and loads a root
/// again when something in it changes: only what changed, where the system tells it; all of it again and
/// again where its folders cannot be watched. While very much of it is changing, as in a checkout, what has
/// changed so far is read, and compiled when it has come to rest. What no folder tells of, as the root's own
/// place and the ends of symlinks, is looked at four times a second. Loop thread only.
class Reloader final : private FolderEvents::Sink {
public:
    /// All must outlive the reloader. `loaded` is called after each root that was put, and when a workspace
    /// has other roots than before.
    Reloader(uv_loop_t& loop, RootStore& store, const Limits& limits, spdlog::logger& log,
             std::function<void()> loaded);

    /// From now on loads begin with what is kept there, and what they give is kept there.
    void keep_in(std::shared_ptr<const SnapshotCache> cache);

    /// Loads all of `spec`, unless that is under way; then once more behind it.
    void load(const skill::RootSpec& spec);
    /// Loads every root that is known again; how many.
    std::size_t load_all();
    /// Nothing is watched or put any more; loads that are under way end by themselves.
    void stop();

private:
    struct Load;
    struct Look;
    struct Root {
        const skill::RootSpec* spec = nullptr;  ///< its key
        WatchOwner owner{};
        bool loading = false;
        PendingChanges pending;
        std::optional<RootReading> reading;  ///< of changes that are not served
        std::shared_ptr<std::atomic<bool>> more_came = std::make_shared<std::atomic<bool>>();  ///< see Load
        UvPtr<uv_timer_t> settle;        ///< runs from a change until it is looked at
        std::shared_ptr<Load> done;      ///< by its worker, while its watches are taken
        UvPtr<uv_timer_t> taking;        ///< runs between portions
        bool polled = false;             ///< not every folder is watched
        PendingChanges::Time poll_at{};  ///< of the loop's clock
    };

    void entry_changed(WatchOwner owner, const std::filesystem::path& folder, std::string_view name) override;
    void folder_left(WatchOwner owner, const std::filesystem::path& folder) override;
    void events_lost() override;

    Root& root(const skill::RootSpec& spec);
    enum class Aim { Serve, Ahead };
    void begin(Root& root, Aim aim);
    void take_watches(Root& root);
    bool take_some(WatchOwner owner, Load& load);
    bool is_worth_reading(const Root& root) const;
    void finished(Root& root, Load& load);
    void leave(std::shared_ptr<const Load> load);
    void watched(Root& root, const Load& load);
    void settle(Root& root);
    void settled(const uv_timer_t* timer);
    void tick();
    void forget_unseen();
    void look();
    void looked(const Look& look);
    std::size_t watches_left(const Root& root, const PendingChanges::Changes& changes) const;
    PendingChanges::Time now() const { return PendingChanges::Time(uv_now(&loop_)); }

    uv_loop_t& loop_;
    RootStore& store_;
    const Limits& limits_;
    spdlog::logger& log_;
    std::function<void()> loaded_;
    std::size_t most_watches_;
    std::unique_ptr<FolderEvents> events_;
    std::map<skill::RootSpec, Root> roots_;
    std::vector<Root*> by_owner_;      ///< null: it has been forgotten
    std::vector<WatchOwner> leaving_;  ///< forgotten ones that still have watches
    SnapshotMerger merger_;
    std::unique_ptr<SnapshotSaver> saver_;  ///< null: nothing is kept
    UvPtr<uv_timer_t> tick_;
    bool looking_ = false;
    PendingChanges::Time look_at_{};
    std::shared_ptr<Reloader*> alive_;  ///< what a worker's end finds us by; emptied by stop()
};

}  // namespace skillwake::daemon
