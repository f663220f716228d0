#pragma once

#include "skill/diagnostic.h"

#include <span>
#include <string_view>

namespace skillwake::skill {

/// What diagnostics of one kind have in common. The id is for programs, and stays as it is.
struct Rule {
    std::string_view id;
    Severity level = Severity::Warning;
    std::string_view meaning;
    std::string_view fix;
};

/// All rules, in the order of docs/check.md.
std::span<const Rule> rules();

/// The rule that `diagnostic` names, or else the one that the words of its message tell; the general one,
/// "skill", when they tell none.
const Rule& rule_of(const Diagnostic& diagnostic);

/// `diagnostic` with its rule's id and level. The general rule leaves the level as it is.
Diagnostic classified(Diagnostic diagnostic);

}  // namespace skillwake::skill
