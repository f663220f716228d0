#include "daemon/root_snapshot.h"

#include "base/parallel.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

namespace skillwake::daemon {
namespace {

bool same_skills(const skill::LoadedRoot& a, const skill::LoadedRoot& b) {
    return std::equal(a.skills.begin(), a.skills.end(), b.skills.begin(), b.skills.end(),
                      [](const auto& x, const auto& y) { return x.skill == y.skill; });
}

std::shared_ptr<const matcher::Index> compile(const skill::LoadedRoot& root,
                                              const matcher::SkillReadings* previous) {
    matcher::Index::Skills skills;
    skills.reserve(root.skills.size());
    for (const auto& loaded : root.skills) {
        skills.push_back(loaded.skill);
    }
    return matcher::Index::compile(std::move(skills), previous);
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

std::shared_ptr<const RootSnapshot> make_snapshot(const skill::RootSpec& spec, const RootSnapshot* previous,
                                                  const skill::LoadOptions& options, skill::LoadHints hints,
                                                  const SnapshotCache* cache) {
    auto snapshot = std::make_shared<RootSnapshot>();
    if (previous != nullptr) {
        snapshot->root = skill::load_root(spec, &previous->root, options, hints);
        const bool same = same_skills(previous->root, snapshot->root);
        snapshot->index = same ? previous->index : compile(snapshot->root, &previous->index->readings());
        snapshot->contents = same ? previous->contents : std::make_shared<ContentShelf>();
    } else {
        CacheReader known(cache, spec, options);
        hints.known_meanwhile = [&known] { return known.root(); };
        snapshot->root = skill::load_root(spec, nullptr, options, hints);
        snapshot->index = compile(snapshot->root, known.readings());
    }
    snapshot->diagnostics = snapshot->root.diagnostics;
    const auto& of_triggers = snapshot->index->diagnostics();
    snapshot->diagnostics.insert(snapshot->diagnostics.end(), of_triggers.begin(), of_triggers.end());
    return snapshot;
}

bool same_content(const RootSnapshot& a, const RootSnapshot& b) {
    return a.index == b.index && a.diagnostics == b.diagnostics &&
           a.root.scan->folders.empty() == b.root.scan->folders.empty();
}

}  // namespace skillwake::daemon
