#pragma once

#include "matcher/lexical/ecosystem.h"
#include "matcher/lexical/skill_terms.h"
#include "skill/skill.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace skillwake::matcher::lexical {

/// A skill that holds a term, and how much: saturated over all fields together, and for stems over the body
/// alone.
struct Posting {
    std::uint32_t skill = 0;
    float weight = 0;
    float body = 0;
};

/// Which skills hold a term. Terms are found by hashing; the postings of one lie together.
class PostingTable {
public:
    /// Adds the postings of one skill; skills come in ascending order.
    void add(std::string_view term, const Posting& posting);

    std::span<const Posting> find(std::string_view term) const;
    bool holds(std::string_view term) const { return places_.count(std::string(term)) > 0; }

private:
    std::unordered_map<std::string, std::uint32_t> places_;
    std::vector<std::vector<Posting>> postings_;
};

/// Where a stem stands in one skill: what the decision asks of its best candidates.
struct StemPlaces {
    static constexpr std::uint8_t kName = 1;
    static constexpr std::uint8_t kAbout = 2;     ///< name, description or tags
    static constexpr std::uint8_t kHeading = 4;   ///< headings or "when to use"
    static constexpr std::uint8_t kBody = 8;      ///< body or code
    static constexpr std::uint8_t kAgainst = 16;  ///< what it is not for
    static constexpr std::uint8_t kLead = 32;     ///< the first sentence of the description

    std::uint8_t places = 0;
    std::uint16_t when_count = 0;  ///< times in "when to use"
};

/// The words of one root's skills, weighted. Immutable once made. Weights need nothing of the other roots:
/// fields' lengths are measured against those of skills in general, and rarity is joined in when a view is
/// asked.
class LexicalIndex {
public:
    void add(const skill::Skill& skill);

    std::size_t size() const { return skills_.size(); }
    const PostingTable& surfaces() const { return surfaces_; }
    const PostingTable& stems() const { return stems_; }
    const PostingTable& pairs() const { return pairs_; }

    struct SkillFacts {
        std::unordered_map<std::string, StemPlaces> stems;
        std::vector<std::string> name_stems;  ///< each once
        std::size_t when_length = 0;
        std::vector<std::vector<std::string>> quoted;
        Ecosystems ecosystems;
        Ecosystems known;
    };
    const SkillFacts& facts(std::uint32_t skill) const { return skills_[skill]; }

    /// The quoted phrases, as (skill, phrase), that hold a stem.
    std::span<const std::pair<std::uint32_t, std::uint32_t>> quotes_with(const std::string& stem) const;
    /// In how many names, descriptions or tags the stem stands.
    std::uint32_t about_count(const std::string& stem) const;
    const Ecosystems& ecosystems() const { return ecosystems_; }
    /// Pairs (skill, skill that it links to).
    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& links() const { return links_; }

    /// Once, after the last skill.
    void finish();

private:
    void add_stems(std::uint32_t number, const SkillTerms& terms, SkillFacts& facts);

    PostingTable surfaces_;
    PostingTable stems_;
    PostingTable pairs_;
    std::vector<SkillFacts> skills_;
    std::vector<std::vector<std::string>> children_;  ///< of each skill, by folder
    std::unordered_map<std::string, std::uint32_t> by_folder_;
    std::unordered_map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> quotes_;
    std::unordered_map<std::string, std::uint32_t> about_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links_;
    Ecosystems ecosystems_;
};

/// Whether two skills say nearly the same of themselves: of the stems of their names, descriptions and tags
/// both have four in five, and they are enough to tell. Such skills compete as one.
bool are_twins(const LexicalIndex::SkillFacts& a, const LexicalIndex::SkillFacts& b);

/// What the fields of a skill give to each of its words as it is written, 0 to 1, in the order of the words;
/// valid as long as `terms`.
std::vector<std::pair<std::string_view, double>> surface_weights(const SkillTerms& terms);

/// How much `count` times in a field of `length` words is, before saturation.
double field_weight(FieldId field, double count, std::size_t length, bool pairs);

}  // namespace skillwake::matcher::lexical
