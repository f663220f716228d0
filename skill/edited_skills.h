#pragma once

#include "skill/load.h"
#include "skill/skill_reader.h"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace skillwake::skill {

/// A skill of a root that was read again, as something happened in its folder.
struct EditedSkill {
    std::size_t place = 0;  ///< among the skills of the root as it was
    LoadedSkill skill;
    bool anew = false;  ///< not taken over after all
};

/// Reads the skills of `previous` that lie in `touched` folders, where the root's folders hold what they
/// held. Costs what was touched, and nothing for the other skills. nullopt: one of the files cannot be used
/// now, or could not before.
std::optional<std::vector<EditedSkill>> read_edited(const LoadedRoot& previous,
                                                    const std::unordered_set<std::string>& touched,
                                                    const SkillReader& reader);

}  // namespace skillwake::skill
