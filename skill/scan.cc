#include "skill/scan.h"

#include "base/path.h"
#include "skill/dialect.h"
#include "skill/ignore.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// One folder's entries by what they are to us.
struct Listing {
    std::optional<fs::path> skill_file;
    std::vector<fs::path> files;
    std::vector<fs::path> folders;
};

bool passed_over(const fs::path& name) {
    return name == ".git" || name == "node_modules" || name == ".gitignore";
}

/// Empty: there is no such thing.
fs::path real_path(const fs::path& path) {
    std::error_code failed;
    auto real = path.empty() ? fs::path() : fs::canonical(path, failed);
    return failed ? fs::path() : real;
}

class Scanner {
public:
    Scanner(const fs::path& root, const ScanLimits& limits, const fs::path& within)
        : limits_(limits),
          root_(root),
          within_(real_path(within)),
          rule_ending_(rule_ending(root)),
          ignore_(within, root) {}

    Scan run() {
        if (!leads_out(root_)) {
            visit(root_, 0, nullptr);
        }
        std::sort(scan_.skills.begin(), scan_.skills.end(),
                  [](const FoundSkill& a, const FoundSkill& b) { return a.file < b.file; });
        return std::move(scan_);
    }

private:
    /// `owner`: the resources of the skill that the folder lies in.
    void visit(const fs::path& folder, std::size_t depth, std::vector<fs::path>* owner) {
        if (!first_visit(folder) || !within_limits(folder)) {
            return;
        }
        ignore_.enter(folder);
        visit_entries(folder, depth, owner);
        ignore_.leave();
    }

    void visit_entries(const fs::path& folder, std::size_t depth, std::vector<fs::path>* owner) {
        auto listing = list(folder);
        if (listing.skill_file && skills_ == limits_.skills) {
            report_limit(folder);
            return;
        }
        scan_.folders.push_back(folder);
        FoundSkill found;
        if (listing.skill_file) {
            ++skills_;
            found.file = *listing.skill_file;
            owner = &found.resources;
        }
        if (owner != nullptr) {
            add_resources(*owner, listing.files, folder);
        }
        if (owner == nullptr && !rule_ending_.empty()) {
            add_rules(listing.files, folder);
        }
        for (const auto& below : listing.folders) {
            if (folder == root_ && is_beside_rules(folder, below.filename())) {
                continue;
            }
            if (depth == limits_.depth) {
                report_once(folder, "folders below depth " + std::to_string(limits_.depth) + " are not read");
                break;
            }
            visit(below, depth + 1, owner);
        }
        if (listing.skill_file) {
            std::sort(found.resources.begin(), found.resources.end());
            scan_.skills.push_back(std::move(found));
        }
    }

    void add_rules(const std::vector<fs::path>& files, const fs::path& folder) {
        for (const auto& file : files) {
            if (!file.filename().string().ends_with(rule_ending_) || file.filename() == "README.md") {
                continue;
            }
            if (skills_ == limits_.skills) {
                report_limit(folder);
                return;
            }
            ++skills_;
            scan_.skills.push_back({file, {}});
        }
    }

    bool first_visit(const fs::path& path) {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) {
            return false;
        }
        return seen_.emplace(info.st_dev, info.st_ino).second;
    }

    /// A link that leads nowhere is no way out: it has its own diagnostic if it stands for a skill.
    bool leads_out(const fs::path& path) {
        if (within_.empty()) {
            return false;
        }
        const auto real = real_path(path);
        if (real.empty() || lies_in(real, within_)) {
            return false;
        }
        warn(path, "link leads out of " + within_.string() + ": it is not followed");
        return true;
    }

    bool within_limits(const fs::path& folder) {
        if (scan_.folders.size() < limits_.folders) {
            return true;
        }
        report_limit(folder);
        return false;
    }

    void report_limit(const fs::path& folder) {
        if (!std::exchange(over_limit_, true)) {
            warn(folder, "the root holds more than " + std::to_string(limits_.skills) + " skills or " +
                             std::to_string(limits_.folders) + " folders: the rest is not read");
        }
    }

    void add_resources(std::vector<fs::path>& resources, const std::vector<fs::path>& files,
                       const fs::path& folder) {
        const auto room = limits_.resources - std::min(limits_.resources, resources.size());
        const auto taken = std::min(room, files.size());
        resources.insert(resources.end(), files.begin(), files.begin() + static_cast<std::ptrdiff_t>(taken));
        if (taken < files.size() && crowded_.insert(&resources).second) {
            warn(folder, "the skill has more than " + std::to_string(limits_.resources) +
                             " files: the rest is not listed");
        }
    }

    Listing list(const fs::path& folder) {
        Listing listing;
        std::error_code failed;
        for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
            const auto name = at->path().filename();
            std::error_code ignored;
            const bool is_folder = at->is_directory(ignored);
            if (passed_over(name) || ignore_.ignores(at->path(), is_folder) ||
                (at->is_symlink(ignored) && leads_out(at->path()))) {
                continue;
            }
            if (is_folder) {
                listing.folders.push_back(at->path());
            } else if (name == "SKILL.md") {
                listing.skill_file = at->path();
            } else if (at->is_regular_file(ignored)) {
                listing.files.push_back(at->path());
            }
        }
        if (failed) {
            warn(folder, "folder cannot be read: " + failed.message());
        }
        std::sort(listing.files.begin(), listing.files.end());
        for (const char* other : {"skill.md", "POWER.md"}) {
            const auto found = std::lower_bound(listing.files.begin(), listing.files.end(), folder / other);
            if (!listing.skill_file && found != listing.files.end() && found->filename() == other) {
                listing.skill_file = *found;
                listing.files.erase(found);
            }
        }
        std::sort(listing.folders.begin(), listing.folders.end());
        return listing;
    }

    void report_once(const fs::path& folder, std::string message) {
        if (!std::exchange(too_deep_, true)) {
            warn(folder, std::move(message));
        }
    }

    void warn(const fs::path& path, std::string message) {
        scan_.diagnostics.push_back({Severity::Warning, path.string(), 0, std::move(message), ""});
    }

    ScanLimits limits_;
    fs::path root_;
    fs::path within_;               ///< real; empty: links may lead anywhere
    std::string_view rule_ending_;  ///< empty: no rule files here
    IgnoreStack ignore_;
    Scan scan_;
    std::set<std::pair<dev_t, ino_t>> seen_;  ///< folders
    std::size_t skills_ = 0;
    std::set<const std::vector<fs::path>*> crowded_;  ///< resource lists that were told to be full
    bool over_limit_ = false;
    bool too_deep_ = false;
};

}  // namespace

Scan scan_root(const fs::path& root, const ScanLimits& limits, const fs::path& within) {
    return Scanner(root, limits, within).run();
}

}  // namespace skillwake::skill
