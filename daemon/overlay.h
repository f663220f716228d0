#pragma once

#include "daemon/content_shelf.h"
#include "daemon/skill_names.h"
#include "matcher/index.h"
#include "matcher/read_ahead.h"
#include "skill/load.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace skillwake::daemon {

/// When a change is laid over a root's index, and the index is not compiled anew.
struct OverlayLimits {
    std::size_t fewest_skills = 1'000;  ///< of the index: a smaller one is compiled in some milliseconds
    std::size_t most_changes = 64;      ///< since the index was compiled
};

/// The few skills of a large root that changed, came or went since its index was compiled: that one serves
/// on, without those that are gone, and beside it a small one of those that came. A skill that changed is one
/// of either. Immutable.
///
///     index of a b c d;  b is edited, d is deleted, bb is made
///     gone = b d;  a second index of b' bb;  the root's skills are a b' bb c
///
/// Answers are those of one index of all, but for what is counted over all skills: how rare a word is tells
/// of those that are gone, too, see Index::compile_beside() for what skills share.
struct Overlay {
    std::vector<matcher::SkillId> gone;           ///< of the large index, ascending
    std::shared_ptr<const matcher::Index> index;  ///< of those that came; never null, like the next two
    std::shared_ptr<const SkillNames> names;
    std::shared_ptr<ContentShelf> contents = std::make_shared<ContentShelf>();
};

/// What happened to a root since an index of its skills.
struct SkillChanges {
    std::vector<matcher::SkillId> gone;  ///< ascending
    matcher::Index::Skills came;         ///< by path

    bool any() const { return !gone.empty() || !came.empty(); }
};

inline constexpr std::size_t kAnyNumber = ~std::size_t{0};

/// nullopt: more than `most` skills changed. Looks at all of them, but not into those that stayed.
std::optional<SkillChanges> changes_since(const matcher::Index& index, const skill::LoadedRoot& root,
                                          std::size_t most);

/// `previous` (may be null) is the last one over the same index: itself where it says the same.
std::shared_ptr<const Overlay> lay_over(const matcher::Index& index, SkillChanges changes,
                                        const std::shared_ptr<const Overlay>& previous,
                                        matcher::ReadAhead& texts);

/// What the triggers of all skills that are there tell, by path. `overlay` may be null.
std::vector<skill::Diagnostic> diagnostics_of(const matcher::Index& index, const Overlay* overlay);

}  // namespace skillwake::daemon
