#include "skill/scan.h"

#include "base/parallel.h"
#include "skill/dialect.h"
#include "skill/ignore.h"
#include "skill/remembered_listings.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

class Scanner {
public:
    Scanner(const fs::path& root, const ScanLimits& limits, const fs::path& within,
            const FolderSink& before_listing)
        : limits_(limits),
          root_(root),
          within_(real_path(within)),
          rule_ending_(rule_ending(root)),
          before_listing_(before_listing),
          ignore_(within, root) {}

    /// `known`: folders that need not be listed. `remembered`, may be null: those that need not be where the
    /// disk confirms them.
    std::shared_ptr<Scan> run(Listings known, const ListedFolders* remembered) {
        known_ = std::move(known);
        remembered_ = RememberedListings(remembered);
        expect(std::max(known_.size(), remembered_.size()));
        if (leads_out(root_, within_)) {
            scan_.diagnostics.push_back(leads_out_diagnostic(root_, within_));
        } else {
            visit(root_, 0, nullptr, true);
        }
        const auto by_path = [](const FoundSkill& a, const FoundSkill& b) { return a.file < b.file; };
        if (!std::is_sorted(scan_.skills.begin(), scan_.skills.end(), by_path)) {  // a walk nearly is
            std::sort(scan_.skills.begin(), scan_.skills.end(), by_path);
        }
        scan_.listings = std::make_shared<const Listings>(std::move(listings_));
        return std::make_shared<Scan>(std::move(scan_));
    }

    /// `folder`, which lies in the root, will be listed by list_again().
    void announce(const fs::path& folder) {
        watch(folder);
        ++scan_.listed;
    }

    /// An announced folder as it is now; on any thread.
    std::shared_ptr<const Listing> list_again(const fs::path& folder) const {
        IgnoreStack ignore = ignore_;
        ignore.enter(root_);
        auto at = root_;
        for (const auto& part : folder.lexically_relative(root_)) {
            if (part != ".") {
                at /= part;
                ignore.enter(at);
            }
        }
        return std::make_shared<const Listing>(list_folder(folder, ignore, within_));
    }

    std::size_t listed() const { return scan_.listed; }

private:
    void expect(std::size_t folders) {
        listings_.reserve(folders);
        seen_.reserve(folders);
        scan_.folders.reserve(folders);
    }

    void watch(const fs::path& folder) const {
        if (before_listing_) {
            before_listing_(folder);
        }
    }

    /// `owner`: the resources of the skill that the folder lies in. `same_ignores`: the .gitignore files
    /// above it are those under which it is remembered.
    void visit(const fs::path& folder, std::size_t depth, std::vector<fs::path>* owner, bool same_ignores) {
        if (!within_limits(folder)) {
            return;
        }
        const auto known = known_listing(folder);
        const auto remembered = known != nullptr ? nullptr : remembered_.find(folder.native());
        const bool may_hold = remembered != nullptr && same_ignores && !seen_.contains(remembered->identity);
        if (may_hold) {
            watch(folder);
        }
        auto listing = may_hold && remembered->holds(folder) ? remembered : known;
        if (!first_visit(listing == nullptr ? stamp_path(folder) : listing->identity)) {
            return;
        }
        const bool quiet = listing != nullptr && !listing->has_ignore_file();
        if (!quiet) {
            ignore_.enter(folder);
        }
        if (listing == nullptr) {
            if (!may_hold) {
                watch(folder);
            }
            ++scan_.listed;
            listing = std::make_shared<const Listing>(list_folder(folder, ignore_, within_));
            const auto ignored_by = remembered == nullptr ? FileStamp{} : remembered->ignore_file;
            same_ignores = same_ignores && listing->ignore_file == ignored_by;
        }
        visit_entries(folder, *listing, depth, owner, same_ignores);
        listings_.emplace(folder.native(), std::move(listing));
        if (!quiet) {
            ignore_.leave();
        }
    }

    /// nullptr: none.
    std::shared_ptr<const Listing> known_listing(const fs::path& folder) const {
        if (known_.empty()) {
            return nullptr;
        }
        const auto found = known_.find(folder.native());
        return found == known_.end() ? nullptr : found->second;
    }

