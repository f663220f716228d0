#pragma once

#include "skill/skill.h"

#include <compare>
#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::skill {

/// A folder that is scanned for skills.
struct RootSpec {
    std::filesystem::path folder;  ///< absolute
    Scope scope = Scope::Project;

    auto operator<=>(const RootSpec&) const = default;
};

/// Where a user's own things lie, as far as the environment tells.
struct Places {
    std::filesystem::path home;     ///< empty: unknown
    std::filesystem::path bundled;  ///< the skills that come with the program; empty: none
};

/// The roots that a session in `cwd` sees, in the order of precedence: those of each folder from `cwd` up to
/// its repository's root (nearest first), the user's, the bundled ones. Only folders that exist; `cwd` is
/// absolute.
std::vector<RootSpec> standard_roots(const std::filesystem::path& cwd, const Places& places);

}  // namespace skillwake::skill
