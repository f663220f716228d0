#pragma once

#include "skill/dialects/relevance.h"
#include "skill/load.h"
#include "skill/skill_rules.h"

#include <filesystem>
#include <vector>

namespace skillwake::skill {

/// What counts for the skills of a root and lies beside or above them: a skill-rules.json, the .gitignore
/// files above it, its plugin's manifest and marketplace. Blocks on the disk.
class RootSurroundings {
public:
    /// Stamps all of it. Before anything is read: what changes meanwhile is seen as a change.
    explicit RootSurroundings(const RootSpec& spec);

    /// Reads it, and tells what is wrong with it.
    void read(const RootSpec& spec, SkillRulesFiles skill_rules);
    /// Of a rule for none of `skills`.
    std::vector<Diagnostic> unknown_rules(const std::vector<LoadedSkill>& skills) const;

    const PathStamps& stamps() const { return stamps_; }
    const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
    const SkillRules& rules() const { return rules_; }
    const dialects::Relevance& signals() const { return signals_; }
    /// Of the files that `rules` and `signals` were read from; all zero: there is none.
    const FileStamp& rules_stamp() const { return rules_stamp_; }
    const FileStamp& signals_stamp() const { return signals_stamp_; }

private:
    void stamp_manifests(const RootSpec& spec);
    void check_manifests(const RootSpec& spec);
    void read_rules(const RootSpec& spec);
    void read_signals(const RootSpec& spec);
    void tell(const std::vector<Diagnostic>& diagnostics);

    PathStamps stamps_;
    std::filesystem::path marketplace_;  ///< the marketplace.json that speaks for the plugin; empty: none
    std::vector<Diagnostic> diagnostics_;
    SkillRules rules_;
    dialects::Relevance signals_;
    FileStamp rules_stamp_;
    FileStamp signals_stamp_;
};

}  // namespace skillwake::skill
