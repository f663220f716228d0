#pragma once

#include "matcher/lexical/ecosystem.h"
#include "matcher/lexical/pair_table.h"
#include "matcher/lexical/word_postings.h"
#include "matcher/vocabulary.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::matcher::lexical {

/// The words of one root's skills, weighted: what LexicalBuilder makes. Immutable; const calls from any
/// thread. Weights need nothing of the other roots: fields' lengths are measured against those of skills in
/// general, and rarity is joined in when a view is asked.
///
/// Words have numbers, the same for a word as it is written (a form) and for a stem that is written like it;
/// what is asked of a word is one step into an array.
class LexicalIndex {
public:
    std::size_t size() const { return when_lengths_.size(); }
    const Vocabulary& words() const { return words_; }

    /// The stem of a form; Vocabulary::kNone: the word is no form.
    std::uint32_t stem_of(std::uint32_t word) const { return stem_of_[word]; }
    /// Which of its stem's forms it is; StemPosting::kSeveral: one that has no number.
    std::uint8_t form_of(std::uint32_t word) const { return form_of_[word]; }
    /// How many skills hold it, as a form, as a stem, as a stem in their name, description or tags.
    std::uint32_t skills_with_form(std::uint32_t word) const { return with_form_[word]; }
    std::uint32_t skills_with_stem(std::uint32_t word) const { return with_stem_[word]; }
    std::uint32_t skills_about(std::uint32_t word) const { return about_[word]; }

    WordPostings::List postings(std::uint32_t stem) const { return postings_.list(stem); }
    WordPostings::FormList forms(std::uint32_t form) const { return postings_.forms(form); }
    const PairTable& pairs() const { return pairs_; }

    /// See WordPostings::find_places().
    void find_places(std::uint32_t stem, std::span<const std::uint32_t> skills,
                     std::span<std::uint8_t> places) const {
        postings_.find_places(stem, skills, places);
    }
    /// Of a stem that stands in a skill's "when to use": how often.
    std::uint32_t when_count(std::uint32_t skill, std::uint32_t stem) const;

    struct Facts {
        std::span<const std::uint32_t> about;  ///< stems of its name, description and tags, ascending
        std::uint64_t about_bits = 0;          ///< one for each of these stems, by its hash
        std::span<const float> name_rarities;  ///< see Background::rarity()
        std::span<const std::uint32_t> names;  ///< stems of its name, each once, by their text
        std::size_t when_length = 0;           ///< words of "when to use"
        const Ecosystems& ecosystems;
        const Ecosystems& known;
    };
    Facts facts(std::uint32_t skill) const;

    /// A phrase that a skill's author expects of users.
    struct Phrase {
        std::uint32_t skill = 0;
        std::span<const std::uint32_t> stems;
    };
    Phrase phrase(std::uint32_t number) const;
    /// The phrases that may have more than `kLeastQuoteShare` of their rarity in a prompt because it holds
    /// the stem; those that other stems of theirs tell are left out.
    template <class Visit>
    void each_phrase(std::uint32_t stem, Visit visit) const {
        for (auto at = first_phrase(stem); at != phrases_by_stem_.end() && at->first == stem; ++at) {
            visit(at->second);
        }
    }

    const Ecosystems& ecosystems() const { return ecosystems_; }
    /// Pairs (skill, skill that it links to).
    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& links() const { return links_; }

    template <class Archive, Archived<LexicalIndex> Self>
    friend void describe(Archive& archive, Self& index) {
        archive(index.words_, index.stem_of_, index.form_of_, index.with_form_, index.with_stem_,
                index.about_, index.postings_, index.pairs_, index.when_lengths_, index.ecosystems_of_,
                index.known_of_, index.about_bits_, index.about_stems_, index.about_ends_, index.name_stems_,
                index.name_rarities_, index.name_ends_, index.often_when_, index.phrase_stems_,
                index.phrase_ends_, index.phrase_skills_, index.phrases_by_stem_, index.links_,
                index.children_, index.ecosystems_, index.followed_);
    }

private:
    friend class LexicalBuilder;
    friend bool are_twins(const LexicalIndex&, std::uint32_t, const LexicalIndex&, std::uint32_t);
    static std::uint64_t about_bit(std::uint64_t hash) { return std::uint64_t{1} << (hash & 63U); }
    std::span<const std::uint32_t> about_stems(std::uint32_t skill) const;
    static std::uint64_t skill_and_stem(std::uint32_t skill, std::uint32_t stem) {
        return static_cast<std::uint64_t>(skill) << 32U | stem;
    }
    using PhrasesByStem = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    PhrasesByStem::const_iterator first_phrase(std::uint32_t stem) const;

    Vocabulary words_;
    Column<std::uint32_t> stem_of_;  ///< by word, like the next four
    Column<std::uint8_t> form_of_;
    Column<std::uint32_t> with_form_;
    Column<std::uint32_t> with_stem_;
    Column<std::uint32_t> about_;
    WordPostings postings_;
    PairTable pairs_;

    Column<std::uint32_t> when_lengths_;  ///< by skill, like what has ends
    std::vector<Ecosystems> ecosystems_of_;
    std::vector<Ecosystems> known_of_;
    Column<std::uint64_t> about_bits_;
    Column<std::uint32_t> about_stems_;
    Column<std::uint32_t> about_ends_;
    Column<std::uint32_t> name_stems_;
    Column<float> name_rarities_;
    Column<std::uint32_t> name_ends_;
    std::vector<std::pair<std::uint64_t, std::uint32_t>>
        often_when_;  ///< (skill and stem, count) where it is over 1

    Column<std::uint32_t> phrase_stems_;
    Column<std::uint32_t> phrase_ends_;
    Column<std::uint32_t> phrase_skills_;
    PhrasesByStem phrases_by_stem_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links_;
    std::vector<std::pair<std::uint32_t, std::string>> children_;  ///< (skill, folder that it links to)
    Ecosystems ecosystems_;
    std::size_t followed_ = 0;  ///< skills that were added since an index was made anew
};

/// Whether two skills say nearly the same of themselves: of the stems of their names, descriptions and tags
/// both have four in five, and they are enough to tell. Such skills compete as one.
bool are_twins(const LexicalIndex& index_a, std::uint32_t a, const LexicalIndex& index_b, std::uint32_t b);

}  // namespace skillwake::matcher::lexical
