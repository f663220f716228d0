#include "skill/load.h"

#include "base/file.h"
#include "skill/dialects/codex.h"
#include "skill/parse.h"
#include "skill/plugin_signals.h"
#include "skill/skill_rules.h"
#include "skill/suspicion.h"

#include <sys/stat.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

FileStamp stamp_of(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        return {};
    }
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    return {static_cast<std::int64_t>(info.st_mtim.tv_sec) * kNanoseconds + info.st_mtim.tv_nsec,
            static_cast<std::uintmax_t>(info.st_size), info.st_ino};
}

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

const LoadedSkill* find_skill(const LoadedRoot* root, const fs::path& file) {
    if (root == nullptr) {
        return nullptr;
    }
    const auto at = std::lower_bound(
        root->skills.begin(), root->skills.end(), file,
        [](const LoadedSkill& known, const fs::path& path) { return known.skill->file < path; });
    return at != root->skills.end() && at->skill->file == file ? &*at : nullptr;
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

class RootLoader {
public:
    RootLoader(const RootSpec& spec, const LoadedRoot* previous, const LoadOptions& options)
        : previous_(previous), options_(options) {
        root_.spec = spec;
    }

    LoadedRoot run() {
        auto scan = scan_root(root_.spec.folder, options_.scan, root_.spec.within);
        root_.folders = std::move(scan.folders);
        root_.diagnostics = std::move(scan.diagnostics);
        read_rules();
        read_signals();
        root_.skills.reserve(scan.skills.size());
        for (const auto& found : scan.skills) {
            load(found);
        }
        for (const auto& loaded : root_.skills) {
            const auto& of_skill = loaded.skill->diagnostics;
            root_.diagnostics.insert(root_.diagnostics.end(), of_skill.begin(), of_skill.end());
        }
        tell_unknown_rules();
        return std::move(root_);
    }

private:
    void read_rules() {
        const auto file = skill_rules_of(root_.spec.folder);
        if (file.empty() || options_.skill_rules == SkillRulesFiles::Ignored) {
            return;
        }
        if (file.parent_path() != root_.spec.folder) {
            root_.folders.push_back(file.parent_path());
        }
        root_.rules = stamp_of(file);
        auto bytes = read_in_root(file, kMaxSkillRulesBytes);
        if (!bytes) {
            root_.diagnostics.push_back(
                {Severity::Error, file.string(), 0, bytes.error().message(), "make it readable"});
            return;
        }
        rules_ = read_skill_rules(*bytes, file.string());
        root_.diagnostics.insert(root_.diagnostics.end(), rules_.diagnostics.begin(),
                                 rules_.diagnostics.end());
    }

    void read_signals() {
        const auto file = root_.spec.scope == Scope::Plugin ? marketplace_of(root_.spec.folder) : fs::path();
        if (file.empty()) {
            return;
        }
        root_.folders.push_back(file.parent_path());
        root_.signals = stamp_of(file);
        signals_ = read_plugin_signals(file, root_.spec.folder);
        root_.diagnostics.insert(root_.diagnostics.end(), signals_.diagnostics.begin(),
                                 signals_.diagnostics.end());
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

    void load(const FoundSkill& found) {
        const auto stamp = stamp_of(found.file);
        auto resources = resources_of(found);
        const auto policy = policy_stamp(found.file.parent_path(), resources);
        const auto* known = find_skill(previous_, found.file);
        const bool same_rules =
            previous_ != nullptr && previous_->rules == root_.rules && previous_->signals == root_.signals;
        if (known != nullptr && same_rules && unchanged(*known, stamp, policy, resources)) {
            root_.skills.push_back(*known);
            judge_again(root_.skills.back());
            return;
        }
        auto skill = read(found.file);
        if (skill) {
            skill->plugin = root_.spec.plugin;
            skill->resources = std::move(resources);
            apply_skill_rules(rules_, options_.machine.get(), *skill);
            dialects::apply_relevance(signals_, *skill);
            skill->unavailable = missing_for(*skill);
            if (policy != FileStamp{}) {
                apply_policy(*skill);
            }
            mark_suspicion(*skill);
            root_.skills.push_back({std::make_shared<const Skill>(*std::move(skill)), stamp, policy});
            return;
        }
        keep_last_good(found.file, skill.error(), known);
    }

    /// The machine may have changed since, though the file did not.
    void judge_again(LoadedSkill& known) const {
        if (auto missing = missing_for(*known.skill); missing != known.skill->unavailable) {
            auto changed = std::make_shared<Skill>(*known.skill);
            changed->unavailable = std::move(missing);
            known.skill = std::move(changed);
        }
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
        return parse_skill(*std::move(bytes), file, root_.spec.scope);
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
        Diagnostic diagnostic{Severity::Error, file.string(), 0, error.message(), ""};
        if (known != nullptr) {
            diagnostic.message += "; the last good version serves";
            root_.skills.push_back({known->skill, FileStamp{}, FileStamp{}});
        }
        root_.diagnostics.push_back(std::move(diagnostic));
    }

    const LoadedRoot* previous_;
    const LoadOptions& options_;
    LoadedRoot root_;
    SkillRules rules_;
    dialects::Relevance signals_;
};

}  // namespace

LoadedRoot load_root(const RootSpec& spec, const LoadedRoot* previous, const LoadOptions& options) {
    return RootLoader(spec, previous, options).run();
}

}  // namespace skillwake::skill
