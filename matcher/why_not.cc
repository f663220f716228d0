#include "matcher/why_not.h"

#include "matcher/lexical/model.h"
#include "matcher/weights.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace skillwake::matcher {
namespace {

std::string two_digits(double number) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.2f", number);
    return text.data();
}

std::string declared_kinds(const skill::Skill& skill) {
    std::string kinds;
    for (const auto& trigger : skill.triggers) {
        const auto name = std::string(skill::name_of(trigger.kind));
        if (kinds.find(name) == std::string::npos) {
            kinds += (kinds.empty() ? "" : ", ") + name;
        }
    }
    return kinds;
}

/// What weakened the evidence most, in words; empty: nothing did.
std::string weakened_by(const std::vector<Evidence>& evidence) {
    for (const auto& piece : evidence) {
        if (piece.kind == EvidenceKind::Exclude) {
            return "the word '" + piece.text + "' in the same sentence speaks against it (exclude)";
        }
        if (piece.kind == EvidenceKind::Native) {
            return piece.trigger + " loads this rule itself";
        }
        if (piece.kind == EvidenceKind::Marker) {
            return "the file " + piece.path + " holds '" + piece.text + "'";
        }
        if (piece.kind == EvidenceKind::Twin) {
            return "a skill of nearly the same words is ahead of it: " + piece.trigger;
        }
        if (piece.kind == EvidenceKind::Language) {
            return "the language at hand is " + piece.trigger;
        }
        if (piece.kind == EvidenceKind::Negation) {
            return "the prompt talks about skills instead of asking for their help";
        }
    }
    for (const auto& piece : evidence) {
        if (piece.weight > 0 && piece.region && factor_of(*piece.region) < 1.0 && is_of_prompt(piece.kind)) {
            return "'" + piece.text + "' stands in " + std::string(name_of(*piece.region)) +
                   ", which is not the user's wish";
        }
        if (piece.weight > 0 && is_of_prompt(piece.kind) &&
            piece.weight <= weight_of(piece.kind) * kNegatedFactor) {
            return "'" + piece.text + "' is negated";
        }
    }
    return "";
}

std::string missing_of(const skill::Skill& skill, const Candidate* candidate, double need) {
    if (candidate == nullptr) {
        const auto kinds = declared_kinds(skill);
        return kinds.empty() ? "nothing in the event matched; the skill declares no triggers of its own"
                             : "nothing in the event matched any of its triggers (" + kinds + ")";
    }
    if (candidate->action == Action::Load) {
        return "nothing: it would be loaded";
    }
    if (skill.for_other_system) {
        return "it cannot be used here: " + skill.unavailable;
    }
    if (!skill.automatic) {
        return "its author switched automatic loading off (disable-model-invocation)";
    }
    if (skill.at_most_named && candidate->action == Action::Suggest) {
        return "it is for a mode of its tool that is not known here: only its name loads it";
    }
    const auto weakened = weakened_by(candidate->evidence);
    if (candidate->load_from > 1) {
        return (weakened.empty() ? "" : weakened + "; ") +
               "its words alone cannot load it: another skill's fit the prompt as well or better";
    }
    const auto short_of = two_digits(candidate->confidence) + " of the " + two_digits(candidate->load_from) +
                          " that loading needs";
    if (!weakened.empty()) {
        return weakened + ": " + short_of;
    }
    return need < lexical::kNeedForLine
               ? "the prompt's words hardly want any skill of this workspace (" + two_digits(need) + " of " +
                     two_digits(lexical::kNeedForLine) + "): " + short_of
               : "the evidence is weak: " + short_of;
}

}  // namespace

WhyNot why_not(const skill::Skill& skill, const Candidate* candidate, double need) {
    WhyNot why;
    why.missing = missing_of(skill, candidate, need);
    if (candidate != nullptr) {
        why.confidence = candidate->confidence;
        why.action = candidate->action;
        why.evidence = candidate->evidence;
    }
    return why;
}

}  // namespace skillwake::matcher
