#include "daemon/reloader.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace skillwake::daemon {
namespace {

/// A change is looked at so long after it was told: an editor writes, renames and syncs in one go.
constexpr std::uint64_t kSettleMs = 20;
/// Roots that cannot be watched in full are looked at so often.
constexpr std::uint64_t kPollMs = 5'000;
constexpr std::size_t kMaxWatches =
    8'192;  ///< of all roots; the system's own limit per user is often 65,536 or less

bool same_content(const RootSnapshot& a, const RootSnapshot& b) {
    const auto same_skill = [](const skill::LoadedSkill& x, const skill::LoadedSkill& y) {
        return x.skill == y.skill;
    };
    return std::equal(a.root.skills.begin(), a.root.skills.end(), b.root.skills.begin(), b.root.skills.end(),
                      same_skill) &&
           a.diagnostics == b.diagnostics;
}

}  // namespace

/// One load on a worker thread. Owns all that it touches there.
struct Reloader::Work {
    uv_work_t request{};
    std::shared_ptr<Reloader*> owner;
    skill::RootSpec spec;
    skill::LoadOptions options;
    std::shared_ptr<const RootSnapshot> previous;
    std::shared_ptr<const RootSnapshot> made;
    std::chrono::milliseconds took{};

    void run() {
        const auto began = std::chrono::steady_clock::now();
        made = make_snapshot(spec, previous.get(), options);
        took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    }
};

Reloader::Reloader(uv_loop_t& loop, RootStore& store, const Limits& limits, spdlog::logger& log,
                   std::function<void()> loaded)
    : loop_(loop),
      store_(store),
      limits_(limits),
      log_(log),
      loaded_(std::move(loaded)),
      poll_(make_handle<uv_timer_t>(loop, uv_timer_init, this)),
      alive_(std::make_shared<Reloader*>(this)) {
    uv_timer_start(
        poll_.get(), [](uv_timer_t* timer) { static_cast<Reloader*>(timer->data)->look_again(); }, kPollMs,
        kPollMs);
}

Reloader::Root& Reloader::root(const skill::RootSpec& spec) {
    auto& root = roots_[spec];
    if (!root.watcher) {
        root.watcher = std::make_unique<FolderWatcher>(loop_, [this, spec] { changed(spec); });
    }
    return root;
}

void Reloader::load(const skill::RootSpec& spec) {
    auto& wanted = root(spec);
    if (wanted.loading) {
        wanted.again = true;
        return;
    }
    wanted.loading = true;
    auto work = std::make_unique<Work>();
    work->owner = alive_;
    work->spec = spec;
    work->options = limits_.load;
    work->previous = store_.snapshot(spec);
    work->request.data = work.get();
    uv_queue_work(
        &loop_, &work.release()->request,
        [](uv_work_t* request) { static_cast<Work*>(request->data)->run(); },
        [](uv_work_t* request, int /*status*/) {
            const std::unique_ptr<Work> done(static_cast<Work*>(request->data));
            if (auto* reloader = *done->owner; reloader != nullptr && done->made) {
                reloader->finished(done->spec, std::move(done->made),
                                   static_cast<std::uint64_t>(done->took.count()));
            }
        });
}

std::size_t Reloader::load_all() {
    const auto known = store_.roots();
    for (const auto& entry : known) {
        load(entry.spec);
    }
    return known.size();
}

void Reloader::finished(const skill::RootSpec& spec, std::shared_ptr<const RootSnapshot> snapshot,
                        std::uint64_t took_ms) {
    auto& loaded = root(spec);
    loaded.loading = false;
    const auto coverage = loaded.watcher->watch(snapshot->root.folders, watches_left(loaded));
    loaded.complete = coverage.complete && !snapshot->root.folders.empty();
    // What changed between reading a folder and watching it was told to nobody.
    const bool again = std::exchange(loaded.again, false) || coverage.grew;
    const auto before = store_.snapshot(spec);
    if (before == nullptr || !same_content(*before, *snapshot)) {
        log_.info("root loaded path={} skills={} diagnostics={} ms={}", spec.folder.string(),
                  snapshot->root.skills.size(), snapshot->diagnostics.size(), took_ms);
        store_.put(std::move(snapshot));
        loaded_();
    } else {
        store_.confirm(spec);
    }
    if (again) {
        load(spec);
    }
}

void Reloader::changed(const skill::RootSpec& spec) {
    auto& touched = root(spec);
    if (touched.settle) {
        return;
    }
    touched.settle = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
    uv_timer_start(
        touched.settle.get(),
        [](uv_timer_t* timer) {
            auto* reloader = static_cast<Reloader*>(timer->data);
            for (auto& [known, root] : reloader->roots_) {
                if (root.settle.get() == timer) {
                    root.settle.reset();
                    reloader->load(known);
                    return;
                }
            }
        },
        kSettleMs, 0);
}

void Reloader::look_again() {
    for (auto& [spec, root] : roots_) {
        if (!root.complete && !root.loading) {
            load(spec);
        }
    }
}

std::size_t Reloader::watches_left(const Root& except) const {
    std::size_t used = 0;
    for (const auto& [spec, root] : roots_) {
        used += &root == &except ? 0 : root.watcher->watched();
    }
    return kMaxWatches - std::min(used, kMaxWatches);
}

void Reloader::stop() {
    *alive_ = nullptr;
    poll_.reset();
    roots_.clear();
}

}  // namespace skillwake::daemon
