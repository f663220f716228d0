#pragma once

#include "matcher/event.h"
#include "matcher/evidence.h"
#include "skill/skill.h"

#include <cstddef>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace skillwake::matcher {

/// A declared trigger that holds: number of its skill, kind, text.
using HeldTrigger = std::tuple<std::size_t, EvidenceKind, std::string>;

/// Which triggers hold in an event, found in the plainest way: each trigger of each skill by itself, words by
/// comparing them, patterns by RE2 over the whole text, globs one by one, syntax by parsing every source
/// whole. No table, no literal, no tier: what an index must agree with. Skills without groups, and events
/// that pass no limit.
std::set<HeldTrigger> plain_triggers(const std::vector<skill::Skill>& skills, const Event& event);

}  // namespace skillwake::matcher
