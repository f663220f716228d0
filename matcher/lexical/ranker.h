#pragma once

#include "matcher/lexical/lexical_index.h"
#include "matcher/lexical/prompt_terms.h"
#include "matcher/prompt_reading.h"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace skillwake::matcher::lexical {

/// One root's words within a view.
struct LexicalLayer {
    const LexicalIndex* index = nullptr;
    const std::vector<bool>* hidden = nullptr;  ///< by skill; may be null or empty: none is
};

/// A skill of a view: layer and number within it.
struct SkillPlace {
    std::size_t layer = 0;
    std::uint32_t skill = 0;

    auto operator<=>(const SkillPlace&) const = default;
};

/// A skill as the words of a prompt see it.
struct WordMatch {
    SkillPlace place;
    double score = 0;       ///< orders the skills of one prompt; means nothing across prompts
    double confidence = 0;  ///< that this skill is wanted, 0 to 1, calibrated on labelled prompts
    double line =
        0;  ///< need (the probability that any skill of the view is wanted) times its share of the best score
    double load_from = 2;            ///< the confidence from which on its words alone load it; above 1: never
    bool worth_a_line = false;       ///< some skill is likely wanted, and this is among the best
    std::vector<std::string> terms;  ///< of the prompt, that told most, the strongest first
    std::size_t concepts = 0;        ///< different terms that its name, description or headings hold
};

struct WordRanking {
    std::vector<WordMatch> matches;  ///< best first; equal ones by place
    double need = 0;                 ///< the probability that any skill of the view is wanted
};

/// Orders the view's skills by the prompt's words, and says how sure the first ones are. `named`: skills that
/// the prompt names exactly; they stand in front.
WordRanking rank_by_words(std::span<const LexicalLayer> layers, const PromptReading& prompt,
                          const std::set<SkillPlace>& named);

}  // namespace skillwake::matcher::lexical
