#pragma once

#include "protocol/json.h"
#include "skill/skill.h"

#include <optional>

namespace skillwake::daemon {

/// The front matter as an object, every key in file order; plain scalars by the core schema of YAML 1.2.
/// nullopt: there is none, or it had to be mended, so that no other reader would read the same. Parses the
/// text again: for one skill at a time.
std::optional<protocol::RawJson> front_matter_json(const skill::Skill& skill);

}  // namespace skillwake::daemon
