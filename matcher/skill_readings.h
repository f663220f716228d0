#pragma once

#include "base/archive.h"
#include "matcher/derived_triggers.h"
#include "matcher/lexical/lexical_index.h"
#include "skill/skill.h"

#include <memory>
#include <vector>

namespace skillwake::matcher {

/// What reading the texts of a root's skills gave: most of the work of compiling an index, and all that one
/// hands on to the next, or a run of the program to the next run. Immutable once made.
struct SkillReadings {
    using Skills = std::vector<std::shared_ptr<const skill::Skill>>;
    using Derived = std::shared_ptr<const std::vector<DerivedTrigger>>;

    Skills skills;
    std::vector<Derived> derived;  ///< by skill: of its text alone, before weights are divided among skills
    std::shared_ptr<const lexical::LexicalIndex> words;  ///< skills have the numbers that they have here
};

/// Reads `skills`, many at the same time, but not too many ahead, for what is read takes much more memory
/// than what becomes of it. What `previous` (may be null) has of the same skills is taken over.
SkillReadings read_skills(SkillReadings::Skills skills, const SkillReadings* previous);

template <class Archive, Archived<DerivedTrigger> Self>
void describe(Archive& archive, Self& trigger) {
    archive(trigger.kind, trigger.language, trigger.text, trigger.line, trigger.weight);
}

/// Without the skills: the root's loader writes and reads them.
template <class Archive, Archived<SkillReadings> Self>
void describe(Archive& archive, Self& readings) {
    archive(readings.derived, readings.words);
}

}  // namespace skillwake::matcher
