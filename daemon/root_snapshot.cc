#include "daemon/root_snapshot.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {
namespace {

bool same_skills(const skill::LoadedRoot& a, const skill::LoadedRoot& b) {
    return std::equal(a.skills.begin(), a.skills.end(), b.skills.begin(), b.skills.end(),
                      [](const auto& x, const auto& y) { return x.skill == y.skill; });
}

std::shared_ptr<const matcher::Index> compile(const skill::LoadedRoot& root, const matcher::Index* previous) {
    matcher::Index::Skills skills;
    skills.reserve(root.skills.size());
    for (const auto& loaded : root.skills) {
        skills.push_back(loaded.skill);
    }
    return matcher::Index::compile(std::move(skills), previous);
}

}  // namespace

std::shared_ptr<const RootSnapshot> make_snapshot(const skill::RootSpec& spec, const RootSnapshot* previous,
                                                  const skill::LoadOptions& options,
                                                  const skill::LoadHints& hints) {
    auto snapshot = std::make_shared<RootSnapshot>();
    snapshot->root = skill::load_root(spec, previous == nullptr ? nullptr : &previous->root, options, hints);
    const bool same = previous != nullptr && same_skills(previous->root, snapshot->root);
    snapshot->index = same ? previous->index
                           : compile(snapshot->root, previous == nullptr ? nullptr : previous->index.get());
    if (same) {
        snapshot->contents = previous->contents;
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
