#pragma once

#include "matcher/index.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace skillwake::matcher {

/// One root's index as a workspace sees it, or where a few of its skills changed, one of the two.
struct Layer {
    std::shared_ptr<const Index> index;
    std::vector<bool> hidden = {};  ///< by skill id: it is gone, or another skill of the same name stands in
                                    ///< front of it; empty: none of the layer's
    bool beside = false;            ///< of the same root as the layer before: what came since that was made
};

/// What a workspace sees: its roots' indexes, the most important first.
struct View {
    std::vector<Layer> layers;
};

/// By layer, which of the view's roots it is of, from 0.
inline std::vector<std::size_t> roots_of(const View& view) {
    std::vector<std::size_t> roots;
    roots.reserve(view.layers.size());
    for (const auto& layer : view.layers) {
        roots.push_back(roots.empty() ? 0 : roots.back() + (layer.beside ? 0 : 1));
    }
    return roots;
}

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
