#pragma once

#include "base/result.h"
#include "skill/skill.h"

#include <filesystem>
#include <string>

namespace skillwake::skill {

/// A skill from a SKILL.md's bytes. Everything that can be mended is, with a diagnostic in the skill.
/// Errc::Invalid: there is nothing in it to serve (empty, or its front matter is never closed).
Result<Skill> parse_skill(std::string bytes, const std::filesystem::path& file, Scope scope);

/// A digest of `text`, 128 bits in hex. Not for security: it only tells versions apart.
std::string digest_of(std::string_view text);

}  // namespace skillwake::skill
