#include "matcher/negation.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace skillwake::matcher {
namespace {

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view word, Names names) {
    return std::find(names.begin(), names.end(), word) != names.end();
}

constexpr std::size_t kReach = 5;  ///< words that a negation covers, unless the clause ends before

/// Reads one negation that begins at a word; 0: none does. The length of its own words.
class NegationCue {
public:
    explicit NegationCue(std::span<const Word> words) : words_(words) {}

    std::size_t length_at(std::size_t at) const {
        const auto word = text(at);
        if (is_one_of(word, {"without", "avoid", "avoiding", "against"})) {
            return 1;
        }
        if (word == "no") {
            return is_one_of(text(at + 1), {"longer", "idea", "matter", "problem", "one"}) ? 0 : 1;
        }
        if (pair(at, "instead", "of") || pair(at, "rather", "than") || pair(at, "unrelated", "to") ||
            pair(at, "except", "for") || pair(at, "other", "than")) {
            return 2;
        }
        if (pair(at, "nothing", "to") && pair(at + 2, "do", "with")) {
            return 4;
        }
        return refusal_length(at);
    }

private:
    std::string_view text(std::size_t at) const {
        return at < words_.size() ? std::string_view(words_[at].text) : "";
    }
    bool pair(std::size_t at, std::string_view a, std::string_view b) const {
        return text(at) == a && text(at + 1) == b;
    }

    /// "don't use", "do not want to use", "not about", "never run", "must not touch", "isn't related to".
    std::size_t refusal_length(std::size_t at) const {
        const auto word = text(at);  // words come without their apostrophes
        std::size_t length = 0;
        if (is_one_of(word, {"dont", "not", "never", "isnt", "stop", "wont", "shouldnt", "neednt", "doesnt",
                             "cannot", "cant", "mustnt"})) {
            length = 1;
        } else if (is_one_of(word, {"do", "does", "should", "must", "will", "is"}) && text(at + 1) == "not") {
            length = 2;
        } else {
            return 0;
        }
        while (
            is_one_of(text(at + length), {"want", "wanting", "to", "need", "any", "please", "me", "you"})) {
            ++length;
        }
        const bool refused = is_one_of(
            text(at + length),
            {"use",   "using", "load",    "loading", "activate", "trigger", "invoke", "about",  "related",
             "apply", "add",   "include", "involve", "touch",    "run",     "rely",   "asking", "talking",
             "a",     "an",    "convert", "rewrite", "change",   "suggest", "mention"});
        return refused || is_order(at) ? length + 1 : 0;
    }

    /// "Do not make this concurrent": an order refuses whatever its verb is; "I do not understand it" refuses
    /// nothing.
    bool is_order(std::size_t at) const {
        const bool bare =
            is_one_of(text(at), {"don't", "dont", "never"}) || (text(at) == "do" && text(at + 1) == "not");
        return bare && (at == 0 || is_one_of(text(at - 1), {"please", "and", "but", "so", "just"}));
    }

    std::span<const Word> words_;
};

}  // namespace

std::vector<bool> find_negated(std::span<const Word> words, const std::vector<bool>& clause_ends) {
    std::vector<bool> negated(words.size(), false);
    const NegationCue cue(words);
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto length = cue.length_at(at);
        if (length == 0) {
            continue;
        }
        auto reached = std::min(words.size(), at + length + kReach);
        for (auto i = at + length; i < reached; ++i) {
            const bool turns = is_one_of(
                words[i].text, {"but", "use", "using", "then", "because", "since", "just", "instead"});
            if (turns || clause_ends[i - 1]) {
                break;
            }
            negated[i] = true;
        }
    }
    return negated;
}

bool is_talk_about_skills(std::span<const Word> words) {
    bool names_skill = false;
    bool talks = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i].text;
        const std::string_view next = i + 1 < words.size() ? std::string_view(words[i + 1].text) : "";
        names_skill = names_skill || word == "skill" || word == "skills";
        talks =
            talks ||
            is_one_of(word, {"rename", "delete", "remove", "uninstall", "disable", "fire", "fired", "firing",
                             "trigger", "triggered", "activated", "activates", "loaded", "loads"}) ||
            (word == "why" && is_one_of(next, {"did", "does", "was", "is", "didnt", "doesnt"})) ||
            (is_one_of(word, {"which", "what", "list", "show"}) && is_one_of(next, {"skill", "skills"}));
    }
    return names_skill && talks;
}

}  // namespace skillwake::matcher
