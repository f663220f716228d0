#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// What the placeholders of a skill's text stand for.
struct Substitutions {
    std::optional<std::string> arguments;     ///< as the caller wrote them; absent: called without
    std::vector<std::string> argument_names;  ///< of the front matter, in order
    std::string skill_dir;
    std::string session_id;
    std::string project_dir;
};

/// Replaces $ARGUMENTS, $ARGUMENTS[N] and $N (both from 0), $name of a declared argument, and
/// ${CLAUDE_SKILL_DIR}, ${CLAUDE_SESSION_ID}, ${CLAUDE_PROJECT_DIR}. An index that was not given stays as it
/// is; a declared name that was not given becomes empty; "\$" before a placeholder keeps it. What is put in
/// is not read again. Arguments that the text has no place for are appended as "ARGUMENTS: ...". Nothing is
/// ever executed: !`command` stays text.
std::string substitute(std::string_view text, const Substitutions& values);

/// The words of `arguments`, as a shell would see them: blanks separate, quotes hold together.
std::vector<std::string> split_arguments(std::string_view arguments);

}  // namespace skillwake::skill
