#pragma once

#include "matcher/lexical/asked_terms.h"
#include "matcher/lexical/word_scores.h"
#include "matcher/prompt_reading.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace skillwake::matcher::lexical {

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
    /// Best first; equal ones by place: the best, and of the others those that were asked for. Only skills
    /// that share something with the prompt.
    std::vector<WordMatch> matches;
    double need = 0;       ///< the probability that any skill of the view is wanted
    bool complete = true;  ///< false: words that very many skills hold were left out, see WordLimits
    /// So many of the best alone the commonest words were looked up in, see WordScores; nullopt: all.
    std::optional<std::size_t> short_list;
};

/// Which skills a ranking tells of.
struct AskedSkills {
    std::set<SkillPlace> named;   ///< that the prompt names exactly; they stand in front
    std::set<SkillPlace> others;  ///< told of wherever they stand
    std::size_t best = 0;         ///< and so many of the best, or kJudged if that is more
    /// Of those behind the first kLineWorthy, which words alone never give: whether one is told. Null: all
    /// are.
    std::function<bool(SkillPlace)> tells = {};
};

inline constexpr std::size_t kLineWorthy = 2;  ///< of the best, those that may be suggested

inline constexpr std::size_t kJudged = 10;  ///< candidates that get a confidence of their own

/// Orders the view's skills by the prompt's words, and says how sure the first ones are.
WordRanking rank_by_words(std::span<const LexicalLayer> layers, const PromptReading& prompt,
                          const AskedSkills& skills, const WordLimits& limits = {});

}  // namespace skillwake::matcher::lexical
