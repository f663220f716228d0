#pragma once

#include <string>
#include <vector>

namespace skillwake::daemon {

/// Reads every skill at and below `paths` without serving, and prints what is wrong with which: for people,
/// or as one JSON object a line. The exit code: 0 nothing is wrong, 1 something is, 2 a path cannot be read.
int check_skills(const std::vector<std::string>& paths, bool json);

}  // namespace skillwake::daemon
