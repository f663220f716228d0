#include "daemon/reloader.h"

#include "daemon/uv_job.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <span>
#include <utility>

namespace skillwake::daemon {
namespace {

using Time = PendingChanges::Time;

/// How often we look at what no folder tells of.
constexpr Time kTick{250};
/// A root that cannot be watched is read again after so long, or after so many times what that took.
constexpr Time kLeastPoll{200};
constexpr Time kMostPoll{30'000};
constexpr int kPollCost = 10;
constexpr int kLookCost = 20;
/// So many changed files, or so large a part of a root's skills, are worth being read before it is at rest.
constexpr std::size_t kFewestAhead = 64;
constexpr std::size_t kShareAhead = 32;
/// Watches that are taken over or given up in one turn of the loop: one or two milliseconds.
constexpr std::size_t kWatchesAtOnce = 1'000;

Time milliseconds_since(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration_cast<Time>(std::chrono::steady_clock::now() - began);
}

/// What the user's other programs leave us of the system's watches. Not by read_file(): what the kernel makes
/// up must be read at once.
std::size_t fair_share(std::size_t wanted) {
    std::size_t most = 0;
    std::ifstream("/proc/sys/fs/inotify/max_user_watches") >> most;
    return most == 0 ? wanted : std::min(wanted, most / 4 * 3);
}

}  // namespace

/// One load on a worker thread. Owns all that it touches there.
struct Reloader::Load {
    uv_work_t request{};
    std::shared_ptr<Reloader*> owner;
    skill::RootSpec spec;
    skill::LoadOptions options;
    OverlayLimits overlay;
    PendingChanges::Changes changes;
    WatchMaker watches;
    std::shared_ptr<const RootSnapshot> previous;  ///< null: it was never loaded
    std::shared_ptr<const SnapshotCache> cache;    ///< may be null
    bool ahead = false;                            ///< it goes on changing: it is only read
    /// Set by the loop when it has changed since; null: it is served all the same.
    std::shared_ptr<const std::atomic<bool>> more_came;
    std::optional<RootReading> reading;  ///< before: what was read ahead; then: what was only read
    std::shared_ptr<const RootSnapshot> made;
    bool same = false;  ///< as `previous`
    Time took{};
    std::size_t taken = 0;     ///< of its watches, by the loop
    std::size_t given_up = 0;  ///< the same of those of folders that have gone

    void run() {
        const auto began = std::chrono::steady_clock::now();
        const skill::LoadHints hints{.touched = changes.whole ? nullptr : &changes.touched,
                                     .before_listing = [this](const auto& folder) { watches.watch(folder); }};
        if (previous == nullptr) {
            made = make_snapshot(spec, nullptr, options, hints, cache.get());
        } else {
            follow(hints);
        }
        took = milliseconds_since(began);
    }

    const skill::LoadedRoot& root() const { return made ? made->root : reading->root; }

private:
    void follow(const skill::LoadHints& hints) {
        auto now = read_root(spec, *previous, std::exchange(reading, std::nullopt), options, hints);
        if (ahead || (more_came && *more_came)) {
            read_texts(now, *previous);
            reading = std::move(now);
            return;
        }
        made = compile(std::move(now), *previous, overlay);
        same = same_content(*previous, *made);
    }
};

/// One look at what no folder tells of, on a worker thread.
struct Reloader::Look {
    struct Seen {
        std::shared_ptr<const RootSnapshot> root;
        std::vector<std::filesystem::path> links;  ///< whose ends changed
        bool outside = false;                      ///< something else changed
    };

    uv_work_t request{};
    std::shared_ptr<Reloader*> owner;
    std::vector<std::shared_ptr<const RootSnapshot>> roots;
    std::vector<Seen> changed;
    Time took{};

