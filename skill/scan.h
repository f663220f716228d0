#pragma once

#include "skill/diagnostic.h"

#include <filesystem>
#include <vector>

namespace skillwake::skill {

struct ScanLimits {
    std::size_t depth = 6;          ///< folders below the root
    std::size_t folders = 250'000;  ///< read in all
    std::size_t skills = 200'000;   ///< found in all
    std::size_t resources = 512;    ///< listed of one skill: what the skills extension of MCP lets one have
};

struct FoundSkill {
    std::filesystem::path file;  ///< the SKILL.md
    std::vector<std::filesystem::path>
        resources;  ///< files beside and below it, sorted; not those of a nested skill
};

struct Scan {
    std::vector<FoundSkill> skills;              ///< sorted by path
    std::vector<std::filesystem::path> folders;  ///< that were read: what to watch
    std::vector<Diagnostic> diagnostics;         ///< limits that were passed, folders that cannot be read
};

/// Finds every SKILL.md (or skill.md, or POWER.md) below `root`, and where it is a folder of another tool's
/// rules the rule files that lie in no skill. `.git`, `node_modules` and what .gitignore files (of `root` and
/// below, and from `within` down to it) ignore are passed over. Symlinks are followed, each folder
/// once, so that cycles end; those that lead out of `within` are not, with a diagnostic. `within`
/// empty: they may lead anywhere.
Scan scan_root(const std::filesystem::path& root, const ScanLimits& limits,
               const std::filesystem::path& within = {});

}  // namespace skillwake::skill
