#pragma once

#include "matcher/index.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace skillwake::matcher {

/// One root's index as a workspace sees it.
struct Layer {
    std::shared_ptr<const Index> index;
    std::vector<bool> hidden;  ///< by skill id: another skill of the same name stands in front of it;
                               ///< empty: none of the layer's
};

/// What a workspace sees: its roots' indexes, the most important first.
struct View {
    std::vector<Layer> layers;
};

/// A skill within a view.
struct SkillRef {
    std::size_t layer = 0;
    SkillId id{};

    auto operator<=>(const SkillRef&) const = default;
};

inline const skill::Skill& skill_of(const View& view, SkillRef ref) {
    return view.layers[ref.layer].index->skill(ref.id);
}

}  // namespace skillwake::matcher
