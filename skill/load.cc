#include "skill/load.h"

#include "base/parallel.h"
#include "skill/edited_skills.h"
#include "skill/parse.h"
#include "skill/plugin_list.h"
#include "skill/root_surroundings.h"
#include "skill/skill_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// Says of files whether nothing happened to them, nor in their folders and below these.
class UntouchedFiles {
public:
    /// `root`: the root's folder. `same_folders`: none came or went.
    UntouchedFiles(const Touched& touched, const fs::path& root, bool same_folders)
        : root_(root), same_folders_(same_folders) {
        for (const auto& [folder, names] : touched) {
            for (auto at = folder; touched_.insert(at.native()).second && at.has_relative_path();) {
                at = at.parent_path();
            }
            for (const auto& name : names) {
                replaced_.insert((folder / name).native());
            }
        }
    }

    /// Folders in which or below which something happened.
    const std::unordered_set<std::string>& touched() const { return touched_; }

    bool contains(const fs::path& file) const {
        const auto folder = file.parent_path();
        if (touched_.contains(folder.native())) {
            return false;
        }
        if (same_folders_) {
            return true;
        }
        for (auto at = folder; at != root_ && at.has_relative_path(); at = at.parent_path()) {
            if (replaced_.contains(at.native())) {
                return false;
            }
        }
        return true;
    }

private:
    const fs::path& root_;
    bool same_folders_;
    std::unordered_set<std::string> touched_;   ///< touched folders, and all above them
    std::unordered_set<std::string> replaced_;  ///< paths that were told by name
};

/// Finds skills of a version before by the files that are loaded, in their order.
class KnownSkills {
public:
    /// `root` may be null: then nothing is known.
    explicit KnownSkills(const LoadedRoot* root) : root_(root) {}

    const LoadedSkill* find(const fs::path& file) {
        if (root_ == nullptr) {
            return nullptr;
        }
        const auto& skills = root_->skills;
        const auto is_it = [&](const LoadedSkill& known) {
            return known.skill->file.native() == file.native();  // a path would be compared part by part
        };
        while (next_ < skills.size() && !is_it(skills[next_]) && skills[next_].skill->file < file) {
            ++next_;
        }
        const bool found = next_ < skills.size() && is_it(skills[next_]);
        return found ? &skills[next_++] : nullptr;
    }

private:
    const LoadedRoot* root_;
    std::size_t next_ = 0;  ///< the first that may still come
};

class RootLoader {
public:
    RootLoader(const RootSpec& spec, const LoadedRoot* previous, const LoadOptions& options,
               const LoadHints& hints)
        : previous_(previous), options_(options), hints_(hints), surroundings_(spec) {
        root_.spec = spec;
        root_.outside = surroundings_.stamps();
    }

    LoadedRoot run() {
        if (root_.spec.is_plugin_list) {
            return run_plugin_list();
        }
        scan();
        if (previous_ == nullptr && hints_.known_meanwhile) {
            previous_ = hints_.known_meanwhile();
        }
        surroundings_.read(root_.spec, options_.skill_rules);
        root_.rules = surroundings_.rules_stamp();
        root_.signals = surroundings_.signals_stamp();
        if (!load_edited()) {
            load_skills();
            gather_diagnostics();
        }
        return std::move(root_);
    }

private:
    /// A file of a skill, and what became of it.
    struct Visit {
        const FoundSkill* found = nullptr;
        const LoadedSkill* known = nullptr;  ///< of the version before; null: it had none
        SkillReader::Read read{Error(Errc::NotReady, ""), false};
    };

    LoadedRoot run_plugin_list() {
        const auto& file = root_.spec.folder;
        auto scan = std::make_shared<Scan>();
        scan->folders.push_back(file);
        scan->listings = std::make_shared<const Listings>();
        root_.scan = std::move(scan);
        root_.diagnostics = check_plugin_list(file);
        return std::move(root_);
    }

    void gather_diagnostics() {
        auto all = root_.scan->diagnostics;
        const auto tell = [&all](const std::vector<Diagnostic>& some) {
            all.insert(all.end(), some.begin(), some.end());
        };
        tell(surroundings_.diagnostics());
        tell(root_.unusable);
        for (const auto& loaded : root_.skills) {
            tell(loaded.skill->diagnostics);
        }
        tell(surroundings_.unknown_rules(root_.skills));
        root_.diagnostics = std::move(all);
    }

    bool same_surroundings() const {
        return previous_ != nullptr && previous_->rules == root_.rules && previous_->signals == root_.signals;
    }

