#pragma once

#include "skill/skill.h"

#include <filesystem>
#include <string>

namespace skillwake::skill::dialects {

/// Ties a rule of Continue that lies beside the code, in `folder`, to the files there: its globs count from
/// the folder, and without any it is for all files there. `cwd`: of the session, whose paths count from it,
/// or from the file system's root where they lie elsewhere. With `alwaysApply`, and for a session in the
/// folder itself, it stays as it is; so does one without globs for a session below it.
///     folder r/src, cwd r:       globs "*.ts" and "!gen/**": "/src/**/*.ts", "!/src/gen/**"
///     folder r/src, cwd r/src/a: glob "a/*.ts": "/*.ts", "/r/src/a/*.ts"
void tie_to_folder(Skill& rule, const std::filesystem::path& folder, const std::filesystem::path& cwd);

/// "rules" at the top of the project, "src-api-rules" in its folder src/api: each has a name of its own.
/// In a folder ".continue": "continue-rules".
std::string colocated_name(const std::filesystem::path& folder, const std::filesystem::path& top);

}  // namespace skillwake::skill::dialects
