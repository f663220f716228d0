#include "daemon/root_store.h"

#include "base/path.h"
#include "skill/ignore.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {
namespace {

/// How long a folder's list of roots holds before it is looked up again: a skill folder may have been made,
/// and is to be seen within half a second. A look costs below a millisecond.
constexpr Clock::Duration kRootsHold = std::chrono::milliseconds(400);
/// So long after a workspace was asked for its roots are looked up by refresh(), if the last time is so long
/// ago, and of so many at a time.
constexpr Clock::Duration kAttended = std::chrono::minutes(10);
constexpr Clock::Duration kRefreshed = std::chrono::milliseconds(200);
constexpr std::size_t kRefreshedAtOnce = 8;
constexpr std::size_t kMaxWorkspaces = 256;
/// Of one workspace: folders below it with skills of their own, and folders looked at for them.
constexpr std::size_t kMaxNested = 128;
constexpr std::size_t kMaxLooked = 4'096;

bool passed_over(const std::filesystem::path& file) {
    return std::any_of(file.begin(), file.end(),
                       [](const auto& part) { return part == ".git" || part == "node_modules"; });
}

/// The deepest first, whatever was touched first.
std::vector<skill::RootSpec> nested_roots(const std::set<std::filesystem::path>& folders,
                                          const std::filesystem::path& top,
                                          const std::filesystem::path& cwd) {
    const auto depth = [](const std::filesystem::path& path) {
        return std::distance(path.begin(), path.end());
    };
    std::vector<std::filesystem::path> ordered(folders.begin(), folders.end());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [&depth](const auto& a, const auto& b) { return depth(a) > depth(b); });
    std::vector<skill::RootSpec> roots;
    for (const auto& folder : ordered) {
        const auto own = skill::roots_in(folder, top, cwd);
        roots.insert(roots.end(), own.begin(), own.end());
    }
    return roots;
}

}  // namespace

RootStore::RootStore(std::vector<skill::RootSpec> fixed, skill::Places places, const Clock& clock,
                     skill::Precedence precedence, ProjectTrust trust)
    : fixed_(std::move(fixed)),
      places_(std::move(places)),
      clock_(clock),
      precedence_(precedence),
      trust_(trust) {}

Result<std::shared_ptr<const Catalogue>> RootStore::catalogue(const std::filesystem::path& cwd) {
    auto& seen = workspace(cwd);
    if (seen.catalogue) {
        return seen.catalogue;
    }
    if (want_missing(seen)) {
        return Error(Errc::NotReady, "the workspace's skills are being loaded");
    }
    if (seen.ordered == 0) {
        make_or_order(seen, order_for(key_of(cwd), seen, generation_));
    }
    if (seen.catalogue) {
        return seen.catalogue;
    }
    return Error(Errc::NotReady, "the workspace's catalogue is being made");
}

/// All its roots must be loaded.
CatalogueOrder RootStore::order_for(const std::filesystem::path& key, const Workspace& workspace,
                                    std::uint64_t generation) {
    CatalogueOrder order{key, ++last_order_, {}, generation, precedence_, workspace.top.string()};
    for (const auto& spec : workspace.roots) {
        order.roots.push_back(states_.at(spec).snapshot);
    }
    return order;
}

void RootStore::make_or_order(Workspace& workspace, CatalogueOrder order) {
    std::size_t skills = 0;
    for (const auto& root : order.roots) {
        skills += root->root.skills.size();
    }
    if (skills <= most_skills_) {
        workspace.catalogue = order.make();
        return;
    }
    workspace.ordered = order.number;
    orders_.push_back(std::move(order));
}

void RootStore::put(const CatalogueOrder& order, std::shared_ptr<const Catalogue> made) {
    const auto known = workspaces_.find(order.workspace);
    if (known == workspaces_.end() || known->second.ordered != order.number) {
        retire(std::move(made));
        return;
    }
    known->second.ordered = 0;
    retire(std::exchange(known->second.catalogue, std::move(made)));
}

