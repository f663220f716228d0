#pragma once

#include "matcher/lexical/background.h"
#include "matcher/lexical/ecosystem.h"
#include "matcher/term_list.h"
#include "skill/skill.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher::lexical {

/// The parts of a skill that words are read from, each with a weight of its own.
enum class FieldId { Name, Description, Tags, WhenToUse, Headings, Body, Code };
inline constexpr std::size_t kFields = 7;
inline constexpr std::size_t kPhraseFields =
    5;  ///< the first of them, whose neighbouring words are read as pairs too

constexpr std::string_view name_of(FieldId field) {
    constexpr std::string_view kNames[] = {"name",     "description", "tags", "when to use",
                                           "headings", "body",        "code"};
    return kNames[static_cast<std::size_t>(field)];
}

/// A skill's words, by field, as they are written and folded. Only the first 20,000 bytes of a body are read:
/// its beginning says what it is for.
struct SkillTerms {
    std::array<TermList, kFields> fields;
    std::vector<TermList> quoted;       ///< words of the phrases that its author expects; none empty
    TermList lead;                      ///< words of the description's first sentence
    TermList against;                   ///< words of what it is not for
    Ecosystems ecosystems;              ///< that its name, description and tags name
    Ecosystems known;                   ///< that its headings name too
    std::vector<std::string> children;  ///< folders of skills that its text links to, folded

    const TermList& of(FieldId field) const { return fields[static_cast<std::size_t>(field)]; }
};

/// What its author says it is for: the description, and "when to use" of the front matter.
std::string about_text(const skill::Skill& skill);

/// `table`: see read_terms().
SkillTerms read_skill_terms(const skill::Skill& skill, const Background& table = background());

/// The pair of two neighbouring words: "front end" and "frontend" give the same.
std::string pair_of(std::string_view first, std::string_view second);
/// The same into `pair`, which is overwritten: of many pairs none needs memory of its own.
void make_pair(std::string_view first, std::string_view second, std::string& pair);

}  // namespace skillwake::matcher::lexical
