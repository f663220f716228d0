#pragma once

#include "matcher/lexical/asked_terms.h"

namespace skillwake::matcher::lexical {

/// What a closer look adds to the score of one of the best skills, often a negative number. In a crowd a
/// skill whose first sentence answers what is asked beats one that holds the same words somewhere: the
/// prompt's words there, the share of its last sentence, and its first word count once more; a technology
/// that excludes the prompt's and rare words of the name that nobody asked for count against. Its arguments
/// must outlive it.
class SecondLook {
public:
    SecondLook(std::span<const LexicalLayer> layers, const AskedTerms& asked);

    /// `places`: of the prompt's stems in that skill, see AskedTerms::places_in().
    double at(SkillPlace place, std::span<const std::uint8_t> places) const;

private:
    std::span<const LexicalLayer> layers_;
    const AskedTerms& asked_;
    double request_ = 0;  ///< rarity of the last sentence
};

}  // namespace skillwake::matcher::lexical