void RootStore::outdate(Workspace& workspace) {
    workspace.ordered = 0;
    retire(std::exchange(workspace.catalogue, nullptr));
}

void RootStore::retire(std::shared_ptr<const Catalogue> catalogue) {
    std::size_t skills = 0;
    if (catalogue) {
        for (const auto& layer : catalogue->view().layers) {
            skills += layer.index->skills().size();
        }
    }
    if (skills > most_skills_) {
        retired_.push_back(std::move(catalogue));
    }
}

void RootStore::replace(State& state, std::shared_ptr<const RootSnapshot> snapshot) {
    ++state.loads;
    retire(std::exchange(state.snapshot, std::move(snapshot)));
}

void RootStore::retire(std::shared_ptr<const RootSnapshot> snapshot) {
    if (snapshot && snapshot->root.skills.size() > most_skills_) {
        retired_.push_back(std::move(snapshot));
    }
}

/// With fixed roots all folders see the same: one workspace serves.
const std::filesystem::path& RootStore::key_of(const std::filesystem::path& cwd) const {
    return fixed_.empty() ? cwd : all_;
}

RootStore::Workspace& RootStore::workspace(const std::filesystem::path& cwd) {
    const auto& key = key_of(cwd);
    const auto now = clock_.steady();
    const auto known = workspaces_.find(key);
    if (known != workspaces_.end()) {
        known->second.asked_at = now;
    }
    if (known != workspaces_.end() &&
        (!fixed_.empty() || (!known->second.stale && now - known->second.looked_at < kRootsHold))) {
        return known->second;
    }
    if (workspaces_.size() >= kMaxWorkspaces && known == workspaces_.end()) {
        forget_workspaces();
    }
    auto& seen = workspaces_[key];
    seen.asked_at = now;
    look(seen, cwd, now);
    return seen;
}

bool RootStore::refresh() {
    const auto now = clock_.steady();
    std::vector<decltype(workspaces_)::value_type*> due;
    for (auto& known : workspaces_) {
        const auto& workspace = known.second;
        if (fixed_.empty() && now - workspace.asked_at < kAttended &&
            now - workspace.looked_at >= kRefreshed) {
            due.push_back(&known);
        }
    }
    std::sort(due.begin(), due.end(),
              [](const auto* a, const auto* b) { return a->second.looked_at < b->second.looked_at; });
    due.resize(std::min(due.size(), kRefreshedAtOnce));
    bool changed = false;
    for (auto* known : due) {
        if (look(known->second, known->first, now)) {
            changed = true;
            want_missing(known->second);
        }
    }
    generation_ += changed ? 1 : 0;
    return changed;
}

/// Whether it has other roots now.
bool RootStore::look(Workspace& workspace, const std::filesystem::path& cwd, Clock::Duration now) {
    auto roots = fixed_;
    if (fixed_.empty()) {
        workspace.top = skill::project_of(cwd);
        roots = skill::workspace_roots(cwd, places_, shared(now), precedence_,
                                       nested_roots(workspace.nested, workspace.top, cwd));
    }
    if (trust_ != ProjectTrust::Host) {
        std::stable_partition(roots.begin(), roots.end(), [](const skill::RootSpec& root) {
            return root.scope != skill::Scope::Project;
        });
    }
    const bool changed = workspace.roots != roots;
    if (changed) {
        see(workspace, std::move(roots));
        outdate(workspace);
    }
    workspace.looked.clear();
    workspace.looked_at = now;
    workspace.stale = false;
    return changed;
}

void RootStore::see(Workspace& workspace, std::vector<skill::RootSpec> roots) {
    for (const auto& spec : roots) {
        ++states_[spec].workspaces;
    }
    for (const auto& spec : workspace.roots) {
        --states_[spec].workspaces;
    }
    workspace.roots = std::move(roots);
}

