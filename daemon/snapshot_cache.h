#pragma once

#include "base/result.h"
#include "matcher/skill_readings.h"
#include "skill/load.h"

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

/// Keeps what reading large roots gave, one file for each, so that a start reads what has changed meanwhile
/// and no more. Nothing is believed that the disk does not confirm: every file of a root is looked at, and a
/// skill counts as known by its file's place, size, times and inode. A cache of another build of the program,
/// of other limits, and a damaged one are none. Const calls from any thread.
class SnapshotCache {
public:
    static constexpr std::size_t kFewestSkills = 64;  ///< smaller roots are read as fast as their cache

    /// `folder`: our own, open to nobody else. Where it lies and how long files stay: see cache_home.h.
    explicit SnapshotCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// nullopt: nothing of it is known, or nothing that can be used.
    std::optional<KnownRoot> read(const skill::RootSpec& spec, const skill::LoadOptions& options) const;

    /// Some seconds after the root was loaded: a file that changes within the clock's step of being read
    /// would look as if it had not. Blocks on the disk for as long as reading the root's files would. What
    /// was kept before stays until all is written.
    Status write(const RootSnapshot& snapshot, const skill::LoadOptions& options) const;

private:
    std::filesystem::path file_of(const skill::RootSpec& spec) const;

    std::filesystem::path folder_;
};

}  // namespace skillwake::daemon
