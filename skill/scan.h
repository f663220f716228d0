#pragma once

#include "skill/diagnostic.h"
#include "skill/listing.h"
#include "skill/path_stamp.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

struct ScanLimits {
    std::size_t depth = 6;          ///< folders below the root
    std::size_t folders = 250'000;  ///< read in all
    std::size_t skills = 200'000;   ///< found in all
    std::size_t resources = 512;    ///< listed of one skill: what the skills extension of MCP lets one have
    std::string_view only_rule =
        {};  ///< not empty: the one file of the root's own folder that is looked for, a rule
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
    PathStamps links;                            ///< symlinks that count, and what was at their ends
    std::shared_ptr<const Listings> listings;    ///< of the folders; never null
    std::vector<std::filesystem::path> left;     ///< folders of the scan before that are in this one no more
    std::size_t listed = 0;                      ///< folders that had to be read for this scan
};

/// By their text: paths by themselves are compared part by part, which takes ten times as long.
struct PathsByText {
    bool operator()(const std::filesystem::path& a, const std::filesystem::path& b) const {
        return a.native() < b.native();
    }
};
/// Where something happened: folders, and the names of their entries that were told.
using Touched = std::map<std::filesystem::path, std::set<std::string>, PathsByText>;

/// Is called with each folder before it is listed: who watches it from then on misses nothing.
using FolderSink = std::function<void(const std::filesystem::path&)>;

/// Finds every SKILL.md (or skill.md, or POWER.md) below `root`, and where it is a folder of another tool's
/// rules the rule files that lie in no skill. `.git`, `node_modules` and what .gitignore files (of `root` and
/// below, and from `within` down to it) ignore are passed over. Symlinks are followed, each folder
/// once, so that cycles end; those that lead out of `within` are not, with a diagnostic. `within`
/// empty: they may lead anywhere. `known` (may be null): listings of an earlier scan of the same root and
/// `within`, under the same .gitignore files above it; those that the disk confirms are not made again.
std::shared_ptr<const Scan> scan_root(const std::filesystem::path& root, const ScanLimits& limits,
                                      const std::filesystem::path& within = {},
                                      const FolderSink& before_listing = {},
                                      const ListedFolders* known = nullptr);

/// What a scan knows of its folders, for a later scan_root().
ListedFolders listed_folders(const Scan& scan);

/// What scan_root() would give now, if since `previous` (of the same root, limits and `within`) nothing
/// changed but what `touched` tells, and no .gitignore file did. Lists only touched and new folders; gives
/// `previous` itself when these hold what they held. A named entry that is a folder is read anew with all
/// below it: it may be another one of the same name.
std::shared_ptr<const Scan> rescan_root(const std::shared_ptr<const Scan>& previous, const Touched& touched,
                                        const std::filesystem::path& root, const ScanLimits& limits,
                                        const std::filesystem::path& within = {},
                                        const FolderSink& before_listing = {});

}  // namespace skillwake::skill
