#include "skill/load.h"

#include "base/file.h"
#include "skill/dialects/codex.h"
#include "skill/parse.h"
#include "skill/skill_rules.h"

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
    RootLoader(const RootSpec& spec, const LoadedRoot* previous) : previous_(previous) { root_.spec = spec; }

    LoadedRoot run(const ScanLimits& limits) {
        auto scan = scan_root(root_.spec.folder, limits, root_.spec.within);
        root_.folders = std::move(scan.folders);
        root_.diagnostics = std::move(scan.diagnostics);
        read_rules();
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
        if (file.empty()) {
            return;
        }
        if (file.parent_path() != root_.spec.folder) {
            root_.folders.push_back(file.parent_path());
        }
        root_.rules = stamp_of(file);
        auto bytes = read_file(file, kMaxSkillRulesBytes);
        if (!bytes) {
            root_.diagnostics.push_back(
                {Severity::Error, file.string(), 0, bytes.error().message(), "make it readable"});
            return;
        }
        rules_ = read_skill_rules(*bytes, file.string());
        root_.diagnostics.insert(root_.diagnostics.end(), rules_.diagnostics.begin(),
                                 rules_.diagnostics.end());
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
        const bool same_rules = previous_ != nullptr && previous_->rules == root_.rules;
        if (known != nullptr && same_rules && unchanged(*known, stamp, policy, resources)) {
            root_.skills.push_back(*known);
            return;
        }
        auto skill = read(found.file);
        if (skill) {
            skill->plugin = root_.spec.plugin;
            skill->resources = std::move(resources);
            apply_skill_rules(rules_, *skill);
            if (policy != FileStamp{}) {
                apply_policy(*skill);
            }
            root_.skills.push_back({std::make_shared<const Skill>(*std::move(skill)), stamp, policy});
            return;
        }
        keep_last_good(found.file, skill.error(), known);
    }

    Result<Skill> read(const fs::path& file) const {
        auto bytes = read_file(file, kMaxSkillBytes);
        if (!bytes) {
            return std::move(bytes).error();
        }
        return parse_skill(*std::move(bytes), file, root_.spec.scope);
    }

    static void apply_policy(Skill& skill) {
        const auto file = skill.folder / dialects::kCodexPolicyFile;
        if (const auto bytes = read_file(file, kMaxSkillBytes)) {
            dialects::apply_codex_policy(*bytes, file.string(), skill);
        } else {
            skill.diagnostics.push_back(
                {Severity::Warning, file.string(), 0, bytes.error().message(), "make it readable"});
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
    LoadedRoot root_;
    SkillRules rules_;
};

}  // namespace

LoadedRoot load_root(const RootSpec& spec, const LoadedRoot* previous, const ScanLimits& limits) {
    return RootLoader(spec, previous).run(limits);
}

}  // namespace skillwake::skill
