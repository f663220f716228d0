#pragma once

#include "skill/diagnostic.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

enum class CheckFormat {
    Text,   ///< for people: "file:line: severity: message [rule]", its fix below, and a summary
    Json,   ///< one object
    Sarif,  ///< for review pages of code hosts
};

struct CheckOptions {
    std::vector<std::string> paths;  ///< skills, or folders with skills
    CheckFormat format = CheckFormat::Text;
    skill::Severity fail_on = skill::Severity::Error;  ///< the mildest that makes the exit code 1
};

/// "error", "warning" or "advice"; nullopt: none of them.
std::optional<skill::Severity> read_severity(std::string_view name);

/// Reads every skill at and below the paths without serving, judges them as one run, and prints what is wrong
/// with which. The exit code: 0 nothing of that level, 1 something, 2 a path cannot be read.
int check_skills(const CheckOptions& options);

}  // namespace skillwake::daemon
