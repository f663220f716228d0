#pragma once

#include "base/result.h"
#include "matcher/skill_readings.h"
#include "skill/load.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>

namespace skillwake::daemon {

struct RootSnapshot;

/// What an earlier run of the program knew of a root: as good as a snapshot to take unchanged skills over
/// from. Its `root` has no scan.
struct KnownRoot {
    skill::LoadedRoot root;
    matcher::SkillReadings readings;
};

/// Keeps what reading large roots gave, two files for each, so that a start reads what has changed meanwhile
/// and no more. Nothing is believed that the disk does not confirm: every folder and every file of a root is
/// looked at, a skill counts as known by its file's place, size, times and inode, and a folder's listing by
/// the same of the folder. A cache of another build of the program, of other limits, and a damaged one are
/// none. Const calls from any thread.
class SnapshotCache {
public:
    static constexpr std::size_t kFewestSkills = 64;  ///< smaller roots are read as fast as their cache

    /// `folder`: our own, open to nobody else. Where it lies and how long files stay: see cache_home.h.
    /// `clock_step`: of any file system's clock. A folder that was listed so soon after it had changed may
    /// have changed once more without showing it.
    explicit SnapshotCache(std::filesystem::path folder,
                           std::chrono::nanoseconds clock_step = std::chrono::seconds(2))
        : folder_(std::move(folder)), clock_step_(clock_step) {}

    /// nullopt: nothing of it is known, or nothing that can be used.
    std::optional<KnownRoot> read(const skill::RootSpec& spec, const skill::LoadOptions& options) const;

    /// The folders alone, which are read first. nullopt: as of read().
    std::optional<skill::KnownFolders> read_folders(const skill::RootSpec& spec,
                                                    const skill::LoadOptions& options) const;

    /// Some seconds after the root was loaded: a file that changes within the clock's step of being read
    /// would look as if it had not. Blocks on the disk for as long as reading the root's files would. What
    /// was kept before stays until all is written.
    Status write(const RootSnapshot& snapshot, const skill::LoadOptions& options) const;

private:
    std::filesystem::path file_of(const skill::RootSpec& spec) const;
    skill::KnownFolders settled_folders(const skill::LoadedRoot& root) const;

    std::filesystem::path folder_;
    std::chrono::nanoseconds clock_step_;
};

}  // namespace skillwake::daemon
