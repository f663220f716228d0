#include "skill/listing.h"

#include "base/path.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// "skill.md" and "POWER.md" stand for a skill where there is no "SKILL.md".
void choose_skill_file(Listing& listing) {
    for (const char* other : {"skill.md", "POWER.md"}) {
        const auto found = std::lower_bound(listing.files.begin(), listing.files.end(), other);
        if (listing.skill_file.empty() && found != listing.files.end() && *found == other) {
            listing.skill_file = *found;
            listing.files.erase(found);
        }
    }
}

}  // namespace

bool is_passed_over(const fs::path& name) {
    return name == ".git" || name == "node_modules" || name == ".gitignore";
}

fs::path real_path(const fs::path& path) {
    std::error_code failed;
    auto real = path.empty() ? fs::path() : fs::canonical(path, failed);
    return failed ? fs::path() : real;
}

bool leads_out(const fs::path& path, const fs::path& within) {
    if (within.empty()) {
        return false;
    }
    const auto real = real_path(path);
    return !real.empty() && !lies_in(real, within);
}

Diagnostic leads_out_diagnostic(const fs::path& path, const fs::path& within) {
    return {Severity::Warning, path.string(), 0,
            "link leads out of " + within.string() + ": it is not followed",
            "put what it leads to there, or give its folder with --root"};
}

/// A link may lead elsewhere now although its folder is the same.
bool Listing::holds(const fs::path& folder) const {
    const auto now = stamp_folder(folder);
    return stamp != FileStamp{} && now.entries == stamp && now.identity == identity && links.empty() &&
           (!has_ignore_file() || stamp_of(folder / ".gitignore") == ignore_file);
}

bool same_entries(const Listing& a, const Listing& b) {
    return a.identity == b.identity && a.skill_file == b.skill_file && a.files == b.files &&
           a.folders == b.folders && a.links == b.links && a.ignore_file == b.ignore_file &&
           a.diagnostics == b.diagnostics;
}

Listing list_folder(const fs::path& folder, const IgnoreStack& ignore, const fs::path& within) {
    using std::chrono::nanoseconds;
    Listing listing;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    listing.listed_ns = std::chrono::duration_cast<nanoseconds>(now).count();
    const auto stamp = stamp_folder(folder);
    listing.identity = stamp.identity;
    listing.stamp = stamp.entries;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        const auto& path = at->path();
        auto name = path.filename().string();
        std::error_code ignored;
        const bool is_folder = at->is_directory(ignored);
        if (name == ".gitignore") {
            listing.ignore_file = stamp_of(path);
        }
        if (is_passed_over(name) || ignore.ignores(path, is_folder)) {
            continue;
        }
        if (at->is_symlink(ignored)) {
            listing.links.push_back({name, stamp_path(path)});
            if (leads_out(path, within)) {
                listing.diagnostics.push_back(leads_out_diagnostic(path, within));
                continue;
            }
        }
        if (is_folder) {
            if (name == "SKILL.md") {
                listing.diagnostics.push_back({Severity::Warning, path.string(), 0,
                                               "SKILL.md is a folder: it gives no skill", "make it a file"});
            }
            listing.folders.push_back(std::move(name));
        } else if (name == "SKILL.md") {
            listing.skill_file = std::move(name);
        } else if (at->is_regular_file(ignored)) {
            listing.files.push_back(std::move(name));
        }
    }
    if (failed) {
        listing.stamp = {};
        listing.diagnostics.push_back({Severity::Warning, folder.string(), 0,
                                       "folder cannot be read: " + failed.message(),
                                       "give yourself the right to read it"});
    }
    std::sort(listing.files.begin(), listing.files.end());
    std::sort(listing.folders.begin(), listing.folders.end());
    std::sort(listing.links.begin(), listing.links.end(),
              [](const Listing::Link& a, const Listing::Link& b) { return a.name < b.name; });
    choose_skill_file(listing);
    return listing;
}

}  // namespace skillwake::skill
