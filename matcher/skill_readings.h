#pragma once

#include "base/archive.h"
#include "matcher/derived_triggers.h"
#include "matcher/lexical/lexical_index.h"
#include "matcher/required_literals.h"
#include "skill/skill.h"

#include <memory>
#include <vector>

namespace skillwake::matcher {

/// What reading the texts of a root's skills gave: most of the work of compiling an index, and all that one
/// hands on to the next, or a run of the program to the next run. Immutable once made.
struct SkillReadings {
    using Skills = std::vector<std::shared_ptr<const skill::Skill>>;
    using Derived = std::shared_ptr<const DerivedAlone>;

    Skills skills;
    std::vector<Derived> derived;  ///< by skill: of its text alone, before weights are divided among skills
    std::shared_ptr<const lexical::LexicalIndex> words;  ///< skills have the numbers that they have here
    std::shared_ptr<const PatternReadings> patterns;     ///< of the skills' triggers
};

class ReadAhead;

/// Reads `skills`, many at the same time, but not too many ahead, for what is read takes much more memory
/// than what becomes of it. What `previous` (may be null) has of the same skills is taken over, and all of
/// its patterns: these are read when triggers are compiled. What `ahead` (may be null) has is taken from it.
/// `rest` (may be null) has earlier versions of skills that `previous` has not.
SkillReadings read_skills(SkillReadings::Skills skills, const SkillReadings* previous,
                          ReadAhead* ahead = nullptr, const SkillReadings* rest = nullptr);

template <class Archive, Archived<DerivedTrigger> Self>
void describe(Archive& archive, Self& trigger) {
    archive(trigger.kind, trigger.language, trigger.text, trigger.line, trigger.weight);
}

template <class Archive, Archived<DerivedAlone::Place> Self>
void describe(Archive& archive, Self& place) {
    archive(place.fence, place.line);
}

template <class Archive, Archived<DerivedAlone> Self>
void describe(Archive& archive, Self& derived) {
    archive(derived.triggers, derived.imports, derived.digest);
}

/// Without the skills: the root's loader writes and reads them.
template <class Archive, Archived<SkillReadings> Self>
void describe(Archive& archive, Self& readings) {
    archive(readings.derived, readings.words, readings.patterns);
}

}  // namespace skillwake::matcher
