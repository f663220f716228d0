#pragma once

#include "skill/trigger.h"

#include <string>
#include <string_view>

namespace skillwake::matcher {

/// Whether a trigger of words is looked for as a pattern, because its dialect reads its text as it stands.
bool is_literal(const skill::Trigger& trigger);

/// The RE2 pattern of a Pattern, Content, Error or Veto, and of words that are looked for literally. Groups
/// that JavaScript names, "(?<year>...)", are taken.
std::string pattern_of(const skill::Trigger& trigger);

/// The glob as our own form writes it: "/*.md" for one that holds in the workspace's own folder alone; folded
/// where it is of any case.
std::string glob_of(const skill::Trigger& trigger);

/// Whether a folder or file of `path` begins with '.' that `glob` does not write out.
bool is_hidden_from(std::string_view glob, std::string_view path);

/// What a pattern of another engine has that RE2 lacks: "look-ahead (?=", "back-reference \1"; empty: nothing
/// known.
std::string foreign_construct(std::string_view pattern);

}  // namespace skillwake::matcher
