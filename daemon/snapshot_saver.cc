#include "daemon/snapshot_saver.h"

#include "daemon/root_snapshot.h"
#include "daemon/uv_job.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {
namespace {

/// Longer than the steps of any file system's clock: see SnapshotCache::write().
constexpr std::uint64_t kQuietMs = 3'000;
constexpr std::size_t kWorthShare = 8;

}  // namespace

/// Writing one root, on a worker thread. Owns all that it touches there.
struct SnapshotSaver::Save {
    uv_work_t request{};
    std::shared_ptr<SnapshotSaver*> owner;
    std::shared_ptr<const SnapshotCache> cache;
    skill::RootSpec spec;
    std::shared_ptr<const RootSnapshot> snapshot;
    skill::LoadOptions options;
    Status written = Ok{};

    void run() {
        written = cache->write(*snapshot, options);
        snapshot.reset();
    }
};

SnapshotSaver::SnapshotSaver(uv_loop_t& loop, const RootStore& store, const skill::LoadOptions& options,
                             spdlog::logger& log, std::shared_ptr<const SnapshotCache> cache)
    : loop_(loop),
      store_(store),
      options_(options),
      log_(log),
      cache_(std::move(cache)),
      alive_(std::make_shared<SnapshotSaver*>(this)) {}

void SnapshotSaver::loaded(const RootSnapshot& snapshot) {
    auto& root = roots_[snapshot.root.spec];
    root.unsaved += snapshot.root.files_read;
    const auto skills = snapshot.root.skills.size();
    if (skills < SnapshotCache::kFewestSkills || root.unsaved * kWorthShare <= skills) {
        return;
    }
    if (!root.quiet) {
        root.quiet = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
    }
    uv_timer_start(
        root.quiet.get(), [](uv_timer_t* timer) { static_cast<SnapshotSaver*>(timer->data)->save(timer); },
        kQuietMs, kQuietMs);
}

void SnapshotSaver::save(const uv_timer_t* timer) {
    const auto found = std::find_if(roots_.begin(), roots_.end(),
                                    [timer](const auto& known) { return known.second.quiet.get() == timer; });
    if (found == roots_.end() || found->second.saving) {
        return;  // the timer asks again
    }
    auto& [spec, root] = *found;
    auto snapshot = store_.snapshot(spec);
    if (snapshot && snapshot->overlay) {
        return;  // it will be merged: the timer asks again
    }
    root.quiet.reset();
    if (!snapshot) {
        return;
    }
    root.saving = true;
    root.unsaved = 0;
    auto save = std::make_unique<Save>(Save{.owner = alive_,
                                            .cache = cache_,
                                            .spec = spec,
                                            .snapshot = std::move(snapshot),
                                            .options = options_});
    queue_job<&SnapshotSaver::saved>(loop_, std::move(save));
}

void SnapshotSaver::saved(const Save& save) {
    if (!save.written) {
        log_.warn("a root is not kept for the next start: {}", save.written.error().message());
    }
    roots_[save.spec].saving = false;
}

}  // namespace skillwake::daemon
