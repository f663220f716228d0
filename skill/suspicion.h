#pragma once

#include "skill/diagnostic.h"
#include "skill/skill.h"

#include <optional>

/// What makes a skill's text unfit for a model that nobody asked to read it: it says something that its
/// reader does not see, or speaks as if it were the host.
namespace skillwake::skill {

/// A tag of an element in which hosts speak (see host_element.h), such as <system-reminder>, outside of code:
/// in a fence or in `a span` it is only talked about. With line and rule "host-message"; nullopt: none.
std::optional<Diagnostic> find_imitation(const Skill& skill);

/// The first hidden character (see hidden_unicode.h) of the file, or of what description and when_to_use say,
/// else what find_imitation() finds. nullopt: nothing.
std::optional<Diagnostic> find_suspicion(const Skill& skill);

}  // namespace skillwake::skill
