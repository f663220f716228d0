#pragma once

#include <cstddef>
#include <cstdint>

/// The fitted figures of the lexical model, and the two logistic functions that turn what was found into
/// probabilities. docs/matching.md says how they were fitted and how well they do.
namespace skillwake::matcher::lexical {

// ---- the score that orders skills ----

inline constexpr double kSurfaceWeight = 0.6;
inline constexpr double kStemWeight = 0.6;
inline constexpr double kPairWeight = 0.4;
inline constexpr double kBodyWeight = 0.15;  ///< of a stem in the body, beside its joint weight
inline constexpr double kQuoteWeight = 0.5;
inline constexpr double kNameScore = 30;           ///< an exact name stands in front of everything
inline constexpr double kViewRarity = 0.5;         ///< share of the view's own rarity in a term's
inline constexpr double kBackgroundRarity = 0.35;  ///< share of the background's
inline constexpr double kMaxPairRarity = 7.0;
inline constexpr double kPairedScriptFactor = 0.3;
inline constexpr double kLeastMixed = 3.0;
inline constexpr double kLeastBackground = 5.0;
inline constexpr double kLeastQuoteShare = 0.6;
inline constexpr double kLeastParentShare = 0.2;

// ---- the second look at the best ----

inline constexpr std::size_t kSecondLook = 20;  ///< skills
inline constexpr double kLeadWeight = 0.5;      ///< of the prompt's terms in the description's first sentence
inline constexpr double kRequestWeight =
    0.7;  ///< of the share of the prompt's last sentence that it is about
inline constexpr double kFirstWordWeight = 0.35;
inline constexpr double kContradictionWeight = 2.0;
inline constexpr double kUnaskedNameWeight = 0.015;  ///< of the rarity of name words that the prompt lacks

// ---- what the decision looks at ----

inline constexpr double kThemeShare = 0.4;  ///< of a view's skills that hold a word: then it is its theme
inline constexpr std::uint32_t kRealWordCount =
    3;  ///< skills of the background that use a word: then it is no typing error
inline constexpr double kConceptRarity = 3.0;
inline constexpr double kMaxScoreFeature = 12.0;
inline constexpr double kLeastViewFeature = 5.0;  ///< skills: smaller views were not fitted
inline constexpr double kMaxViewFeature = 150.0;

/// The probability that some skill of the view is wanted, from which on the best are worth a line.
inline constexpr double kNeedForLine = 0.5;

/// And from which on a candidate may be surer than that: below it no skill is wanted more than any skill is.
inline constexpr double kNeedForLoad = 0.6;

/// What words alone need to load a skill depends on its rival, the best of the others that is no twin of it:
/// kLoadAlone where that one has at most kFarRival of its score, rising to kLoadBesideRival at kNearRival;
/// nearer ones look too much alike.
inline constexpr double kLoadAlone = 0.87;
inline constexpr double kLoadBesideRival = 0.95;
inline constexpr double kFarRival = 0.5;
inline constexpr double kNearRival = 0.8;

/// The confidence that loads; above 1: none does. `rival`: its share of the score.
double load_threshold(double rival);

/// Of the prompt and the view.
struct PromptFeatures {
    double length = 0;            ///< log of its different terms
    double view_size = 0;         ///< log of the view's skills
    double unknown = 0;           ///< share of its rarity that no skill of the view holds
    double unknown_words = 0;     ///< the same of words that skills elsewhere use
    double contradicts_view = 0;  ///< classes of technology in which the view knows only others
    double theme = 0;             ///< rarity of the words that the view is about
};

/// Of the best candidate.
struct BestFeatures {
    double score = 0;
    double share = 0;      ///< of all candidates' exponential scores
    double strongest = 0;  ///< its rarest held term
    double name = 0;       ///< share of a name's rarity that the prompt has: of kNamesLookedAt the highest
    double quote = 0;      ///< its best quoted phrase
    double against = 0;    ///< terms that it is not for
    double when = 0;       ///< terms in its "when to use"
    double contradictions = 0;  ///< classes of technology in which it names only others
};
inline constexpr std::size_t kNamesLookedAt = 3;  ///< of the best candidates

/// Of one of the best.
struct MatchFeatures {
    std::size_t rank = 0;
    double share = 0;   ///< of all candidates' exponential scores
    double margin = 0;  ///< before the second, or behind the first
};

/// The probability that some skill of the view is wanted.
double need_of(const PromptFeatures& prompt, const BestFeatures& best);

/// The probability that this candidate is wanted.
double confidence_of(const MatchFeatures& candidate, double need);

}  // namespace skillwake::matcher::lexical