    void visit_entries(const fs::path& folder, const Listing& listing, std::size_t depth,
                       std::vector<fs::path>* owner, bool same_ignores) {
        scan_.diagnostics.insert(scan_.diagnostics.end(), listing.diagnostics.begin(),
                                 listing.diagnostics.end());
        for (const auto& link : listing.links) {
            scan_.links.emplace(folder / link.name, link.target);
        }
        if (!listing.skill_file.empty() && skills_ == limits_.skills) {
            report_limit(folder);
            return;
        }
        scan_.folders.push_back(folder);
        if (!limits_.only_rule.empty()) {
            if (std::binary_search(listing.files.begin(), listing.files.end(), limits_.only_rule)) {
                scan_.skills.push_back({folder / limits_.only_rule, {}});
            }
            return;
        }
        FoundSkill found;
        if (!listing.skill_file.empty()) {
            ++skills_;
            found.file = folder / listing.skill_file;
            owner = &found.resources;
        }
        if (owner != nullptr) {
            add_resources(*owner, listing.files, folder);
        }
        if (owner == nullptr && !rule_ending_.empty()) {
            add_rules(listing.files, folder);
        }
        for (const auto& below : listing.folders) {
            if (folder == root_ && is_beside_rules(folder, below)) {
                continue;
            }
            if (depth == limits_.depth) {
                report_once(folder, "folders below depth " + std::to_string(limits_.depth) + " are not read");
                break;
            }
            visit(folder / below, depth + 1, owner, same_ignores);
        }
        if (!listing.skill_file.empty()) {
            std::sort(found.resources.begin(), found.resources.end());
            scan_.skills.push_back(std::move(found));
        }
    }

    void add_rules(const std::vector<std::string>& files, const fs::path& folder) {
        for (const auto& file : files) {
            if (!file.ends_with(rule_ending_) || file == "README.md") {
                continue;
            }
            if (skills_ == limits_.skills) {
                report_limit(folder);
                return;
            }
            ++skills_;
            scan_.skills.push_back({folder / file, {}});
        }
    }

    bool first_visit(const PathStamp& folder) { return folder != PathStamp{} && seen_.insert(folder).second; }

    bool within_limits(const fs::path& folder) {
        if (scan_.folders.size() < limits_.folders) {
            return true;
        }
        report_limit(folder);
        return false;
    }

    void report_limit(const fs::path& folder) {
        if (!std::exchange(over_limit_, true)) {
            warn(folder,
                 "the root holds more than " + std::to_string(limits_.skills) + " skills or " +
                     std::to_string(limits_.folders) + " folders: the rest is not read",
                 "divide it among several roots");
        }
    }

    void add_resources(std::vector<fs::path>& resources, const std::vector<std::string>& files,
                       const fs::path& folder) {
        const auto room = limits_.resources - std::min(limits_.resources, resources.size());
        const auto taken = std::min(room, files.size());
        for (std::size_t i = 0; i < taken; ++i) {
            resources.push_back(folder / files[i]);
        }
        if (taken < files.size() && crowded_.insert(&resources).second) {
            warn(folder,
                 "the skill has more than " + std::to_string(limits_.resources) +
                     " files: the rest is not listed",
                 "keep what is no part of the skill elsewhere");
        }
    }

    void report_once(const fs::path& folder, std::string message) {
        if (!std::exchange(too_deep_, true)) {
            warn(folder, std::move(message), "move what lies there further up, or make its folder a root");
        }
    }

    void warn(const fs::path& path, std::string message, std::string fix) {
        scan_.diagnostics.push_back(
            {Severity::Warning, path.string(), 0, std::move(message), std::move(fix)});
    }

    struct IdentityHash {
        std::size_t operator()(const PathStamp& folder) const {
            return static_cast<std::size_t>(folder.inode ^ (folder.device << 48U));
        }
    };

    ScanLimits limits_;
    fs::path root_;
    fs::path within_;               ///< real; empty: links may lead anywhere
    std::string_view rule_ending_;  ///< empty: no rule files here
    const FolderSink& before_listing_;
    IgnoreStack ignore_;
    Listings known_;
    RememberedListings remembered_{nullptr};
    Listings listings_;
    Scan scan_;
    std::unordered_set<PathStamp, IdentityHash> seen_;  ///< folders
    std::size_t skills_ = 0;
    std::set<const std::vector<fs::path>*> crowded_;  ///< resource lists that were told to be full
    bool over_limit_ = false;
    bool too_deep_ = false;
};

