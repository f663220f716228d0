#include "daemon/root_snapshot.h"

#include "base/parallel.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

namespace skillwake::daemon {
namespace {

matcher::Index::Skills skills_of(const skill::LoadedRoot& root) {
    matcher::Index::Skills skills;
    skills.reserve(root.skills.size());
    for (const auto& loaded : root.skills) {
        skills.push_back(loaded.skill);
    }
    return skills;
}

void take_index(RootSnapshot& snapshot, std::shared_ptr<const matcher::Index> index) {
    snapshot.names = std::make_shared<const SkillNames>(index);
    snapshot.index = std::move(index);
}

std::shared_ptr<const RootSnapshot> finish(std::shared_ptr<RootSnapshot> snapshot) {
    snapshot->trigger_diagnostics = diagnostics_of(*snapshot->index, snapshot->overlay.get());
    return snapshot;
}

/// Reads a cache while the root's folders are listed.
class CacheReader {
public:
    /// `cache` may be null.
    CacheReader(const SnapshotCache* cache, const skill::RootSpec& spec, const skill::LoadOptions& options) {
        if (cache != nullptr) {
            read_ = [this, cache, &spec, &options] { known_ = cache->read(spec, options); };
            threads_ = start_threads(1, read_);
        }
    }
    CacheReader(const CacheReader&) = delete;
    CacheReader& operator=(const CacheReader&) = delete;
    ~CacheReader() { wait(); }

    const skill::LoadedRoot* root() {
        wait();
        return known_ ? &known_->root : nullptr;
    }
    const matcher::SkillReadings* readings() {
        wait();
        return known_ ? &known_->readings : nullptr;
    }

private:
    void wait() {
        if (read_ && threads_.empty()) {
            read_();  // the system granted no thread
        }
        for (auto& thread : std::exchange(threads_, {})) {
            thread.join();
        }
        read_ = nullptr;
    }

    std::optional<KnownRoot> known_;
    std::function<void()> read_;
    std::vector<std::thread> threads_;
};

}  // namespace

RootReading read_root(const skill::RootSpec& spec, const RootSnapshot& previous,
                      std::optional<RootReading> before, const skill::LoadOptions& options,
                      const skill::LoadHints& hints) {
    if (!before) {
        return {skill::load_root(spec, &previous.root, options, hints), {}};
    }
    RootReading reading{skill::load_root(spec, &before->root, options, hints), std::move(before->texts)};
    reading.root.files_read += before->root.files_read;
    return reading;
}

void read_texts(RootReading& reading, const RootSnapshot& previous) {
    const auto changes = changes_since(*previous.index, reading.root, kAnyNumber);
    reading.texts.read(changes->came, &previous.index->readings());
}

std::shared_ptr<const RootSnapshot> compile(RootReading reading, const RootSnapshot& previous,
                                            const OverlayLimits& limits) {
    auto snapshot = std::make_shared<RootSnapshot>();
    snapshot->root = std::move(reading.root);
    const bool may_lay = previous.index->skills().size() >= limits.fewest_skills;
    auto changes = changes_since(*previous.index, snapshot->root, may_lay ? limits.most_changes : 0);
    if (!changes) {
        take_index(*snapshot, matcher::Index::compile(skills_of(snapshot->root), &previous.index->readings(),
                                                      &reading.texts));
        return finish(std::move(snapshot));
    }
    snapshot->index = previous.index;
    snapshot->names = previous.names;
    snapshot->contents = previous.contents;
    if (changes->any()) {
        snapshot->overlay = lay_over(*previous.index, *std::move(changes), previous.overlay, reading.texts);
    }
    return finish(std::move(snapshot));
}

std::shared_ptr<const RootSnapshot> merge(const RootSnapshot& snapshot) {
    auto merged = std::make_shared<RootSnapshot>();
    merged->root = snapshot.root;
    take_index(*merged, matcher::Index::compile(skills_of(merged->root), &snapshot.index->readings()));
    return finish(std::move(merged));
}

std::shared_ptr<const RootSnapshot> make_snapshot(const skill::RootSpec& spec, const RootSnapshot* previous,
                                                  const skill::LoadOptions& options, skill::LoadHints hints,
                                                  const SnapshotCache* cache, const OverlayLimits& limits) {
    if (previous != nullptr) {
        return compile(read_root(spec, *previous, {}, options, hints), *previous, limits);
    }
    CacheReader known(cache, spec, options);
    const auto folders = cache == nullptr ? std::nullopt : cache->read_folders(spec, options);
    hints.folders = folders ? &*folders : nullptr;
    hints.known_meanwhile = [&known] { return known.root(); };
    auto snapshot = std::make_shared<RootSnapshot>();
    snapshot->root = skill::load_root(spec, nullptr, options, hints);
    take_index(*snapshot, matcher::Index::compile(skills_of(snapshot->root), known.readings()));
    return finish(std::move(snapshot));
}

bool same_content(const RootSnapshot& a, const RootSnapshot& b) {
    return a.index == b.index && a.overlay == b.overlay && a.root.diagnostics == b.root.diagnostics &&
           a.root.scan->folders.empty() == b.root.scan->folders.empty();
}

}  // namespace skillwake::daemon
