#pragma once

#include "skill/skill.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher::lexical {

enum class DerivedKind {
    Term,     ///< a word of its text
    Phrase,   ///< quoted in its description, as what a user would say
    Against,  ///< a clause that says what it is not for
};

constexpr std::string_view name_of(DerivedKind kind) {
    return kind == DerivedKind::Term ? "term" : kind == DerivedKind::Phrase ? "phrase" : "against";
}

/// What a skill's own text makes it known by, for people: the rank itself asks the index.
struct DerivedTerm {
    DerivedKind kind = DerivedKind::Term;
    std::string text;        ///< a word in lower case; a phrase or clause as it stands there
    std::uint32_t line = 0;  ///< of its SKILL.md where it stands first, 1-based; 0: in no line as a whole
    /// Of a word: how much its fields give it, times its rarity among public skills; 1 is a name's word that
    /// no other skill has. Of a phrase: the mean of its words. Below 0: it speaks against.
    double weight = 0;
};

/// The `most` weightiest words, then all phrases, then all clauses.
std::vector<DerivedTerm> derive_terms(const skill::Skill& skill, std::size_t most = 40);

}  // namespace skillwake::matcher::lexical
