#pragma once

#include "base/result.h"
#include "skill/skill.h"

#include <filesystem>
#include <string>

namespace skillwake::skill {

/// A skill from a SKILL.md's bytes. Everything that can be mended is, with a diagnostic in the skill.
/// Errc::Invalid: there is nothing in it to serve (empty, or its front matter is never closed).
Result<Skill> parse_skill(std::string bytes, const std::filesystem::path& file, Scope scope);

/// What to tell of a file that gives no skill, because of `error`: the line where to mend it, 0 where it is
/// the file as a whole, and how.
Diagnostic unusable_file(const std::filesystem::path& file, const Error& error);

/// A digest of `text`, 128 bits in hex. Not for security: it only tells versions apart.
std::string digest_of(std::string_view text);

}  // namespace skillwake::skill