    void run() {
        const auto began = std::chrono::steady_clock::now();
        for (const auto& root : roots) {
            Seen seen{root, skill::changed_since(root->root.scan->links),
                      !skill::changed_since(root->root.outside).empty()};
            if (seen.outside || !seen.links.empty()) {
                changed.push_back(std::move(seen));
            }
        }
        took = milliseconds_since(began);
    }
};

Reloader::Reloader(uv_loop_t& loop, RootStore& store, const Limits& limits, spdlog::logger& log,
                   std::function<void()> loaded)
    : loop_(loop),
      store_(store),
      limits_(limits),
      log_(log),
      loaded_(std::move(loaded)),
      most_watches_(fair_share(limits.watches)),
      events_(std::make_unique<FolderEvents>(loop, static_cast<FolderEvents::Sink&>(*this))),
      merger_(loop, store, log),
      tick_(make_handle<uv_timer_t>(loop, uv_timer_init, this)),
      alive_(std::make_shared<Reloader*>(this)) {
    uv_timer_start(
        tick_.get(), [](uv_timer_t* timer) { static_cast<Reloader*>(timer->data)->tick(); },
        static_cast<std::uint64_t>(kTick.count()), static_cast<std::uint64_t>(kTick.count()));
}

Reloader::Root& Reloader::root(const skill::RootSpec& spec) {
    const auto [known, is_new] = roots_.try_emplace(spec);
    auto& root = known->second;
    if (is_new) {
        root.spec = &known->first;
        root.owner = WatchOwner(static_cast<std::uint32_t>(by_owner_.size()));
        by_owner_.push_back(&root);
    }
    return root;
}

void Reloader::keep_in(std::shared_ptr<const SnapshotCache> cache) {
    saver_ = std::make_unique<SnapshotSaver>(loop_, store_, limits_.load, log_, std::move(cache));
}

void Reloader::load(const skill::RootSpec& spec) {
    auto& wanted = root(spec);
    wanted.pending.touch_all(now());
    begin(wanted, Aim::Serve);
}

std::size_t Reloader::load_all() {
    const auto known = store_.roots();
    for (const auto& entry : known) {
        load(entry.spec);
    }
    return known.size();
}

/// Unless it is under way; its end looks what is pending.
void Reloader::begin(Root& root, Aim aim) {
    root.settle.reset();
    if (root.loading || !(root.pending.any() || root.reading)) {
        return;
    }
    root.loading = true;
    *root.more_came = false;
    const bool overdue = root.pending.is_overdue(now());
    auto changes = root.pending.take();
    auto previous = store_.snapshot(*root.spec);
    WatchMaker watches(events_->descriptor(), watches_left(root, changes));
    auto load = std::make_unique<Load>(Load{.owner = alive_,
                                            .spec = *root.spec,
                                            .options = limits_.load,
                                            .overlay = limits_.overlay,
                                            .changes = std::move(changes),
                                            .watches = std::move(watches),
                                            .previous = std::move(previous),
                                            .cache = saver_ ? saver_->cache() : nullptr,
                                            .ahead = aim == Aim::Ahead,
                                            .more_came = overdue ? nullptr : root.more_came,
                                            .reading = std::exchange(root.reading, std::nullopt),
                                            .made = nullptr});
    load->request.data = load.get();
    events_->begin_load();
    uv_queue_work(
        &loop_, &load.release()->request,
        [](uv_work_t* request) { static_cast<Load*>(request->data)->run(); },
        [](uv_work_t* request, int /*status*/) {
            const std::shared_ptr<Load> done(static_cast<Load*>(request->data));
            if (auto* reloader = *done->owner; reloader != nullptr) {
                auto& loaded = reloader->root(done->spec);
                loaded.done = done;
                if (done->changes.whole) {
                    reloader->events_->begin_whole(loaded.owner);
                }
                reloader->take_watches(loaded);
            }
        });
}

/// Takes new watches, then gives those up whose folders have gone: a folder that was renamed keeps its own.
/// Whether there is nothing left to do.
bool Reloader::take_some(WatchOwner owner, Load& load) {
    auto most = kWatchesAtOnce;
    const auto rest = std::span(load.watches.made()).subspan(load.taken);
    const auto portion = rest.first(std::min(rest.size(), most));
    const bool is_last = portion.size() == rest.size();
    events_->add(owner, portion, is_last ? FolderEvents::Rest::None : FolderEvents::Rest::Follows);
    load.taken += portion.size();
    most -= portion.size();
    if (load.changes.whole) {
        return is_last && events_->end_whole(owner, most);
    }
    const auto& left = load.root().scan->left;
    for (; most > 0 && load.given_up < left.size(); --most) {
        events_->remove(owner, left[load.given_up++]);
    }
    return is_last && load.given_up == left.size();
}

/// A portion in each turn of the loop, so that a root of very many folders does not hold it.
void Reloader::take_watches(Root& root) {
    auto done = root.done;
    if (!take_some(root.owner, *done)) {
        root.taking = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
        uv_timer_start(
            root.taking.get(),
            [](uv_timer_t* timer) {
                auto& reloader = *static_cast<Reloader*>(timer->data);
                const auto found =
                    std::find_if(reloader.roots_.begin(), reloader.roots_.end(),
                                 [timer](const auto& known) { return known.second.taking.get() == timer; });
                if (found != reloader.roots_.end()) {
                    reloader.take_watches(found->second);
                }
            },
            1, 0);  // not 0: libuv would run it in this same turn
        return;
    }
    events_->end_load();
    root.taking.reset();
    root.done.reset();
    finished(root, *done);
    leave(std::move(done));
}

/// What a load of 20,000 folders leaves takes 16 ms to be given back: on a worker.
void Reloader::leave(std::shared_ptr<const Load> load) {
    struct Leaving {
        uv_work_t request{};
        std::shared_ptr<const Load> load;
    };
    auto leaving = std::make_unique<Leaving>();
    leaving->load = std::move(load);
    leaving->request.data = leaving.get();
    uv_queue_work(
        &loop_, &leaving.release()->request,
        [](uv_work_t* request) { static_cast<Leaving*>(request->data)->load.reset(); },
        [](uv_work_t* request, int /*status*/) { delete static_cast<Leaving*>(request->data); });
}

void Reloader::finished(Root& loaded, Load& load) {
    loaded.loading = false;
    load.previous.reset();  // the store has it, and knows who may drop it
    watched(loaded, load);
    if (!load.made) {
        loaded.reading = std::move(load.reading);
        settle(loaded);
        return;
    }
    loaded.pending.served();
    if (load.same) {
        store_.confirm(std::move(load.made));
    } else {
        log_.info("root loaded path={} skills={} diagnostics={} read={} ms={}", load.spec.folder.string(),
                  load.made->root.skills.size(), load.made->count_diagnostics(), load.made->root.files_read,
                  load.took.count());
        merger_.loaded(*load.made);
        if (saver_) {
            saver_->loaded(*load.made);
        }
        store_.put(std::move(load.made));
        loaded_();
    }
    settle(loaded);
}

void Reloader::watched(Root& root, const Load& load) {
    const bool whole = load.changes.whole;
    const auto& failure = load.watches.failure();
    const bool was_polled = root.polled;
    root.polled = !failure.empty() || (root.polled && !whole);
    root.poll_at = now() + std::clamp(load.took * kPollCost, kLeastPoll, kMostPoll);
    if (root.polled && !was_polled) {
        log_.warn("root cannot be watched, it is polled path={} reason={}", load.spec.folder.string(),
                  failure);
    }
    if (!root.polled || !failure.empty()) {
        store_.set_watching(load.spec, {root.polled ? "polling" : "events", failure});
    }
}

void Reloader::entry_changed(WatchOwner owner, const std::filesystem::path& folder, std::string_view name) {
    auto* known = by_owner_[static_cast<std::size_t>(owner)];
    if (known == nullptr) {
        return;
    }
    auto& touched = *known;
    if (name == ".gitignore") {
        touched.pending.touch_all(now());
    } else if (!skill::is_passed_over(name)) {
        touched.pending.touch(folder, name, now());
    }
    settle(touched);
}

void Reloader::folder_left(WatchOwner owner, const std::filesystem::path& folder) {
    auto* known = by_owner_[static_cast<std::size_t>(owner)];
    if (known == nullptr) {
        return;
    }
    auto& touched = *known;
    if (folder == touched.spec->folder) {
        touched.pending.touch_all(now());
    } else {
        touched.pending.touch(folder.parent_path(), folder.filename().string(), now());
    }
    settle(touched);
}

void Reloader::events_lost() {
    log_.warn("changes were lost: more than the system keeps; every root is read again");
    store_.note_lost_events();
    for (auto& [spec, root] : roots_) {
        root.pending.touch_all(now());
        settle(root);
    }
}

/// While it goes on changing.
bool Reloader::is_worth_reading(const Root& root) const {
    if (root.pending.names() < kFewestAhead) {
        return false;
    }
    const auto snapshot = store_.snapshot(*root.spec);
    return snapshot != nullptr && root.pending.names() >= snapshot->root.skills.size() / kShareAhead;
}

void Reloader::settle(Root& root) {
    if (root.loading) {
        *root.more_came = root.pending.any();
        return;
    }
    if (is_worth_reading(root) && root.pending.wait(now()) > Time(0)) {
        begin(root, Aim::Ahead);
        return;
    }
    if (root.settle || !(root.pending.any() || root.reading)) {
        return;
    }
    root.settle = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
    const auto wait = std::max(root.pending.wait(now()), Time(0));
    uv_timer_start(
        root.settle.get(), [](uv_timer_t* timer) { static_cast<Reloader*>(timer->data)->settled(timer); },
        static_cast<std::uint64_t>(wait.count()), 0);
}

void Reloader::settled(const uv_timer_t* timer) {
    const auto found = std::find_if(roots_.begin(), roots_.end(), [timer](const auto& known) {
        return known.second.settle.get() == timer;
    });
    if (found == roots_.end()) {
        return;
    }
    auto& root = found->second;
    root.settle.reset();
    if (root.pending.wait(now()) > Time(0)) {
        settle(root);
    } else {
        begin(root, Aim::Serve);
    }
}

/// Those that are being read wait for the next time.
void Reloader::forget_unseen() {
    for (const auto& spec : store_.unseen()) {
        const auto known = roots_.find(spec);
        if (known != roots_.end() && known->second.loading) {
            continue;
        }
        if (known != roots_.end()) {
            events_->begin_whole(known->second.owner);
            leaving_.push_back(known->second.owner);
            by_owner_[static_cast<std::size_t>(known->second.owner)] = nullptr;
            roots_.erase(known);
        }
        log_.info("root forgotten path={}", spec.folder.string());
        store_.forget(spec);
    }
}

void Reloader::tick() {
    if (store_.refresh()) {
        loaded_();
    }
    forget_unseen();
    if (!leaving_.empty() && events_->end_whole(leaving_.back(), kWatchesAtOnce)) {
        leaving_.pop_back();
    }
    for (auto& [spec, root] : roots_) {
        if (root.polled && !root.loading && now() >= root.poll_at) {
            load(spec);
        }
    }
    if (!looking_ && now() >= look_at_) {
        look();
    }
}

void Reloader::look() {
    auto look = std::make_unique<Look>();
    for (const auto& [spec, root] : roots_) {
        if (auto snapshot = store_.snapshot(spec); snapshot && !root.loading) {
            look->roots.push_back(std::move(snapshot));
        }
    }
    if (look->roots.empty()) {
        return;
    }
    looking_ = true;
    look->owner = alive_;
    queue_job<&Reloader::looked>(loop_, std::move(look));
}

void Reloader::looked(const Look& look) {
    looking_ = false;
    look_at_ = now() + look.took * kLookCost;
    for (const auto& seen : look.changed) {
        const auto& spec = seen.root->root.spec;
        if (store_.snapshot(spec) != seen.root) {
            continue;  // it was read, or forgotten, meanwhile: the next look tells
        }
        auto& changed = root(spec);
        if (changed.loading) {
            continue;
        }
        if (seen.outside) {
            changed.pending.touch_all(now());
        }
        for (const auto& link : seen.links) {
            changed.pending.touch(link.parent_path(), link.filename().string(), now());
        }
        settle(changed);
    }
}

/// What is read again is watched again: those watches are there already.
std::size_t Reloader::watches_left(const Root& root, const PendingChanges::Changes& changes) const {
    const auto again = changes.whole ? events_->watched_of(root.owner) : changes.touched.size();
    const auto used = events_->watched() - std::min(events_->watched(), again);
    return most_watches_ - std::min(used, most_watches_);
}

void Reloader::stop() {
    *alive_ = nullptr;
    saver_.reset();
    merger_.stop();
    tick_.reset();
    events_.reset();
    by_owner_.clear();
    roots_.clear();
}

}  // namespace skillwake::daemon
