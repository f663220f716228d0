#pragma once

#include "daemon/content_shelf.h"
#include "daemon/snapshot_cache.h"
#include "matcher/index.h"
#include "skill/load.h"

#include <memory>
#include <vector>

namespace skillwake::daemon {

/// A root's skills, diagnostics and compiled index: immutable, shared by all workspaces that see the root.
struct RootSnapshot {
    skill::LoadedRoot root;
    std::shared_ptr<const matcher::Index> index;
    std::vector<skill::Diagnostic> diagnostics;  ///< of the files and of their triggers
    /// Filled on the loop thread as skills are given; never null.
    std::shared_ptr<ContentShelf> contents = std::make_shared<ContentShelf>();
};

/// Reads and compiles a root. Blocks on the disk: call it on a worker. `previous` may be null; when its
/// skills are what is there now its index serves on. Without one `cache` is asked, which may be null, too.
std::shared_ptr<const RootSnapshot> make_snapshot(const skill::RootSpec& spec, const RootSnapshot* previous,
                                                  const skill::LoadOptions& options,
                                                  skill::LoadHints hints = {},
                                                  const SnapshotCache* cache = nullptr);

/// Whether nobody could tell the two apart.
bool same_content(const RootSnapshot& a, const RootSnapshot& b);

}  // namespace skillwake::daemon
