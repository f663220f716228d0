#pragma once

#include "matcher/derived_triggers.h"
#include "matcher/event.h"
#include "matcher/evidence.h"
#include "matcher/glob.h"
#include "matcher/glob_index.h"
#include "matcher/pattern_set.h"
#include "matcher/phrase_table.h"
#include "matcher/prompt_reading.h"
#include "matcher/share_counts.h"
#include "matcher/skill_readings.h"
#include "matcher/syntax_index.h"
#include "matcher/workspace_glob.h"
#include "skill/skill.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skillwake::matcher {

/// What an event may cost.
struct Budget {
    std::chrono::microseconds syntax{25'000};  ///< for parsing and querying sources, together
    /// Of the skills that the prompt's words alone speak for, so many of the best are told, and those that
    /// are judged in any case: the rest cannot be given, and is of interest to people only. 0: those alone
    /// that can be given.
    std::size_t ranked = 0;
    static constexpr std::size_t kAll = 1'000'000'000;
};

/// The triggers of one root's skills, compiled. Immutable once made; const calls from any thread.
class Index {
public:
    using Skills = SkillReadings::Skills;

    /// A trigger that cannot be compiled disables itself alone, with a diagnostic. What was read out of
    /// skills that `previous` (may be null) holds as well is taken over from it, and what `ahead` (may be
    /// null) holds is taken from that: that is most of the work.
    static std::shared_ptr<const Index> compile(Skills skills, const SkillReadings* previous = nullptr,
                                                ReadAhead* ahead = nullptr);

    /// Of the few skills of a root that are new since `rest` was compiled; `gone`: those of its skills that
    /// are not there any more. `previous` (may be null): the last one of those beside `rest`. Costs what the
    /// new ones cost. What several skills share is divided among all of them, but for the shares that those
    /// of `rest` have already, and links between the two are not followed.
    static std::shared_ptr<const Index> compile_beside(const Index& rest, std::span<const SkillId> gone,
                                                       Skills skills, const Index* previous = nullptr,
                                                       ReadAhead* ahead = nullptr);

    const Skills& skills() const { return readings_.skills; }
    const skill::Skill& skill(SkillId id) const { return *skills()[static_cast<std::size_t>(id)]; }
    /// What the next index of this root may take over.
    const SkillReadings& readings() const { return readings_; }
    const std::vector<skill::Diagnostic>& diagnostics() const { return diagnostics_; }
    /// By number of a diagnostic: whose trigger it is of.
    const std::vector<SkillId>& diagnosed() const { return diagnosed_; }
    /// The skills' words: skill ids are its numbers.
    const lexical::LexicalIndex& words() const { return *readings_.words; }

    /// What each skill's own code made of itself, by id.
    const std::vector<DerivedTrigger>& derived(SkillId id) const {
        return derived_[static_cast<std::size_t>(id)];
    }

    /// How sure a declared trigger of the skill alone makes; 0: it is disabled.
    double weight(SkillId id, const skill::Trigger& trigger) const;

    struct Found {
        std::vector<SkillEvidence> skills;  ///< by id; only those with evidence
        bool complete = true;               ///< false: the budget ended before all was read
        Leftovers leftovers;                ///< of reading syntax
    };
    /// The declared and derived triggers that hold. `prompt` is the reading of `event.prompt`.
    Found collect(const Event& event, const PromptReading& prompt, const Budget& budget) const;

private:
    class Compiler;
    class Collector;

    /// One trigger: what a number in the tables below stands for. Neither of the two: the skill's name.
    struct Entry {
        SkillId skill{};
        const skill::Trigger* trigger = nullptr;  ///< declared
        const DerivedTrigger* derived = nullptr;
        double share = 1.0;  ///< of its weight: signs that several skills have are divided among them
    };
    /// Triggers of one skill that hold only together: all kinds of the group in one file.
    struct GroupId {
        SkillId skill{};
        std::uint32_t group = 0;  ///< 0: each for itself
        auto operator<=>(const GroupId&) const = default;
    };
    GroupId group_of(std::uint32_t number) const {
        const auto& entry = entries_[number];
        return {entry.skill, entry.trigger == nullptr ? 0 : entry.trigger->group};
    }

    struct PathRule {
        std::uint32_t number = 0;
        Glob glob;
        bool no_dots = false;   ///< what begins with '.' only where the glob writes it
        bool any_case = false;  ///< the glob is folded: so must the path be
    };
    struct WorkspaceRule {
        std::uint32_t number = 0;
        WorkspaceGlob glob;
    };
    struct CommandRule {
        std::uint32_t number = 0;
        std::vector<std::string> words;
    };

    SkillReadings readings_;
    std::vector<skill::Diagnostic> diagnostics_;
    std::vector<SkillId> diagnosed_;
    ShareCounts shares_;  ///< of all its skills; none where it stands beside another
    std::vector<std::vector<DerivedTrigger>> derived_;  ///< by skill
    std::vector<Entry> entries_;
    PhraseTable phrases_;
    PatternSet prompt_patterns_;
    PatternSet content_patterns_;
    PatternSet error_patterns_;
    PatternSet path_patterns_;
    std::vector<PathRule> paths_;  ///< by skill, in the order of their file: a later one may take back
    GlobIndex globs_;              ///< the places of paths_
    std::unordered_map<std::string, std::vector<std::uint32_t>> file_types_;  ///< derived
    std::map<std::string, std::vector<CommandRule>> commands_;                ///< by first word
    std::unordered_map<std::string, std::vector<std::uint32_t>> hosts_;       ///< by name, folded
    std::vector<WorkspaceRule> workspaces_;
    std::vector<std::uint32_t> always_;  ///< hold with any prompt
    SyntaxIndex syntax_;
};

}  // namespace skillwake::matcher
