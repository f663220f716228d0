#include "skill/load.h"

#include "base/file.h"
#include "base/parallel.h"
#include "base/sha256.h"
#include "skill/dialects/codex.h"
#include "skill/dialects/colocated.h"
#include "skill/manifest.h"
#include "skill/parse.h"
#include "skill/plugin_list.h"
#include "skill/plugin_signals.h"
#include "skill/skill_rules.h"
#include "skill/suspicion.h"

#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <unordered_set>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

std::vector<Resource> resources_of(const FoundSkill& found) {
    std::vector<Resource> resources;
    const auto folder = found.file.parent_path();
    for (const auto& file : found.resources) {
        std::error_code failed;
        const auto bytes = fs::file_size(file, failed);
        if (!failed) {
            resources.push_back({file.lexically_relative(folder).generic_string(), bytes});
        }
    }
    return resources;
}

bool unchanged(const LoadedSkill& known, const FileStamp& stamp, const FileStamp& policy,
               const std::vector<Resource>& resources) {
    return known.stamp == stamp && stamp != FileStamp{} && known.policy == policy &&
           known.skill->resources == resources;
}

/// All zero: the skill has none.
FileStamp policy_stamp(const fs::path& folder, const std::vector<Resource>& resources) {
    const bool has_policy = std::any_of(resources.begin(), resources.end(), [](const Resource& resource) {
        return resource.file == dialects::kCodexPolicyFile;
    });
    return has_policy ? stamp_of(folder / dialects::kCodexPolicyFile) : FileStamp{};
}

/// The skill-rules.json that speaks for the skills of `root`; empty: none.
fs::path skill_rules_of(const fs::path& root) {
    std::error_code ignored;
    const auto beside = root / "skill-rules.json";
    if (fs::is_regular_file(beside, ignored)) {
        return beside;
    }
    const auto hooks = root.parent_path() / "hooks" / "skill-rules.json";
    return root.filename() == "skills" && fs::is_regular_file(hooks, ignored) ? hooks : fs::path();
}

/// Where a skill-rules.json of `root` may lie.
std::vector<fs::path> places_of_rules(const fs::path& root) {
    std::vector<fs::path> places{root / "skill-rules.json"};
    if (root.filename() == "skills") {
        places.push_back(root.parent_path() / "hooks" / "skill-rules.json");
    }
    return places;
}

/// The .gitignore files above `root` that count for it.
std::vector<fs::path> ignore_files_above(const RootSpec& spec) {
    std::vector<fs::path> files;
    auto at = spec.folder;
    while (!spec.within.empty() && at != spec.within && at.has_relative_path()) {
        at = at.parent_path();
        files.push_back(at / ".gitignore");
    }
    return files;
}

class RootLoader {
public:
    RootLoader(const RootSpec& spec, const LoadedRoot* previous, const LoadOptions& options,
               const LoadHints& hints)
        : previous_(previous), options_(options), hints_(hints) {
        root_.spec = spec;
    }

    LoadedRoot run() {
        if (root_.spec.is_plugin_list) {
            return run_plugin_list();
        }
        stamp_outside();
        incremental_ =
            hints_.touched != nullptr && previous_ != nullptr && previous_->outside == root_.outside;
        auto limits = options_.scan;
        limits.only_rule = is_colocated() ? kColocatedRule : std::string_view();
        scan(limits);
        if (previous_ == nullptr && hints_.known_meanwhile) {
            previous_ = hints_.known_meanwhile();
        }
        root_.diagnostics = root_.scan->diagnostics;
        tell_manifests();
        read_rules();
        read_signals();
        load_skills();
        for (const auto& loaded : root_.skills) {
            tell(loaded.skill->diagnostics);
        }
        tell_unknown_rules();
        return std::move(root_);
    }

private:
    LoadedRoot run_plugin_list() {
        const auto& file = root_.spec.folder;
        root_.outside.emplace(file, stamp_path(file));
        auto scan = std::make_shared<Scan>();
        scan->folders.push_back(file);
        scan->listings = std::make_shared<const Listings>();
        root_.scan = std::move(scan);
        root_.diagnostics = check_plugin_list(file);
        return std::move(root_);
    }

