#pragma once

#include "skill/skill.h"

#include <cstdint>
#include <string>
#include <vector>

namespace skillwake::matcher {

/// A reason that the author did not declare but that the skill's own code shows.
struct DerivedTrigger {
    skill::TriggerKind kind = skill::TriggerKind::AstImport;
    std::string language;    ///< whose modules it imports: see Language::modules
    std::string text;        ///< the module
    std::uint32_t line = 0;  ///< in its SKILL.md, 1-based
    double weight = 0;       ///< how sure it alone makes
};

/// What the fenced code of a skill's body imports, without the everyday modules of its language. Of a skill
/// that declares syntax itself: nothing. The first few of them, from the first 24,000 bytes of code.
std::vector<DerivedTrigger> derive_triggers(const skill::Skill& skill);

}  // namespace skillwake::matcher
