#pragma once

#include "skill/diagnostic.h"

#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// `diagnostics` as a SARIF 2.1.0 log, on one line, for the review pages of code hosts: all rules, and a
/// result each. Files below `base` are relative to it, others are absolute addresses. A diagnostic of a whole
/// file stands in its first line, where review pages can show it.
std::string sarif_of(const std::vector<skill::Diagnostic>& diagnostics, const std::filesystem::path& base);

}  // namespace skillwake::daemon
