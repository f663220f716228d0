#pragma once

#include "matcher/lexical/pair_table.h"
#include "matcher/lexical/skill_words.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace skillwake::matcher::lexical {

/// A stem in one skill.
struct StemPosting {
    std::uint32_t skill = 0;
    std::uint16_t weight = 0;  ///< Share16: saturated over all fields together
    std::uint16_t body = 0;    ///< Share16: saturated over the body alone
    std::uint8_t places = 0;   ///< StemPlaces
    std::uint8_t form = 0;     ///< the number of its only form in the skill; else kSeveral

    static constexpr std::uint8_t kSeveral = 255;
};

/// A form of a stem in a skill that has several forms of it.
struct FormPosting {
    std::uint32_t skill = 0;
    std::uint16_t weight = 0;  ///< Share16: saturated over all fields together
};

/// Which skills hold which words. A word as it is written, a form ("tests", "testing"), and its stem ("test")
/// nearly always stand in a skill with the same weight, because the stem has one form there. So one list of
/// the stem says both:
///
///     test:   skill 3 weight 20 form 0 (tests)    skill 5 weight 44 form several
///     tests:  skill 5 weight 30                   testing: skill 5 weight 18
///
/// A list is cut into columns, each of them one array for all lists: 10 bytes a stem and skill.
class WordPostings {
public:
    /// Where each of `wanted` stands in `list`, which ascends, or list.size(): `places`, one each. They are
    /// searched side by side, so that none waits for another's memory.
    static void find_all(std::span<const std::uint32_t> list, std::span<const std::uint32_t> wanted,
                         std::span<std::size_t> places);

    /// Adds what one skill holds; skills come in ascending order, each stem once a skill.
    void add(std::uint32_t stem, const StemPosting& posting);
    void add_form(std::uint32_t form, const FormPosting& posting);

    /// Takes over all lists of finished ones: their skill i is `numbers[i]` here, kNoSkill: it is left out.
    /// Numbers ascend, and no other skill is added by them. Both must live until finish().
    void take_over(const WordPostings& previous, std::span<const std::uint32_t> numbers);
    static constexpr std::uint32_t kNoSkill = PairTable::kNoSkill;

    /// Once, after the last add(). `words`: stems' and forms' numbers lie below it.
    void finish(std::size_t words);

    /// The columns of one stem's list, ascending by skill.
    struct List {
        std::span<const std::uint32_t> skills;
        std::span<const std::uint16_t> weights;
        std::span<const std::uint16_t> bodies;
        std::span<const std::uint8_t> places;
        std::span<const std::uint8_t> forms;
    };
    List list(std::uint32_t stem) const;

    /// Where the stem stands in each of `skills`, StemPlaces; 0: nowhere. `places`: one a skill.
    void find_places(std::uint32_t stem, std::span<const std::uint32_t> skills,
                     std::span<std::uint8_t> places) const;

    struct FormList {
        std::span<const std::uint32_t> skills;
        std::span<const std::uint16_t> weights;
    };
    FormList forms(std::uint32_t form) const;

    template <class Archive, Archived<WordPostings> Self>
    friend void describe(Archive& archive, Self& postings) {
        archive(postings.ends_, postings.skills_, postings.weights_, postings.bodies_, postings.places_,
                postings.only_forms_, postings.form_ends_, postings.form_skills_, postings.form_weights_);
    }

private:
    void merge(const WordPostings& before, std::span<const std::uint32_t> numbers, const WordPostings& added);

    std::vector<std::uint32_t> stems_;  ///< of each posting, until finish()
    std::vector<std::uint32_t> forms_;
    const WordPostings* previous_ = nullptr;  ///< until finish(); may be null
    std::span<const std::uint32_t> numbers_;

    Column<std::uint32_t> ends_;  ///< of each stem's list
    Column<std::uint32_t> skills_;
    Column<std::uint16_t> weights_;
    Column<std::uint16_t> bodies_;
    Column<std::uint8_t> places_;
    Column<std::uint8_t> only_forms_;
    Column<std::uint32_t> form_ends_;
    Column<std::uint32_t> form_skills_;
    Column<std::uint16_t> form_weights_;
};

}  // namespace skillwake::matcher::lexical
