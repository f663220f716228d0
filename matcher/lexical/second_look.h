#pragma once

#include "matcher/lexical/asked_terms.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace skillwake::matcher::lexical {

/// What a closer look adds to the score of one of the best skills, often a negative number. In a crowd a
/// skill whose first sentence answers what is asked beats one that holds the same words somewhere: the
/// prompt's words there, the share of its last sentence, and its first word count once more; a technology
/// that excludes the prompt's and rare words of the name that nobody asked for count against. Its arguments
/// must outlive it.
class SecondLook {
public:
    SecondLook(std::span<const LexicalLayer> layers, const AskedTerms& asked);

    /// `places`: of the prompt's stems in that skill, see AskedTerms::places_in(); empty: not looked up yet,
    /// and what the skill says of itself is looked up in the prompt instead, which costs a long one less.
    double at(SkillPlace place, std::span<const std::uint8_t> places) const;

private:
    /// Of a layer: (a stem there, the prompt's number of it), ascending.
    using Numbers = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    /// A stem of the prompt that stands in a skill's name, description or tags.
    struct Shared {
        std::uint32_t stem = 0;
        bool leads = false;  ///< stands in the first sentence
    };
    std::vector<Shared> shared(SkillPlace place, std::span<const std::uint8_t> places) const;

    std::span<const LexicalLayer> layers_;
    const AskedTerms& asked_;
    std::vector<Numbers> numbers_;           ///< by layer
    std::vector<std::uint32_t> in_request_;  ///< by stem: its place in the last sentence; kNone: not there
    double request_ = 0;                     ///< rarity of the last sentence
};

}  // namespace skillwake::matcher::lexical
