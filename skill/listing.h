#pragma once

#include "skill/diagnostic.h"
#include "skill/ignore.h"
#include "skill/path_stamp.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skillwake::skill {

/// What one folder holds that counts, as it was when it was listed. Immutable once made.
struct Listing {
    struct Link {
        std::string name;
        PathStamp target;  ///< when it was listed
        bool operator==(const Link&) const = default;
    };

    PathStamp identity;                ///< of the folder
    FileStamp stamp;                   ///< the same, before it was listed; all zero: it cannot be read
    std::int64_t listed_ns = 0;        ///< when, by the system's clock
    std::string skill_file;            ///< its name; empty: none
    std::vector<std::string> files;    ///< other regular files, sorted
    std::vector<std::string> folders;  ///< sorted; links to folders too
    std::vector<Link> links;  ///< which of all these are symlinks: another folder's change changes them
    FileStamp ignore_file;    ///< its .gitignore; all zero: it has none
    std::vector<Diagnostic> diagnostics;

    bool has_ignore_file() const { return ignore_file != FileStamp{}; }
    /// Whether it would say the same if it were listed again, as far as the disk tells without that: to look
    /// takes less than half as long. `folder`: its path. The .gitignore files above it must not have changed.
    bool holds(const std::filesystem::path& folder) const;
};

/// Whether both say the same of the folder, whenever they were made.
bool same_entries(const Listing& a, const Listing& b);

/// By path.
using Listings = std::unordered_map<std::string, std::shared_ptr<const Listing>>;
/// By path too, each path once, in the order in which a walk comes to the folders.
using ListedFolders = std::vector<std::pair<std::string, std::shared_ptr<const Listing>>>;

/// Lists `folder`, without what lies below it. `.git`, `node_modules`, what `ignore` ignores and links that
/// lead out of `within` (a real path; empty: they may lead anywhere) are left out. `ignore` has entered the
/// folder.
Listing list_folder(const std::filesystem::path& folder, const IgnoreStack& ignore,
                    const std::filesystem::path& within);

/// Without symlinks, "." and ".."; empty: there is no such thing.
std::filesystem::path real_path(const std::filesystem::path& path);

/// A link that leads nowhere is no way out: it has its own diagnostic if it stands for a skill.
bool leads_out(const std::filesystem::path& path, const std::filesystem::path& within);
Diagnostic leads_out_diagnostic(const std::filesystem::path& path, const std::filesystem::path& within);

/// Entries that are never looked at.
bool is_passed_over(const std::filesystem::path& name);

}  // namespace skillwake::skill