    /// Before anything is read: what changes meanwhile is seen as a change.
    void stamp_outside() {
        const auto& folder = root_.spec.folder;
        root_.outside.emplace(folder, stamp_path(folder));
        for (const auto& file : places_of_rules(folder)) {
            root_.outside.emplace(file, stamp_path(file));
        }
        for (const auto& file : ignore_files_above(root_.spec)) {
            root_.outside.emplace(file, stamp_path(file));
        }
        if (root_.spec.scope == Scope::Plugin) {
            stamp_manifests();
        }
    }

    /// Also where one is not yet: that it appears is a change.
    void stamp_manifests() {
        const auto& plugin = root_.spec.within;
        if (!plugin.empty()) {
            root_.outside.emplace(plugin / kPluginManifest, stamp_path(plugin / kPluginManifest));
        }
        for (const auto& file : marketplaces_of(root_.spec.folder)) {
            const auto stamp = stamp_path(file);
            root_.outside.emplace(file, stamp);
            if (stamp != PathStamp()) {
                marketplace_ = file;
                return;
            }
        }
    }

    void tell_manifests() {
        if (root_.spec.scope == Scope::Plugin && !root_.spec.within.empty()) {
            tell(check_plugin_manifest(root_.spec.within));
        }
        if (!marketplace_.empty()) {
            tell(check_marketplace(marketplace_.parent_path().parent_path()));
        }
    }

    void tell(const std::vector<Diagnostic>& diagnostics) {
        root_.diagnostics.insert(root_.diagnostics.end(), diagnostics.begin(), diagnostics.end());
    }

    void scan(const ScanLimits& limits) {
        const auto& spec = root_.spec;
        if (!incremental_) {
            root_.scan = scan_root(spec.folder, limits, spec.within, hints_.before_listing);
            return;
        }
        root_.scan = rescan_root(previous_->scan, *hints_.touched, spec.folder, limits, spec.within,
                                 hints_.before_listing);
        for (const auto& [touched, names] : *hints_.touched) {
            for (auto at = touched; touched_.insert(at.native()).second && at.has_relative_path();) {
                at = at.parent_path();
            }
        }
        for (const auto& [touched, names] : *hints_.touched) {
            for (const auto& name : names) {
                replaced_.insert((touched / name).native());
            }
        }
    }

    /// Whether nothing happened to that file, nor in its folder and below it.
    bool is_untouched(const fs::path& file) const {
        if (!incremental_) {
            return false;
        }
        const auto folder = file.parent_path();
        if (touched_.contains(folder.native())) {
            return false;
        }
        if (root_.scan == previous_->scan) {
            return true;  // no folder came or went
        }
        for (auto at = folder; at != root_.spec.folder && at.has_relative_path(); at = at.parent_path()) {
            if (replaced_.contains(at.native())) {
                return false;
            }
        }
        return true;
    }

    /// Of the version before, in the order of the files that are loaded.
    const LoadedSkill* known_as(const fs::path& file) {
        if (previous_ == nullptr) {
            return nullptr;
        }
        const auto& skills = previous_->skills;
        const auto is_it = [&](const LoadedSkill& known) {
            return known.skill->file.native() == file.native();  // a path would be compared part by part
        };
        while (next_known_ < skills.size() && !is_it(skills[next_known_]) &&
               skills[next_known_].skill->file < file) {
            ++next_known_;
        }
        const bool found = next_known_ < skills.size() && is_it(skills[next_known_]);
        return found ? &skills[next_known_++] : nullptr;
    }

    bool is_colocated() const { return !root_.spec.for_session.empty(); }

