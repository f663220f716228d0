#pragma once

#include "skill/diagnostic.h"
#include "skill/skill.h"
#include "skill/trigger.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

inline constexpr std::size_t kMaxSkillRulesBytes = 1U << 20U;

/// What a skill-rules.json says about one skill.
struct SkillRule {
    std::string name;
    std::uint32_t line = 0;
    std::vector<Trigger> triggers;
    Enforcement enforcement = Enforcement::Suggest;
    bool automatic = true;               ///< false: `autoInject: false`
    std::uint32_t automatic_line = 0;    ///< of that key
    std::string block_message = {};      ///< may hold '{file_path}'
    std::string override_variable = {};  ///< where it is set nothing is blocked
    int priority = 0;                    ///< 1 to 10; 0: not told
    int order = Skill::kUsualOrder;
    std::vector<std::string> required = {};
    std::vector<std::string> affine = {};
};

/// A skill-rules.json beside skills: triggers for them in a file of its own.
struct SkillRules {
    std::string path;
    std::vector<SkillRule> rules;
    std::vector<Diagnostic> diagnostics;
};

/// Both versions of the format, with or without the `skills` key around the names. What cannot be used is
/// told and hides nothing else.
SkillRules read_skill_rules(std::string_view json, const std::string& path);

/// Gives `skill` what the rule of its name says, beside what it declares itself. Whether there is one.
/// `machine`: whose variables may lift a block; null: none is set.
bool apply_skill_rules(const SkillRules& rules, const Machine* machine, Skill& skill);

}  // namespace skillwake::skill
