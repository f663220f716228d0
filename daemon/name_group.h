#pragma once

#include "matcher/view.h"
#include "skill/roots.h"
#include "skill/skill.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

/// Skills whose names may be taken for one another are a group: those that are alike behind their last ':',
/// in any case. "pdf", "office:PDF" and a skill "pdf" of the plugin "office" are one. Who stands in front of
/// whom, and what a name stands for, is a matter of one group alone.
std::uint64_t group_of(std::string_view name);

/// One skill of a group.
struct Bearer {
    matcher::SkillRef ref;
    std::size_t root = 0;  ///< the less the more important
    const skill::Skill* skill = nullptr;
};

/// One that nobody means by its name.
struct Hidden {
    matcher::SkillRef ref;
    matcher::SkillRef front;  ///< who stands in front of it
    bool copy = false;        ///< it has the same name and body as that, wherever the two lie
};

/// Those of a group that are hidden. `group`: all of it, the most important first.
std::vector<Hidden> hidden_in(std::span<const Bearer> group, skill::Precedence precedence);

}  // namespace skillwake::daemon
