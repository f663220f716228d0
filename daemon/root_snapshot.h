#pragma once

#include "daemon/content_shelf.h"
#include "daemon/overlay.h"
#include "daemon/skill_names.h"
#include "daemon/snapshot_cache.h"
#include "matcher/index.h"
#include "matcher/read_ahead.h"
#include "skill/load.h"

#include <memory>
#include <optional>
#include <vector>

namespace skillwake::daemon {

/// A root's skills, diagnostics and compiled index: immutable, shared by all workspaces that see the root.
struct RootSnapshot {
    skill::LoadedRoot root;
    std::shared_ptr<const matcher::Index> index;  ///< of all skills, but where an overlay says otherwise
    std::shared_ptr<const SkillNames> names;      ///< of the index
    std::shared_ptr<const Overlay> overlay = {};  ///< null: nothing changed since the index was compiled
    std::vector<skill::Diagnostic> trigger_diagnostics;  ///< `root` has those of the files
    /// Of the index. Filled on the loop thread as skills are given; never null.
    std::shared_ptr<ContentShelf> contents = std::make_shared<ContentShelf>();

    std::size_t count_diagnostics() const { return root.diagnostics.size() + trigger_diagnostics.size(); }
};

/// A root that is read and not compiled, as it goes on changing.
struct RootReading {
    skill::LoadedRoot root;
    matcher::ReadAhead texts;  ///< of skills that the last snapshot has not
};

/// Reads what changed since `before`, or since `previous` where there is none. Blocks on the disk, like all
/// below: call them on a worker.
RootReading read_root(const skill::RootSpec& spec, const RootSnapshot& previous,
                      std::optional<RootReading> before, const skill::LoadOptions& options,
                      const skill::LoadHints& hints);
/// Makes of it what there is to do before all of the root is known; so compile() has less to do.
void read_texts(RootReading& reading, const RootSnapshot& previous);
/// The index of `previous` serves on when its skills are what was read, or when it is large and few of them
/// changed: then there is an overlay.
std::shared_ptr<const RootSnapshot> compile(RootReading reading, const RootSnapshot& previous,
                                            const OverlayLimits& limits = {});

/// What `snapshot`, which has an overlay, says, with one index of all its skills.
std::shared_ptr<const RootSnapshot> merge(const RootSnapshot& snapshot);

/// Reads and compiles a root. `previous` may be null; without one `cache` is asked, which may be null, too.
std::shared_ptr<const RootSnapshot> make_snapshot(const skill::RootSpec& spec, const RootSnapshot* previous,
                                                  const skill::LoadOptions& options,
                                                  skill::LoadHints hints = {},
                                                  const SnapshotCache* cache = nullptr,
                                                  const OverlayLimits& limits = {});

/// Whether nobody could tell the two apart.
bool same_content(const RootSnapshot& a, const RootSnapshot& b);

}  // namespace skillwake::daemon
