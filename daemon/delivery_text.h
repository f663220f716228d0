#pragma once

#include "daemon/piece_index.h"
#include "matcher/evidence.h"
#include "protocol/decision.h"
#include "skill/arguments.h"
#include "skill/skill.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// How one skill reads in the text for a host's model, in each mode. Facts, no orders; what is missing and
/// how to get it is said. Whatever a skill holds, its text cannot end the element that it stands in.
namespace skillwake::daemon {

/// What is told of one skill.
struct SkillTelling {
    const skill::Skill& skill;
    std::string reasons;             ///< of reasons_text(); may be empty
    skill::Substitutions values;     ///< for the placeholders of its text
    std::vector<TellingWord> words;  ///< choose the sections of an excerpt
    /// The skill's pieces, asked for when an excerpt is made; absent: they are counted for this one.
    std::function<const PieceIndex&()> pieces = {};
    std::string withheld = {};  ///< why it is not loaded whatever fits; empty: for no such reason
};

/// All of the body, as <skill_content>.
std::string full_text(const SkillTelling& telling);
/// The sections that the words point to, as many as fit `most_bytes`; nullopt: none does, or nothing points
/// to any.
std::optional<std::string> excerpt_text(const SkillTelling& telling, std::size_t most_bytes);
/// The headings with their lines and tokens; where they do not fit `most_bytes`, without the deepest levels.
/// nullopt: not even the uppermost fit, or there are no headings.
std::optional<std::string> outline_text(const SkillTelling& telling, std::size_t most_bytes);

/// One line: the skill fits, and this is where its text is.
std::string line_text(const SkillTelling& telling);
/// One line about a skill that may help, or may not.
std::string suggestion_text(const SkillTelling& telling);

/// Why a tool has to wait: the skill, the reasons, what its author has to say, and that the same call passes
/// next time. `file` stands for '{file_path}' in the author's words; empty: the tool names none.
std::string denial_text(const SkillTelling& telling, const std::string& file);

/// One line about a skill that was asked for by its name and is not given. `refusal`: why not.
std::string withheld_text(const std::string& refusal);
/// One line about an @name that no skill has, or that several have.
std::string unknown_text(const protocol::UnknownMention& mention);
std::string ambiguous_text(const protocol::AmbiguousMention& mention);

}  // namespace skillwake::daemon
