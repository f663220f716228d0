#pragma once

#include "skill/skill.h"

#include <memory>
#include <span>
#include <vector>

namespace skillwake::skill {

/// What the authors of a skill should know beyond what reading it told (`skill.diagnostics`): limits of the
/// specification, files that are not there, hidden characters, advice. Looks on the disk for the files.
std::vector<Diagnostic> lint_skill(const Skill& skill);

/// Skills of one run that have the name of an earlier one: that one stands in front. Skills of different
/// plugins do not share names.
std::vector<Diagnostic> lint_names(std::span<const std::shared_ptr<const Skill>> skills);

}  // namespace skillwake::skill
