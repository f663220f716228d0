#pragma once

#include "matcher/lexical/skill_words.h"
#include "matcher/skill_readings.h"

#include <cstddef>
#include <map>
#include <memory>

namespace skillwake::matcher {

/// One skill's text, read: all that an index takes from it, before it is joined with those of others.
struct SkillReading {
    lexical::SkillWords words;
    SkillReadings::Derived derived;
};

/// What has not changed since `previous`, or since `rest` where that has no such skill, is not derived again;
/// both may be null.
SkillReading read_skill(const skill::Skill& skill, const SkillReadings* previous,
                        const SkillReadings* rest = nullptr);

/// Texts that were read while their root goes on changing: read_skills() takes them when it has come to rest.
///
///     ReadAhead ahead;                             a checkout has written a and b, `before` has c
///     ahead.read({a, b}, before);                  a and b are read
///     ahead.read({a, b2, d}, before);              b is forgotten, b2 and d are read
///     read_skills({a, b2, c, d}, before, &ahead);  none is read
class ReadAhead {
public:
    /// What one is read to takes 26 KB, measured over 1,981 real ones: 100 MB at most.
    static constexpr std::size_t kMostSkills = 4'096;

    /// Reads those of `skills` that this has not, many at the same time, and forgets what is not among them.
    /// `previous`: see read_skill(); it has none of them.
    void read(const SkillReadings::Skills& skills, const SkillReadings* previous);

    /// To be taken by whoever finds it, each by one thread. Null: it was not read.
    SkillReading* find(const std::shared_ptr<const skill::Skill>& skill);
    std::size_t size() const { return read_.size(); }

private:
    std::map<std::shared_ptr<const skill::Skill>, SkillReading>
        read_;  ///< kept alive, so that no other takes its place in memory
};

}  // namespace skillwake::matcher