/// Which listings of the scan before no longer hold, and what is there now.
class Relisting {
public:
    Relisting(const Listings& before, const Touched& touched) : before_(before), touched_(touched) {}

    void list_touched(Scanner& scanner) {
        std::vector<Relisted> all;
        for (const auto& [folder, names] : touched_) {
            if (const auto known = before_.find(folder.native()); known != before_.end()) {
                scanner.announce(folder);
                all.push_back({&folder, &names, known->second.get(), nullptr});
            }
        }
        const auto list = [&](std::size_t i) { all[i].now = scanner.list_again(*all[i].folder); };
        if (all.size() < kWorthThreads) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                list(i);
            }
        } else {
            for_each_parallel(all.size(), list);
        }
        for (auto& one : all) {
            compare(one);
        }
    }

    bool nothing_moved() const { return gone_.empty() && changed_.empty(); }

    /// The listings that still hold.
    Listings known() const {
        Listings known;
        known.reserve(before_.size());
        for (const auto& [folder, listing] : before_) {
            if (!lies_below_gone(folder)) {
                known.emplace(folder, listing);
            }
        }
        for (const auto& [folder, listing] : changed_) {
            if (const auto found = known.find(folder); found != known.end()) {
                found->second = listing;
            }
        }
        return known;
    }

private:
    static constexpr std::size_t kWorthThreads = 32;  ///< folders

    struct Relisted {
        const fs::path* folder;
        const std::set<std::string>* names;
        const Listing* known;
        std::shared_ptr<const Listing> now;
    };

    void compare(Relisted& one) {
        for (const auto& name : *one.names) {
            if (has_folder(*one.known, name) || has_folder(*one.now, name)) {
                gone_.insert((*one.folder / name).native());
            }
        }
        if (!same_entries(*one.now, *one.known)) {
            changed_.emplace(one.folder->native(), std::move(one.now));
        }
    }

    static bool has_folder(const Listing& listing, const std::string& name) {
        return std::binary_search(listing.folders.begin(), listing.folders.end(), name);
    }

    bool lies_below_gone(const std::string& folder) const {
        if (gone_.empty()) {
            return false;
        }
        for (auto end = folder.size(); end != 0 && end != std::string::npos;
             end = folder.rfind('/', end - 1)) {
            if (gone_.contains(folder.substr(0, end))) {
                return true;
            }
        }
        return false;
    }

    const Listings& before_;
    const Touched& touched_;
    Listings changed_;
    std::unordered_set<std::string> gone_;  ///< folders of which, and below which, nothing is known any more
};

}  // namespace

std::shared_ptr<const Scan> scan_root(const fs::path& root, const ScanLimits& limits, const fs::path& within,
                                      const FolderSink& before_listing, const ListedFolders* known) {
    return Scanner(root, limits, within, before_listing).run({}, known);
}

ListedFolders listed_folders(const Scan& scan) {
    ListedFolders folders;
    folders.reserve(scan.folders.size());
    for (const auto& folder : scan.folders) {
        if (const auto found = scan.listings->find(folder.native()); found != scan.listings->end()) {
            folders.emplace_back(*found);
        }
    }
    return folders;
}

std::shared_ptr<const Scan> rescan_root(const std::shared_ptr<const Scan>& previous, const Touched& touched,
                                        const fs::path& root, const ScanLimits& limits,
                                        const fs::path& within, const FolderSink& before_listing) {
    Scanner scanner(root, limits, within, before_listing);
    Relisting relisting(*previous->listings, touched);
    relisting.list_touched(scanner);
    if (relisting.nothing_moved()) {
        return previous;
    }
    auto scan = scanner.run(relisting.known(), nullptr);
    for (const auto& [folder, listing] : *previous->listings) {
        if (!scan->listings->contains(folder)) {
            scan->left.emplace_back(folder);
        }
    }
    return scan;
}

}  // namespace skillwake::skill
