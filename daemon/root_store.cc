#include "daemon/root_store.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {
namespace {

/// How long a folder's list of roots holds before it is looked up again: a skill folder may have been made.
constexpr Clock::Duration kRootsHold = std::chrono::seconds(2);
constexpr std::size_t kMaxWorkspaces = 256;

}  // namespace

RootStore::RootStore(std::vector<skill::RootSpec> fixed, skill::Places places, const Clock& clock)
    : fixed_(std::move(fixed)), places_(std::move(places)), clock_(clock) {}

Result<std::shared_ptr<const Catalogue>> RootStore::catalogue(const std::filesystem::path& cwd) {
    auto& seen = workspace(cwd);
    if (seen.catalogue) {
        return seen.catalogue;
    }
    if (want_missing(seen)) {
        return Error(Errc::NotReady, "the workspace's skills are being loaded");
    }
    std::vector<std::shared_ptr<const RootSnapshot>> snapshots;
    for (const auto& spec : seen.roots) {
        snapshots.push_back(states_.at(spec).snapshot);
    }
    seen.catalogue = std::make_shared<const Catalogue>(std::move(snapshots), generation_);
    return seen.catalogue;
}

RootStore::Workspace& RootStore::workspace(const std::filesystem::path& cwd) {
    // With fixed roots all folders see the same: one workspace serves.
    const auto key = fixed_.empty() ? cwd : std::filesystem::path();
    const auto now = clock_.steady();
    const auto known = workspaces_.find(key);
    if (known != workspaces_.end() && (!fixed_.empty() || now - known->second.looked_at < kRootsHold)) {
        return known->second;
    }
    if (workspaces_.size() >= kMaxWorkspaces && known == workspaces_.end()) {
        workspaces_.clear();
    }
    auto roots = fixed_.empty() ? skill::standard_roots(cwd, places_) : fixed_;
    auto& seen = workspaces_[key];
    if (seen.roots != roots) {
        seen.roots = std::move(roots);
        seen.catalogue = nullptr;
    }
    seen.looked_at = now;
    return seen;
}

bool RootStore::want_missing(const Workspace& workspace) {
    bool missing = false;
    for (const auto& spec : workspace.roots) {
        if (states_[spec].snapshot == nullptr) {
            missing = true;
            if (std::find(wanted_.begin(), wanted_.end(), spec) == wanted_.end()) {
                wanted_.push_back(spec);
            }
        }
    }
    return missing;
}

std::vector<skill::RootSpec> RootStore::take_wanted() {
    return std::exchange(wanted_, {});
}

void RootStore::put(std::shared_ptr<const RootSnapshot> snapshot) {
    ++generation_;
    auto& state = states_[snapshot->root.spec];
    ++state.loads;
    for (auto& [cwd, workspace] : workspaces_) {
        const auto& roots = workspace.roots;
        if (std::find(roots.begin(), roots.end(), snapshot->root.spec) != roots.end()) {
            workspace.catalogue = nullptr;
        }
    }
    state.snapshot = std::move(snapshot);
}

std::vector<RootStore::Root> RootStore::roots() const {
    std::vector<Root> roots;
    for (const auto& [spec, state] : states_) {
        roots.push_back({spec, state.snapshot, state.loads});
    }
    return roots;
}

std::shared_ptr<const RootSnapshot> RootStore::snapshot(const skill::RootSpec& spec) const {
    const auto found = states_.find(spec);
    return found == states_.end() ? nullptr : found->second.snapshot;
}

}  // namespace skillwake::daemon
