#include "skill/root_surroundings.h"

#include "skill/manifest.h"
#include "skill/plugin_signals.h"
#include "skill/root_file.h"

#include <algorithm>
#include <string>
#include <system_error>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

RootSurroundings::RootSurroundings(const RootSpec& spec) {
    const auto& folder = spec.folder;
    stamps_.emplace(folder, stamp_path(folder));
    if (spec.is_plugin_list) {
        return;
    }
    for (const auto& file : places_of_rules(folder)) {
        stamps_.emplace(file, stamp_path(file));
    }
    for (const auto& file : ignore_files_above(spec)) {
        stamps_.emplace(file, stamp_path(file));
    }
    if (spec.scope == Scope::Plugin) {
        stamp_manifests(spec);
    }
}

/// Also where one is not yet: that it appears is a change.
void RootSurroundings::stamp_manifests(const RootSpec& spec) {
    const auto& plugin = spec.within;
    if (!plugin.empty()) {
        stamps_.emplace(plugin / kPluginManifest, stamp_path(plugin / kPluginManifest));
    }
    for (const auto& file : marketplaces_of(spec.folder)) {
        const auto stamp = stamp_path(file);
        stamps_.emplace(file, stamp);
        if (stamp != PathStamp()) {
            marketplace_ = file;
            return;
        }
    }
}

void RootSurroundings::read(const RootSpec& spec, SkillRulesFiles skill_rules) {
    check_manifests(spec);
    if (!spec.is_colocated() && skill_rules == SkillRulesFiles::Heeded) {
        read_rules(spec);
    }
    if (!marketplace_.empty()) {
        read_signals(spec);
    }
}

void RootSurroundings::check_manifests(const RootSpec& spec) {
    if (spec.scope == Scope::Plugin && !spec.within.empty()) {
        tell(check_plugin_manifest(spec.within));
    }
    if (!marketplace_.empty()) {
        tell(check_marketplace(marketplace_.parent_path().parent_path()));
    }
}

void RootSurroundings::read_rules(const RootSpec& spec) {
    const auto file = skill_rules_of(spec.folder);
    if (file.empty()) {
        return;
    }
    rules_stamp_ = stamp_of(file);
    auto bytes = read_in_root(spec, file, kMaxSkillRulesBytes);
    if (!bytes) {
        tell({{Severity::Error, file.string(), 0, bytes.error().message(), "make it readable"}});
        return;
    }
    rules_ = read_skill_rules(*bytes, file.string());
    tell(rules_.diagnostics);
}

void RootSurroundings::read_signals(const RootSpec& spec) {
    signals_stamp_ = stamp_of(marketplace_);
    signals_ = read_plugin_signals(marketplace_, spec.folder);
    tell(signals_.diagnostics);
}

std::vector<Diagnostic> RootSurroundings::unknown_rules(const std::vector<LoadedSkill>& skills) const {
    std::vector<Diagnostic> unknown;
    for (const auto& rule : rules_.rules) {
        const bool known = std::any_of(skills.begin(), skills.end(), [&](const LoadedSkill& loaded) {
            return loaded.skill->name == rule.name;
        });
        if (!known) {
            unknown.push_back({Severity::Warning, rules_.path, rule.line,
                               "skill '" + rule.name + "' is not in this root",
                               "correct the name, or remove the rule"});
        }
    }
    return unknown;
}

void RootSurroundings::tell(const std::vector<Diagnostic>& diagnostics) {
    diagnostics_.insert(diagnostics_.end(), diagnostics.begin(), diagnostics.end());
}

}  // namespace skillwake::skill
