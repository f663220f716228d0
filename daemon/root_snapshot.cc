#include "daemon/root_snapshot.h"

#include <utility>

namespace skillwake::daemon {

std::shared_ptr<const RootSnapshot> make_snapshot(const skill::RootSpec& spec, const RootSnapshot* previous,
                                                  const skill::LoadOptions& options) {
    auto snapshot = std::make_shared<RootSnapshot>();
    snapshot->root = skill::load_root(spec, previous == nullptr ? nullptr : &previous->root, options);
    matcher::Index::Skills skills;
    skills.reserve(snapshot->root.skills.size());
    for (const auto& loaded : snapshot->root.skills) {
        skills.push_back(loaded.skill);
    }
    snapshot->index = matcher::Index::compile(std::move(skills));
    snapshot->diagnostics = snapshot->root.diagnostics;
    const auto& of_triggers = snapshot->index->diagnostics();
    snapshot->diagnostics.insert(snapshot->diagnostics.end(), of_triggers.begin(), of_triggers.end());
    return snapshot;
}

}  // namespace skillwake::daemon
