#pragma once

#include "matcher/index.h"
#include "skill/diagnostic.h"

#include <vector>

namespace skillwake::matcher {

/// Declared keywords and patterns of `skills` that hold in the descriptions of two or more other skills of
/// them, by the words that other skills use of themselves: such a trigger wakes its skill for their work. One
/// diagnostic a trigger, in the order of the skills. Skills of one name count as one.
std::vector<skill::Diagnostic> find_generic_triggers(const Index::Skills& skills);

}  // namespace skillwake::matcher
