#pragma once

#include "skill/diagnostic.h"

#include <cstddef>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// What `skillwake check` found: each diagnostic has its rule.
struct CheckReport {
    std::size_t skills = 0;
    std::vector<skill::Diagnostic> diagnostics;  ///< by path and line
};

/// For people; hostile characters of names and paths are shown, not sent to the terminal.
std::string report_text(const CheckReport& report);

/// {skills, errors, warnings, advice, diagnostics: [...]}
std::string report_json(const CheckReport& report);

}  // namespace skillwake::daemon
