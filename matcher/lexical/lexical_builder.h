#pragma once

#include "matcher/lexical/lexical_index.h"
#include "matcher/lexical/skill_words.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skillwake::matcher::lexical {

/// Puts skills into the columns of an index, one after the other: they get the numbers 0, 1, 2 and so on. An
/// index that follows another takes the skills over that both have, and then costs what it is large and what
/// is new in it; answers are those of an index that was made anew.
///
///     LexicalBuilder anew;  anew.add(words of a);  anew.add(words of b);  auto before = anew.finish();
///     LexicalBuilder next(before);  next.take(0, "a");  next.add(words of c);  next.finish() holds a and c
class LexicalBuilder {
public:
    LexicalBuilder() = default;
    /// `previous` must live until finish().
    explicit LexicalBuilder(const LexicalIndex& previous);

    /// Whether an index that follows `previous`, with `added` skills that it has not, is worth the words of
    /// skills that are gone and stay in its vocabulary.
    static bool is_worth_following(const LexicalIndex& previous, std::size_t added);

    void add(const SkillWords& words);
    /// Skill `number` of the previous index; numbers ascend. `folder`: its name, folded.
    void take(std::uint32_t number, std::string_view folder);

    LexicalIndex finish();

private:
    struct Stem {
        std::uint32_t word;
        double weight = 0;
        std::uint32_t body = 0;
        std::uint32_t when = 0;
        std::uint32_t forms = 0;
        std::uint8_t places = 0;
        std::uint8_t form = 0;
    };

    std::uint32_t next_skill() const { return static_cast<std::uint32_t>(index_.size()); }
    std::uint32_t word_of(std::string_view text);
    std::uint32_t stem_of(std::uint32_t form);
    Stem& stem_at_hand(std::uint32_t word);
    void add_stems(const SkillWords& words);
    void add_forms(const SkillWords& words);
    void keep_stems(std::uint32_t body_length);
    void add_name(const SkillWords& words);
    void add_phrases(const SkillWords& words);
    void tell_phrase(std::uint32_t phrase, std::vector<std::pair<std::uint32_t, double>> rarities,
                     double whole);
    void add_folder(std::string_view folder);
    void take_phrases(std::uint32_t number);
    void finish_often_when();
    void finish_phrases();
    void finish_links();
    void count_holders();

    LexicalIndex index_;
    const LexicalIndex* previous_ = nullptr;     ///< may be null
    std::vector<std::uint32_t> numbers_;         ///< here, of each skill of the previous index
    std::vector<std::uint32_t> phrase_numbers_;  ///< here, of each of its phrases
    std::uint32_t next_phrase_ = 0;              ///< of the previous index, not looked at yet
    std::size_t next_child_ = 0;                 ///< the same of its links
    std::vector<std::uint8_t> forms_of_stem_;    ///< by word, like the next
    std::vector<std::uint32_t> stem_place_;      ///< in stems_, from 1 on
    std::vector<std::uint32_t> word_numbers_;    ///< of the skill's words, in the index
    std::vector<Stem> stems_;                    ///< of the skill at hand
    std::unordered_map<std::string, std::uint32_t> by_folder_;
};

}  // namespace skillwake::matcher::lexical