    void read_rules() {
        const auto file = is_colocated() ? fs::path() : skill_rules_of(root_.spec.folder);
        if (file.empty() || options_.skill_rules == SkillRulesFiles::Ignored) {
            return;
        }
        root_.rules = stamp_of(file);
        auto bytes = read_in_root(file, kMaxSkillRulesBytes);
        if (!bytes) {
            root_.diagnostics.push_back(
                {Severity::Error, file.string(), 0, bytes.error().message(), "make it readable"});
            return;
        }
        rules_ = read_skill_rules(*bytes, file.string());
        tell(rules_.diagnostics);
    }

    void read_signals() {
        if (marketplace_.empty()) {
            return;
        }
        root_.signals = stamp_of(marketplace_);
        signals_ = read_plugin_signals(marketplace_, root_.spec.folder);
        tell(signals_.diagnostics);
    }

    void tell_unknown_rules() {
        for (const auto& rule : rules_.rules) {
            const bool known =
                std::any_of(root_.skills.begin(), root_.skills.end(),
                            [&](const LoadedSkill& loaded) { return loaded.skill->name == rule.name; });
            if (!known) {
                root_.diagnostics.push_back({Severity::Warning, rules_.path, rule.line,
                                             "skill '" + rule.name + "' is not in this root",
                                             "correct the name, or remove the rule"});
            }
        }
    }

    /// A file of a skill, and what became of it.
    struct Visit {
        const FoundSkill* found = nullptr;
        const LoadedSkill* known = nullptr;  ///< of the version before; null: it had none
        Result<LoadedSkill> loaded = Error(Errc::NotReady, "");
        bool read = false;  ///< anew
    };

    /// Files are read and parsed many at a time, and their skills stand in the order of the files.
    void load_skills() {
        std::vector<Visit> visits;
        visits.reserve(root_.scan->skills.size());
        for (const auto& found : root_.scan->skills) {
            visits.push_back({&found, known_as(found.file)});
        }
        const bool same_rules =
            previous_ != nullptr && previous_->rules == root_.rules && previous_->signals == root_.signals;
        std::vector<Visit*> looked_at;
        for (auto& visit : visits) {
            const auto* known = visit.known;
            if (known != nullptr && same_rules && known->stamp != FileStamp{} &&
                is_untouched(visit.found->file)) {
                visit.loaded = *known;
            } else {
                looked_at.push_back(&visit);
            }
        }
        for_each_parallel(looked_at.size(), [&](std::size_t i) { look(*looked_at[i], same_rules); });
        root_.skills.reserve(visits.size());
        for (auto& visit : visits) {
            root_.files_read += visit.read ? 1 : 0;
            if (visit.loaded) {
                root_.skills.push_back(*std::move(visit.loaded));
            } else {
                keep_last_good(visit.found->file, visit.loaded.error(), visit.known);
            }
        }
    }

    void look(Visit& visit, bool same_rules) const {
        const auto& file = visit.found->file;
        const auto stamp = stamp_of(file);
        auto resources = resources_of(*visit.found);
        const auto policy = policy_stamp(file.parent_path(), resources);
        if (visit.known != nullptr && same_rules && unchanged(*visit.known, stamp, policy, resources)) {
            visit.loaded = judged_again(*visit.known);
            return;
        }
        visit.read = true;
        auto skill = read(file);
        if (!skill) {
            visit.loaded = std::move(skill).error();
            return;
        }
        skill->plugin = root_.spec.plugin;
        skill->resources = std::move(resources);
        apply_skill_rules(rules_, options_.machine.get(), *skill);
        dialects::apply_relevance(signals_, *skill);
        skill->unavailable = missing_for(*skill);
        skill->for_other_system = options_.machine != nullptr && !is_for(*options_.machine, skill->needs);
        if (policy != FileStamp{}) {
            apply_policy(*skill);
        }
        if (options_.sealed && skill->scope == Scope::Project) {
            skill->seal = sha256(skill->text);
        }
        mark_suspicion(*skill);
        visit.loaded = LoadedSkill{std::make_shared<const Skill>(*std::move(skill)), stamp, policy};
    }

