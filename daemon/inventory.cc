#include "daemon/inventory.h"

#include "daemon/translate.h"

#include <cstdint>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace skillwake::daemon {
namespace {

/// What several roots tell alike, as of a manifest that they share, is told once. Its roots must outlive it.
class ToldOnce {
public:
    void append(const RootSnapshot& root, std::vector<protocol::Diagnostic>& to) {
        for (const auto* diagnostics : {&root.root.diagnostics.values(), &root.trigger_diagnostics}) {
            for (const auto& diagnostic : *diagnostics) {
                if (told_.emplace(diagnostic.path, diagnostic.line, diagnostic.message).second) {
                    to.push_back(to_message(diagnostic));
                }
            }
        }
    }

private:
    std::set<std::tuple<std::string_view, std::uint32_t, std::string_view>> told_;
};

skill::Diagnostic unwatched(const RootStore::Root& root) {
    return {skill::Severity::Warning, root.spec.folder.string(), 0,
            "not all of its folders are watched, so it is read again and again: " + root.watching.warning,
            "raise the limit, or let the root hold fewer folders"};
}

}  // namespace

std::size_t SkillList::size() const {
    std::size_t count = 0;
    for (const auto& root : catalogue->roots()) {
        count += root->root.skills.size() + root->count_diagnostics();
    }
    return count;
}

protocol::ListResult SkillList::make() const {
    protocol::ListResult result;
    for (const auto ref : catalogue->all()) {
        auto summary = summary_of(*catalogue, ref, trust);
        if (!shadowed || summary.shadowed_by || !summary.ambiguous_with.empty()) {
            result.skills.push_back(std::move(summary));
        }
    }
    ToldOnce told;
    for (const auto& root : catalogue->roots()) {
        if (shadowed) {
            break;
        }
        told.append(*root, result.diagnostics);
    }
    result.generation = catalogue->generation();
    return result;
}

std::size_t DaemonStatus::size() const {
    std::size_t count = 0;
    for (const auto& root : roots) {
        count += root.snapshot ? root.snapshot->count_diagnostics() : 0;
    }
    return count;
}

protocol::StatusResult DaemonStatus::make() const {
    auto result = counted;
    ToldOnce told;
    for (const auto& root : roots) {
        protocol::RootStatus status;
        status.path = root.spec.folder.string();
        status.scope = skill::name_of(root.spec.scope);
        status.loads = root.loads;
        status.state = "loading";
        status.watched = root.watching.by;
        if (!root.watching.warning.empty()) {
            result.diagnostics.push_back(to_message(unwatched(root)));
        }
        if (root.snapshot) {
            status.state = root.snapshot->root.scan->folders.empty() ? "missing" : "loaded";
            status.skills = root.snapshot->root.skills.size();
            status.diagnostics = root.snapshot->count_diagnostics();
            told.append(*root.snapshot, result.diagnostics);
        }
        result.skills += status.skills;
        result.roots.push_back(std::move(status));
    }
    return result;
}

}  // namespace skillwake::daemon