    /// The most common change, at no more than it costs: files of a few skills were written, and the root's
    /// folders hold what they held. False, and nothing is loaded: it is another one.
    bool load_edited() {
        constexpr std::size_t kFewFolders = 64;
        const bool may_be = untouched_ && untouched_->touched().size() <= kFewFolders &&
                            previous_->is_settled && root_.scan == previous_->scan && same_surroundings() &&
                            root_.rules == FileStamp{};
        const SkillReader reader(root_.spec, options_, surroundings_);
        auto edited = may_be ? read_edited(*previous_, untouched_->touched(), reader) : std::nullopt;
        if (!edited) {
            return false;
        }
        root_.skills = previous_->skills;
        root_.unusable = previous_->unusable;
        root_.is_settled = true;
        bool tells_the_same = true;
        for (auto& [place, skill, anew] : *edited) {
            tells_the_same =
                tells_the_same && skill.skill->diagnostics == previous_->skills[place].skill->diagnostics;
            root_.files_read += anew ? 1 : 0;
            root_.is_settled = root_.is_settled && skill.stamp != FileStamp{};
            root_.skills[place] = std::move(skill);
        }
        if (tells_the_same) {
            root_.diagnostics = previous_->diagnostics;
        } else {
            gather_diagnostics();
        }
        return true;
    }

    void scan() {
        const auto& spec = root_.spec;
        auto limits = options_.scan;
        limits.only_rule = spec.is_colocated() ? kColocatedRule : std::string_view();
        const bool follows =
            hints_.touched != nullptr && previous_ != nullptr && previous_->outside == root_.outside;
        if (!follows) {
            const auto* known = hints_.folders;
            const bool holds = known != nullptr && known->outside == root_.outside;
            root_.scan = scan_root(spec.folder, limits, spec.within, hints_.before_listing,
                                   holds ? &known->listings : nullptr);
            return;
        }
        root_.scan = rescan_root(previous_->scan, *hints_.touched, spec.folder, limits, spec.within,
                                 hints_.before_listing);
        untouched_.emplace(*hints_.touched, root_.spec.folder, root_.scan == previous_->scan);
    }

    /// Files are read and parsed many at a time, and their skills stand in the order of the files.
    void load_skills() {
        std::vector<Visit> visits;
        visits.reserve(root_.scan->skills.size());
        KnownSkills known_skills(previous_);
        for (const auto& found : root_.scan->skills) {
            visits.push_back({&found, known_skills.find(found.file)});
        }
        const bool same_rules = same_surroundings();
        std::vector<Visit*> looked_at;
        for (auto& visit : visits) {
            const auto* known = visit.known;
            if (known != nullptr && same_rules && known->stamp != FileStamp{} && untouched_ &&
                untouched_->contains(visit.found->file)) {
                visit.read.loaded = *known;
            } else {
                looked_at.push_back(&visit);
            }
        }
        const SkillReader reader(root_.spec, options_, surroundings_);
        for_each_parallel(looked_at.size(), [&](std::size_t i) {
            auto& visit = *looked_at[i];
            visit.read = reader.read(*visit.found, same_rules ? visit.known : nullptr);
        });
        root_.skills.reserve(visits.size());
        for (auto& visit : visits) {
            take(visit);
        }
        root_.is_settled =
            std::none_of(root_.skills.begin(), root_.skills.end(),
                         [](const LoadedSkill& loaded) { return loaded.stamp == FileStamp{}; });
    }

    void take(Visit& visit) {
        root_.files_read += visit.read.anew ? 1 : 0;
        if (visit.read.loaded) {
            root_.skills.push_back(*std::move(visit.read.loaded));
            return;
        }
        auto diagnostic = unusable_file(visit.found->file, visit.read.loaded.error());
        if (visit.known != nullptr) {
            diagnostic.message += "; the last good version serves";
            root_.skills.push_back({visit.known->skill, FileStamp{}, FileStamp{}});
        }
        root_.unusable.push_back(std::move(diagnostic));
    }

    const LoadedRoot* previous_;
    const LoadOptions& options_;
    const LoadHints& hints_;
    RootSurroundings surroundings_;
    LoadedRoot root_;
    std::optional<UntouchedFiles> untouched_;  ///< nullopt: all is looked at
};

}  // namespace

LoadedRoot load_root(const RootSpec& spec, const LoadedRoot* previous, const LoadOptions& options,
                     const LoadHints& hints) {
    return RootLoader(spec, previous, options, hints).run();
}

}  // namespace skillwake::skill
