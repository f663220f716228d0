#pragma once

#include "matcher/judge.h"

#include <string>
#include <vector>

namespace skillwake::matcher {

/// Why one skill was not loaded.
struct WhyNot {
    double confidence = 0;
    Action action = Action::None;
    std::string missing;  ///< in words: the largest thing that was missing, or that spoke against
    std::vector<Evidence> evidence;
};

/// `candidate`: the skill's standing in the event; nullptr: it had no evidence at all. `need`: of its
/// judgement.
WhyNot why_not(const skill::Skill& skill, const Candidate* candidate, double need);

}  // namespace skillwake::matcher
