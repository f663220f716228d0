#pragma once

#include "skill/skill.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// A reason that the author did not declare but that the skill's own text shows.
struct DerivedTrigger {
    skill::TriggerKind kind = skill::TriggerKind::AstImport;  ///< or Path
    std::string language;    ///< of an import: whose modules it imports, see Language::modules
    std::string text;        ///< the module; of a path a file type, "*.xlsx"
    std::uint32_t line = 0;  ///< in its SKILL.md, 1-based
    double weight = 0;       ///< how sure it alone makes
};

/// What one skill derives, whatever other skills there are.
struct DerivedAlone {
    std::vector<DerivedTrigger> triggers;  ///< imports first, then file types

    /// Where an import stands: the number of its piece of code, and the line in it.
    struct Place {
        std::uint32_t fence = 0;
        std::uint32_t line = 0;
    };
    std::vector<Place> imports;
    std::string digest;  ///< of everything that imports are derived from, but for where the code stands
};

/// What the fenced code of a skill's body imports, without the everyday modules of its language: the first
/// few of them, from the first 24,000 bytes of code; nothing of a skill that declares syntax itself. And the
/// file types that its description names (".xlsx"), without everyday ones; nothing of one that declares
/// paths. `before`: of an earlier version of the skill, or null: code that stayed as it was, as in nearly all
/// edits, is not parsed again.
DerivedAlone derive_triggers(const skill::Skill& skill, const DerivedAlone* before = nullptr);

/// "xlsx" of "*.xlsx", and of "a/b.XLSX"; empty: the name has none.
std::string file_type_of(std::string_view path);

}  // namespace skillwake::matcher
