#pragma once

#include "skill/skill.h"

#include <filesystem>
#include <string>

namespace skillwake::skill::dialects {

/// How the paths of events begin that lie in `folder`, for a session in `cwd`: "src/api" for what lies below
/// it, "home/me/repo/lib" for what lies elsewhere. Empty: `cwd` is the folder or lies in it, so that its
/// paths tell nothing.
std::string base_of(const std::filesystem::path& folder, const std::filesystem::path& cwd);

/// Ties a rule of Continue that lies beside the code to its folder: its globs count from there, and without
/// any it is for all files there. With `alwaysApply` it stays as it is; so does all when `base` is empty.
///     base "src", globs "*.ts" and "!gen/**": "/src/**/*.ts", "!/src/gen/**"
void tie_to_folder(Skill& rule, const std::string& base);

/// "rules" at the top of the project, "src-api-rules" in its folder src/api: each has a name of its own.
std::string colocated_name(const std::filesystem::path& folder, const std::filesystem::path& top);

}  // namespace skillwake::skill::dialects
