#pragma once

#include "skill/arguments.h"
#include "skill/skill.h"

#include <string>
#include <string_view>

/// A skill's text on its way to a model: as its author wrote it, unless it is suspicious (skill/suspicion.h).
namespace skillwake::daemon {

/// `text` of `skill`, harmless (see harmless.h), and visible where the skill is suspicious: what stands
/// inside an element of ours.
std::string neutral(const skill::Skill& skill, std::string_view text);

/// What a conversation gets inline: the whole content, neutral where the skill is suspicious.
std::string given_content(const skill::Skill& skill, skill::Substitutions values);

}  // namespace skillwake::daemon
