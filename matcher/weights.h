#pragma once

#include "matcher/evidence.h"
#include "matcher/region.h"
#include "skill/trigger.h"

#include <cstddef>

/// How much each thing counts. Weights are probabilities: how sure one piece of evidence alone makes that the
/// skill is wanted. Independent ones combine as 1 - (1-a)(1-b).
namespace skillwake::matcher {

/// What reaches kLoad is loaded, what reaches kSuggest is named in one line.
inline constexpr double kLoad = 0.90;
inline constexpr double kSuggest = 0.35;

/// Set by what the design asks, not fitted: what an author declares counts fully, so each alone passes kLoad.
constexpr double weight_of(EvidenceKind kind) {
    switch (kind) {
        case EvidenceKind::Mention:
            return 1.0;
        case EvidenceKind::Name:
            return 0.96;
        case EvidenceKind::Keyword:
        case EvidenceKind::Pattern:
        case EvidenceKind::Query:
        case EvidenceKind::Node:
        case EvidenceKind::Import:
            return 0.93;
        case EvidenceKind::Path:
        case EvidenceKind::Content:
        case EvidenceKind::Call:
        case EvidenceKind::Decorator:
        case EvidenceKind::Type:
        case EvidenceKind::Command:
        case EvidenceKind::Error:
        case EvidenceKind::Always:
        case EvidenceKind::Host:
        case EvidenceKind::Workspace:
            return 0.91;
        case EvidenceKind::Exclude:
        case EvidenceKind::Term:
        case EvidenceKind::Session:
        case EvidenceKind::Language:
        case EvidenceKind::Negation:
        case EvidenceKind::Twin:
        case EvidenceKind::Marker:
        case EvidenceKind::Companion:
        case EvidenceKind::Native:
            return 0.0;
    }
    return 0.0;
}

/// An import that a skill's own code shows, or a file type that its description names, though its author
/// declared none: it suggests, and loads only together with something else. What several skills of a root
/// share is divided by the square root of their number: three skills about React are no reason to name one of
/// them.
inline constexpr double kDerivedImport = 0.6;
inline constexpr double kDerivedFileType = 0.5;

/// Triggers that speak for all skills of a plugin, and words that alone say little: shared ones are divided
/// as above. One sign names the skill, a trace alone does not, and all of them together do not load it.
inline constexpr double kSign = 0.5;
inline constexpr double kTrace = 0.2;

/// Of a declared trigger that nobody shares.
constexpr double weight_of(EvidenceKind kind, skill::Strength strength) {
    switch (strength) {
        case skill::Strength::Full:
            return weight_of(kind);
        case skill::Strength::Sign:
            return kSign;
        case skill::Strength::Trace:
            return kTrace;
    }
    return 0.0;
}

/// How far words in a region are the user's wish. A keyword that is only quoted or pasted stays below
/// kSuggest.
constexpr double factor_of(Region region) {
    switch (region) {
        case Region::Prose:
        case Region::InlineCode:
            return 1.0;
        case Region::Quoted:
        case Region::Path:
            return 0.35;
        case Region::FencedCode:
        case Region::Log:
        case Region::Diff:
            return 0.25;
        case Region::Url:
            return 0.2;
        case Region::Reminder:
            return 0.0;
    }
    return 0.0;
}

inline constexpr double kExcludedFactor = 0.25;      ///< of a sentence that holds an `exclude` word
inline constexpr double kNegatedFactor = 0.1;        ///< of a word that is said not to be wanted
inline constexpr double kSkillTalkFactor = 0.2;      ///< of a prompt that talks about skills
inline constexpr double kOtherLanguageFactor = 0.3;  ///< of a prompt when only other languages are at hand
inline constexpr double kNamedPathFactor = 0.7;      ///< of a path or address that a prompt only names
inline constexpr double kFencedSyntaxFactor = 0.6;   ///< of syntax in code that a prompt shows
inline constexpr double kPastedErrorFactor = 0.7;    ///< of an error that a prompt shows

/// Different telling words that a skill's own text must share with a prompt, where its author declared words.
inline constexpr std::size_t kLeastConcepts = 2;

/// Evidence of earlier events, halved every so many events.
inline constexpr double kHalfLifeEvents = 8.0;
/// How far it counts beside what the event itself holds.
inline constexpr double kSessionFactor = 1.0;
/// A skill is judged by an event only if the event itself speaks for it at least so much.
inline constexpr double kLeastFreshWeight = 0.05;

}  // namespace skillwake::matcher
