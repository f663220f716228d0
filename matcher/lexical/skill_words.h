#pragma once

#include "matcher/lexical/ecosystem.h"
#include "matcher/vocabulary.h"
#include "skill/skill.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::matcher::lexical {

/// Where a word or its stem stands in one skill: what the decision asks of its best candidates.
struct StemPlaces {
    static constexpr std::uint8_t kName = 1;
    static constexpr std::uint8_t kAbout = 2;     ///< name, description or tags
    static constexpr std::uint8_t kHeading = 4;   ///< headings or "when to use"
    static constexpr std::uint8_t kBody = 8;      ///< body or code
    static constexpr std::uint8_t kAgainst = 16;  ///< what it is not for
    static constexpr std::uint8_t kLead = 32;     ///< the first sentence of the description
    static constexpr std::uint8_t kWhen = 64;     ///< "when to use"
    static constexpr std::uint8_t kFields = kName | kAbout | kHeading | kBody | kWhen;
};

/// One skill's words, counted: all that an index takes from it, and nothing of other skills is needed for it.
/// So many skills are counted at the same time, and put into an index one after the other.
///
///     name "red-fox", body "A fox, a red fox.":   words "red", "fox"
///     counts[0] {weight of 1 name, 1 body word; body 1}, counts[1] {the same of 1 and 2; body 2}
struct SkillWords {
    struct Count {
        double weight = 0;        ///< over all fields together, before saturation
        std::uint32_t body = 0;   ///< times in the body
        std::uint32_t when = 0;   ///< times in "when to use"
        std::uint8_t places = 0;  ///< StemPlaces; 0: it stands in a phrase only
    };
    Vocabulary words;  ///< each different one once, as it is written and folded
    std::vector<Count> counts;
    std::vector<std::uint32_t> name;  ///< words of its name
    /// Words of the phrases that its author expects of users; none of them is empty.
    std::vector<std::vector<std::uint32_t>> phrases;
    /// Neighbouring words: the hash of the pair's text, ascending, and its weight, 0 to 3.
    std::vector<std::pair<std::uint64_t, double>> pairs;
    std::uint32_t body_length = 0;  ///< words
    std::uint32_t when_length = 0;  ///< words of "when to use"
    Ecosystems ecosystems;          ///< see SkillTerms, like the next two
    Ecosystems known;
    std::vector<std::string> children;
    std::string folder;  ///< see folder_name()
};

SkillWords count_words(const skill::Skill& skill);

/// The name of the skill's folder, folded: what the text of other skills links to.
std::string folder_name(const skill::Skill& skill);

}  // namespace skillwake::matcher::lexical
