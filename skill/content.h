#pragma once

#include "base/result.h"
#include "skill/arguments.h"
#include "skill/skill.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::skill {

inline constexpr std::size_t kMaxResourceBytes = 4U << 20U;  ///< of one file that read_resource() gives

/// A part of a file, with the lines that it takes there.
struct Excerpt {
    std::string text;
    std::filesystem::path file;
    std::uint32_t first_line = 0;  ///< 1-based, both inclusive
    std::uint32_t last_line = 0;
};

/// What a conversation gets: a line with the base directory, and the body with its placeholders filled in.
std::string inline_content(const Skill& skill, Substitutions values);

/// Whether that differs between sessions or projects where it is given without arguments.
bool content_varies(const Skill& skill);

/// The body, without front matter and as it stands.
Excerpt read_body(const Skill& skill);

/// One section by its title (any case, also a unique part of it) or by its number in the outline, from 1.
/// Errc::NotFound, or Errc::Ambiguous when a part of a title fits several.
Result<Excerpt> read_section(const Skill& skill, std::string_view wanted);

/// Lines of the SKILL.md, from 1, inclusive; a range that passes the end is cut there.
/// Errc::Invalid: 0 or backwards. Errc::NotFound: begins behind the end.
Result<Excerpt> read_lines(const Skill& skill, std::uint32_t first, std::uint32_t last);

/// A file of the skill's folder. Errc::Denied: outside of it, by ".." or by a symlink.
Result<Excerpt> read_resource(const Skill& skill, const std::string& file);

}  // namespace skillwake::skill
