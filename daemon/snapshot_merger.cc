#include "daemon/snapshot_merger.h"

#include "daemon/root_snapshot.h"
#include "daemon/uv_job.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace skillwake::daemon {
namespace {

constexpr std::uint64_t kQuietMs = 2'000;

}  // namespace

/// Making one, on a worker thread. Owns all that it touches there.
struct SnapshotMerger::Merge {
    uv_work_t request{};
    std::shared_ptr<SnapshotMerger*> owner;
    std::shared_ptr<const RootSnapshot> of;
    std::shared_ptr<const RootSnapshot> made = nullptr;
    std::chrono::milliseconds took{};

    void run() {
        const auto began = std::chrono::steady_clock::now();
        made = merge(*of);
        took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    }
};

SnapshotMerger::SnapshotMerger(uv_loop_t& loop, RootStore& store, spdlog::logger& log)
    : loop_(loop), store_(store), log_(log), alive_(std::make_shared<SnapshotMerger*>(this)) {}

void SnapshotMerger::loaded(const RootSnapshot& snapshot) {
    if (snapshot.overlay == nullptr) {
        quiet_.erase(snapshot.root.spec);
        return;
    }
    auto& quiet = quiet_[snapshot.root.spec];
    if (!quiet) {
        quiet = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
    }
    uv_timer_start(
        quiet.get(), [](uv_timer_t* timer) { static_cast<SnapshotMerger*>(timer->data)->begin(timer); },
        kQuietMs, 0);
}

void SnapshotMerger::begin(const uv_timer_t* timer) {
    const auto found = std::find_if(quiet_.begin(), quiet_.end(),
                                    [timer](const auto& known) { return known.second.get() == timer; });
    auto snapshot = store_.snapshot(found->first);
    quiet_.erase(found);
    if (snapshot == nullptr || snapshot->overlay == nullptr) {
        return;
    }
    auto merge = std::make_unique<Merge>(Merge{.owner = alive_, .of = std::move(snapshot)});
    queue_job<&SnapshotMerger::merged>(loop_, std::move(merge));
}

void SnapshotMerger::merged(Merge& merge) {
    const auto& root = merge.made->root;
    if (store_.put_merged(merge.of, merge.made)) {
        log_.info("root merged path={} skills={} ms={}", root.spec.folder.string(), root.skills.size(),
                  merge.took.count());
    }
    store_.retire(std::move(merge.of));
    store_.retire(std::move(merge.made));
}

void SnapshotMerger::stop() {
    *alive_ = nullptr;
    quiet_.clear();
}

}  // namespace skillwake::daemon
