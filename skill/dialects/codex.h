#pragma once

#include "skill/skill.h"

#include <string>
#include <string_view>

namespace skillwake::skill::dialects {

inline constexpr std::string_view kCodexPolicyFile = "agents/openai.yaml";  ///< of a skill's folder

/// What the policy file says: `policy.allow_implicit_invocation: false` leaves a skill to be called by name.
/// All its keys are kept beside those of the front matter, named "agents/openai.yaml: policy.products"; which
/// product is asking is not known here.
/// What is no YAML is told in the skill's diagnostics, at `path`.
void apply_codex_policy(std::string_view yaml, const std::string& path, Skill& skill);

}  // namespace skillwake::skill::dialects
