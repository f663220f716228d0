#pragma once

#include "matcher/vocabulary.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace skillwake::matcher::lexical {

/// How common words are in the descriptions of public skills: the background against which a word is telling.
/// The figures come from background.tsv, made by make_background from a corpus and compiled in.
class Background {
public:
    /// `table`: lines "kind TAB text [TAB count]": N (skills counted), C (skills in CJK scripts), d (stem and
    /// the skills whose name or description has it), b (CJK pair and the skills that have it), w (a word that
    /// is written as one: its capitals do not cut it). Must outlive the object.
    explicit Background(std::string_view table);

    /// The rarity of a canonical stem: 0 for what every skill says, up to 8.5.
    double rarity(std::string_view stem) const { return rarity(stem, hash_text(stem)); }
    double rarity(std::string_view stem, std::uint64_t hash) const;  ///< `hash`: hash_text(stem)
    /// In how many skills' names and descriptions the stem stands.
    std::uint32_t frequency(std::string_view stem) const;
    bool is_one_word(std::string_view folded) const { return words_.count(folded) > 0; }

private:
    double rarity_of(std::string_view stem, std::uint32_t count) const;

    Vocabulary stems_;
    std::vector<std::uint32_t> frequencies_;  ///< by stem, like the next
    std::vector<double> rarities_;
    std::unordered_map<std::string_view, std::uint32_t> cjk_frequencies_;
    std::unordered_set<std::string_view> words_;
    double skills_ = 1;
    double cjk_skills_ = 1;
};

/// The compiled-in table, read once.
const Background& background();

/// Whether a term was cut out of a script that is_paired_script() names; it is not empty.
bool is_pair_of_characters(std::string_view term);

}  // namespace skillwake::matcher::lexical