void RootStore::forget_workspaces() {
    workspaces_.clear();
    for (auto& [spec, state] : states_) {
        state.workspaces = 0;
    }
}

std::vector<skill::RootSpec> RootStore::unseen() const {
    std::vector<skill::RootSpec> unseen;
    for (const auto& [spec, state] : states_) {
        if (state.workspaces == 0 && fixed_.empty()) {
            unseen.push_back(spec);
        }
    }
    return unseen;
}

const skill::SharedRoots& RootStore::shared(Clock::Duration now) {
    if (!shared_at_ || now - *shared_at_ >= kRefreshed) {
        shared_ = skill::shared_roots(places_, std::move(shared_));
        shared_at_ = now;
    }
    return shared_;
}

void RootStore::touched(const std::filesystem::path& cwd, const std::filesystem::path& file) {
    if (!fixed_.empty()) {
        return;
    }
    auto& seen = workspace(cwd);
    const auto whole = (cwd / file).lexically_normal();
    if (!lies_in(whole, seen.top) || passed_over(whole.lexically_relative(seen.top))) {
        return;
    }
    bool found = false;
    // Folders above `cwd` are seen anyway.
    for (auto at = whole.parent_path(); !lies_in(cwd, at) && seen.looked.size() < kMaxLooked;
         at = at.parent_path()) {
        if (!seen.looked.insert(at).second) {
            break;  // then those above it have been looked at, too
        }
        if (at != places_.home && seen.nested.size() < kMaxNested && !seen.nested.contains(at) &&
            !skill::roots_in(at, seen.top, cwd).empty() && !skill::is_ignored(seen.top, at)) {
            found = seen.nested.insert(at).second;
        }
    }
    if (found) {
        look(seen, cwd, clock_.steady());
    }
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
    note_surroundings(state, *snapshot);
    for (auto& [cwd, workspace] : workspaces_) {
        const auto& roots = workspace.roots;
        if (std::find(roots.begin(), roots.end(), snapshot->root.spec) != roots.end()) {
            outdate(workspace);
        }
    }
    replace(state, std::move(snapshot));
}

void RootStore::confirm(std::shared_ptr<const RootSnapshot> snapshot) {
    auto& state = states_[snapshot->root.spec];
    note_surroundings(state, *snapshot);
    replace(state, std::move(snapshot));
}

bool RootStore::put_merged(const std::shared_ptr<const RootSnapshot>& of,
                           std::shared_ptr<const RootSnapshot> merged) {
    const auto& spec = of->root.spec;
    const auto known = states_.find(spec);
    if (known == states_.end() || known->second.snapshot != of) {
        return false;
    }
    known->second.snapshot = std::move(merged);
    for (auto& [key, workspace] : workspaces_) {
        const auto& roots = workspace.roots;
        if (workspace.catalogue && std::find(roots.begin(), roots.end(), spec) != roots.end()) {
            make_or_order(workspace, order_for(key, workspace, workspace.catalogue->generation()));
        }
    }
    return true;
}

void RootStore::note_surroundings(const State& state, const RootSnapshot& now) {
    if (now.root.spec.scope != skill::Scope::Plugin || state.snapshot == nullptr ||
        state.snapshot->root.outside == now.root.outside) {
        return;
    }
    shared_at_.reset();
    for (auto& [cwd, workspace] : workspaces_) {
        workspace.stale = true;
    }
}

std::vector<RootStore::Root> RootStore::roots() const {
    std::vector<Root> roots;
    for (const auto& [spec, state] : states_) {
        roots.push_back({spec, state.watching, state.snapshot, state.loads});
    }
    return roots;
}

std::shared_ptr<const RootSnapshot> RootStore::snapshot(const skill::RootSpec& spec) const {
    const auto found = states_.find(spec);
    return found == states_.end() ? nullptr : found->second.snapshot;
}

}  // namespace skillwake::daemon
