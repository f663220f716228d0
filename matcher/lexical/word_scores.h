#pragma once

#include "matcher/lexical/asked_terms.h"
#include "matcher/lexical/scoreboard.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace skillwake::matcher::lexical {

/// What looking up a prompt's words may cost.
struct WordLimits {
    /// Skills that the words of a short prompt are looked up in, each word's counted by itself, the rarest
    /// words first; at least kAlwaysWalked words in any case. The others wait.
    std::size_t walked = 131'072;
    std::size_t short_prompt = 64;  ///< stems
    std::size_t short_list = 128;   ///< skills that words which wait are looked up in
    /// The same as `walked` for any prompt: what is behind it is left out. 100,000 skills and a prompt of
    /// usual length have a tenth of it; a page of every common word has more.
    std::size_t postings = 4'000'000;
    /// The same for a prompt of more than `long_prompt` stems, which is some 8,000 bytes of prose: each of
    /// its words tells less, and all else that is done with it takes longer too.
    std::size_t long_postings = 1'000'000;
    std::size_t long_prompt = 400;

    static constexpr std::size_t kAlwaysWalked = 3;
};

/// Adds to each skill of a view what the words of a prompt give it. Words that most skills hold tell least
/// and cost most; so in a large view they wait, and are looked up only for those that stand best by the
/// others:
///
///     100,000 skills    terraform 700    module 4,000    policy 33,000    create 60,000    make 95,000
///     add()             walks the lists of the first four: 97,700 skills
///     add_waiting()     looks "make" up for the 128 best of them
///     spread()          what it would multiply the others' exponentials with, on the average: 1.2
///
/// Views of which no prompt walks that many skills, as those of some thousand, never have words that wait.
/// Its arguments must outlive it.
class WordScores {
public:
    WordScores(std::span<const LexicalLayer> layers, const AskedTerms& asked, const WordLimits& limits);

    void add(Scoreboard& scores);
    /// Not without words that wait. Each place once.
    void add_waiting(std::span<const SkillPlace> places, Scoreboard& scores) const;
    bool any_waits() const { return !waiting_.empty(); }
    /// The mean over the view's skills of exp() of what the words that wait give, out of a sample of each
    /// word's skills.
    double spread() const;
    /// False: words were left out, see WordLimits::postings and long_postings.
    bool complete() const { return complete_; }

private:
    /// What one stem of the prompt and its forms give to a skill of a layer that holds them.
    struct Gain {
        std::array<float, 256> by_form{};  ///< for each of its weight, by StemPosting::form
        float of_body = 0;
        struct Form {
            std::uint32_t form = 0;
            float each = 0;
        };
        std::vector<Form> forms;  ///< of skills that hold several of them

        float at(const WordPostings::List& list, std::size_t place) const {
            return by_form[list.forms[place]] * static_cast<float>(list.weights[place]) +
                   of_body * static_cast<float>(list.bodies[place]);
        }
    };
    void weigh(std::size_t layer, std::uint32_t stem, std::uint32_t word, Gain& gain) const;
    void walk(std::uint32_t stem, Gain& gain, Scoreboard& scores) const;
    std::span<const std::uint32_t> forms_of(std::uint32_t stem) const;

    std::span<const LexicalLayer> layers_;
    const AskedTerms& asked_;
    const WordLimits limits_;
    std::vector<std::uint32_t> form_ends_;  ///< of each stem in `forms_`
    std::vector<std::uint32_t> forms_;      ///< the prompt's forms, by stem
    std::vector<std::uint32_t> waiting_;    ///< stems
    bool complete_ = true;
};

}  // namespace skillwake::matcher::lexical