    /// The machine may have changed since, though the file did not.
    LoadedSkill judged_again(LoadedSkill known) const {
        if (auto missing = missing_for(*known.skill); missing != known.skill->unavailable) {
            auto changed = std::make_shared<Skill>(*known.skill);
            changed->unavailable = std::move(missing);
            known.skill = std::move(changed);
        }
        return known;
    }

    std::string missing_for(const Skill& skill) const {
        return options_.machine == nullptr || skill.needs == Requirements()
                   ? std::string()
                   : missing_on(*options_.machine, skill.needs);
    }

    /// The scan has passed over links that lead out; here they count as they are when the file is opened.
    Result<std::string> read_in_root(const fs::path& file, std::size_t max_bytes) const {
        const auto within = root_.spec.within.lexically_normal();
        return within.empty()
                   ? read_file(file, max_bytes)
                   : read_file_inside(within, file.lexically_normal().lexically_relative(within), max_bytes);
    }

    Result<Skill> read(const fs::path& file) const {
        auto bytes = read_in_root(file, kMaxSkillBytes);
        if (!bytes) {
            return std::move(bytes).error();
        }
        auto skill = parse_skill(*std::move(bytes), file, root_.spec.scope);
        if (skill && is_colocated()) {
            const auto& spec = root_.spec;
            const bool inner = spec.folder.filename() == kContinueFolder;
            dialects::tie_to_folder(*skill, inner ? spec.folder.parent_path() : spec.folder,
                                    spec.for_session);
            skill->name = dialects::colocated_name(spec.folder, spec.within);
        }
        return skill;
    }

    void apply_policy(Skill& skill) const {
        const auto file = skill.folder / dialects::kCodexPolicyFile;
        if (const auto bytes = read_in_root(file, kMaxSkillBytes)) {
            dialects::apply_codex_policy(*bytes, file.string(), skill);
        } else {
            skill.diagnostics.push_back(
                {Severity::Warning, file.string(), 0, bytes.error().message(), "make it readable"});
        }
    }

    static void mark_suspicion(Skill& skill) {
        if (auto found = find_suspicion(skill)) {
            skill.suspicion = "line " + std::to_string(found->line) + ": " + found->message;
            found->message += ": it is never loaded unasked";
            skill.diagnostics.push_back(*std::move(found));
        }
    }

    void keep_last_good(const fs::path& file, const Error& error, const LoadedSkill* known) {
        auto diagnostic = unusable_file(file, error);
        if (known != nullptr) {
            diagnostic.message += "; the last good version serves";
            root_.skills.push_back({known->skill, FileStamp{}, FileStamp{}});
        }
        root_.diagnostics.push_back(std::move(diagnostic));
    }

    const LoadedRoot* previous_;
    const LoadOptions& options_;
    const LoadHints& hints_;
    LoadedRoot root_;
    bool incremental_ = false;                  ///< only what was touched is looked at
    std::size_t next_known_ = 0;                ///< of the skills before: the first that may still come
    std::unordered_set<std::string> touched_;   ///< touched folders, and all above them
    std::unordered_set<std::string> replaced_;  ///< paths that were told by name
    SkillRules rules_;
    fs::path marketplace_;  ///< the marketplace.json that speaks for the plugin; empty: none
    dialects::Relevance signals_;
};

}  // namespace

FileStamp stamp_of(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        return {};
    }
    const auto nanoseconds = [](const timespec& time) {
        constexpr std::int64_t kInSecond = 1'000'000'000;
        return static_cast<std::int64_t>(time.tv_sec) * kInSecond + time.tv_nsec;
    };
    return {nanoseconds(info.st_mtim), nanoseconds(info.st_ctim), static_cast<std::uintmax_t>(info.st_size),
            info.st_ino};
}

LoadedRoot load_root(const RootSpec& spec, const LoadedRoot* previous, const LoadOptions& options,
                     const LoadHints& hints) {
    return RootLoader(spec, previous, options, hints).run();
}

}  // namespace skillwake::skill
