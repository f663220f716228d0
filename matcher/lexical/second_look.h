#pragma once

#include "matcher/lexical/lexical_index.h"
#include "matcher/lexical/prompt_terms.h"

#include <string>
#include <unordered_map>

namespace skillwake::matcher::lexical {

/// How rare one of the prompt's stems is.
struct TermRarity {
    double mixed = 0;  ///< among the view's skills and public ones together
    double asked = 0;  ///< the same; of a stem that no skill of the view holds: the rarest possible
    double background = 0;
};
using TermRarities = std::unordered_map<std::string, TermRarity>;

/// How much of the rarity of a skill's name a prompt has.
struct NameShare {
    double whole = 0;
    double held = 0;

    double covered() const { return whole > 0 ? held / whole : 0; }
};
NameShare name_share(const PromptTerms& terms, const TermRarities& rarities,
                     const LexicalIndex::SkillFacts& facts);

/// What a closer look adds to the score of one of the best skills, often a negative number. In a crowd a
/// skill whose first sentence answers what is asked beats one that holds the same words somewhere: the
/// prompt's words there, the share of its last sentence, and its first word count once more; a technology
/// that excludes the prompt's and rare words of the name that nobody asked for count against. Its arguments
/// must outlive it.
class SecondLook {
public:
    /// `total`: the weighted rarity of all of the prompt's stems.
    SecondLook(const PromptTerms& terms, const TermRarities& rarities, double total);

    double at(const LexicalIndex::SkillFacts& facts) const;

private:
    const PromptTerms& terms_;
    const TermRarities& rarities_;
    double scale_ = 1;
    double request_ = 0;  ///< rarity of the last sentence
};

}  // namespace skillwake::matcher::lexical
