#include "matcher/lexical/lexical_index.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace skillwake::matcher::lexical {
namespace {

/// One field's share in a term's weight. BM25F: Robertson, Zaragoza, Taylor, "Simple BM25 extension to
/// multiple weighted fields", 2004. Fitted on the labelled repositories, each left out in turn.
struct FieldRule {
    double weight;
    double by_length;   ///< 0: length does not matter, 1: it counts in full
    double mean_words;  ///< of public skills that have the field
    double mean_pairs;
};

constexpr std::array<FieldRule, kFields> kFieldRules = {{{3.0, 0.30, 2.3, 1.3},        // name
                                                         {2.0, 0.50, 38.8, 37.8},      // description
                                                         {1.0, 0.50, 13.5, 12.5},      // tags
                                                         {1.3, 0.75, 51.3, 50.3},      // when to use
                                                         {0.5, 0.75, 41.7, 40.7},      // headings
                                                         {0.5, 0.75, 657.1, 657.1},    // body
                                                         {0.1, 0.75, 463.6, 463.6}}};  // code

constexpr double kTwinOverlap = 0.8;
constexpr std::size_t kLeastTwinStems = 8;  ///< of both together: fewer words are alike by chance

constexpr double kSaturation = 2.0;      ///< BM25's k1
constexpr double kBodySaturation = 1.0;  ///< of the body counted alone

using Counts = std::unordered_map<std::string_view, double>;

template <std::size_t Fields>
Counts joint_weights(const std::array<std::vector<std::string>, Fields>& fields, bool pairs) {
    Counts joint;
    for (std::size_t field = 0; field < Fields; ++field) {
        const auto& words = fields[field];
        const double one = field_weight(FieldId{static_cast<int>(field)}, 1.0, words.size(), pairs) *
                           kFieldRules[field].weight;
        for (const auto& word : words) {
            joint[word] += one;
        }
    }
    return joint;
}

float saturated(double weight) {
    return static_cast<float>(weight * (kSaturation + 1) / (weight + kSaturation));
}

/// A stable order, so that the same skills give the same index.
std::vector<std::pair<std::string_view, double>> sorted(const Counts& counts) {
    std::vector<std::pair<std::string_view, double>> list(counts.begin(), counts.end());
    std::sort(list.begin(), list.end());
    return list;
}

}  // namespace

double field_weight(FieldId field, double count, std::size_t length, bool pairs) {
    const auto& rule = kFieldRules[static_cast<std::size_t>(field)];
    const double mean = pairs ? rule.mean_pairs : rule.mean_words;
    return count / (1 - rule.by_length + rule.by_length * static_cast<double>(length) / mean);
}

std::vector<std::pair<std::string_view, double>> surface_weights(const SkillTerms& terms) {
    auto weights = sorted(joint_weights(terms.surfaces, false));
    for (auto& [word, weight] : weights) {
        weight = saturated(weight) / (kSaturation + 1);
    }
    return weights;
}

bool are_twins(const LexicalIndex::SkillFacts& a, const LexicalIndex::SkillFacts& b) {
    const auto is_about = [](const StemPlaces& places) { return (places.places & StemPlaces::kAbout) != 0; };
    std::size_t of_a = 0;
    std::size_t of_b = 0;
    std::size_t of_both = 0;
    for (const auto& [stem, places] : a.stems) {
        if (is_about(places)) {
            const auto other = b.stems.find(stem);
            ++of_a;
            of_both += other != b.stems.end() && is_about(other->second) ? 1 : 0;
        }
    }
    for (const auto& [stem, places] : b.stems) {
        of_b += is_about(places) ? 1 : 0;
    }
    const auto all = of_a + of_b - of_both;
    return all >= kLeastTwinStems && static_cast<double>(of_both) >= kTwinOverlap * static_cast<double>(all);
}

void PostingTable::add(std::string_view term, const Posting& posting) {
    const auto [known, added] =
        places_.emplace(std::string(term), static_cast<std::uint32_t>(postings_.size()));
    if (added) {
        postings_.emplace_back();
    }
    postings_[known->second].push_back(posting);
}

std::span<const Posting> PostingTable::find(std::string_view term) const {
    const auto known = places_.find(std::string(term));
    return known == places_.end() ? std::span<const Posting>()
                                  : std::span<const Posting>(postings_[known->second]);
}

void LexicalIndex::add(const skill::Skill& skill) {
    const auto number = static_cast<std::uint32_t>(skills_.size());
    auto terms = read_skill_terms(skill);
    SkillFacts facts;
    for (const auto& [term, weight] : sorted(joint_weights(terms.surfaces, false))) {
        surfaces_.add(term, {number, saturated(weight), 0});
    }
    for (const auto& [term, weight] : sorted(joint_weights(terms.pairs, true))) {
        pairs_.add(term, {number, saturated(weight), 0});
    }
    add_stems(number, terms, facts);
    facts.when_length = terms.stems[static_cast<std::size_t>(FieldId::WhenToUse)].size();
    facts.ecosystems = terms.ecosystems;
    facts.known = terms.known;
    ecosystems_.add(terms.ecosystems);
    for (std::uint32_t phrase = 0; phrase < terms.quoted.size(); ++phrase) {
        auto stems = terms.quoted[phrase];
        std::sort(stems.begin(), stems.end());
        stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
        for (const auto& stem : stems) {
            quotes_[stem].emplace_back(number, phrase);
        }
    }
    facts.quoted = std::move(terms.quoted);
    children_.push_back(std::move(terms.children));
    by_folder_.emplace(fold_ascii(skill.folder.filename().string()), number);
    skills_.push_back(std::move(facts));
}

void LexicalIndex::add_stems(std::uint32_t number, const SkillTerms& terms, SkillFacts& facts) {
    constexpr std::array<std::uint8_t, kFields> kPlaces = {StemPlaces::kName | StemPlaces::kAbout,
                                                           StemPlaces::kAbout,
                                                           StemPlaces::kAbout,
                                                           StemPlaces::kHeading,
                                                           StemPlaces::kHeading,
                                                           StemPlaces::kBody,
                                                           StemPlaces::kBody};
    const auto& body = terms.stems[static_cast<std::size_t>(FieldId::Body)];
    Counts in_body;
    for (const auto& stem : body) {
        in_body[stem] += 1;
    }
    for (const auto& [stem, weight] : sorted(joint_weights(terms.stems, false))) {
        Posting posting{number, saturated(weight), 0};
        if (const auto found = in_body.find(stem); found != in_body.end()) {
            const double alone = field_weight(FieldId::Body, found->second, body.size(), false);
            posting.body = static_cast<float>(alone * (kBodySaturation + 1) / (alone + kBodySaturation));
        }
        stems_.add(stem, posting);
    }
    for (std::size_t field = 0; field < kFields; ++field) {
        for (const auto& stem : terms.stems[field]) {
            auto& places = facts.stems[stem];
            places.places |= kPlaces[field];
            places.when_count = static_cast<std::uint16_t>(
                places.when_count + (FieldId{static_cast<int>(field)} == FieldId::WhenToUse ? 1 : 0));
        }
    }
    for (const auto& stem : terms.against) {
        facts.stems[stem].places |= StemPlaces::kAgainst;
    }
    for (const auto& stem : terms.lead) {
        facts.stems[stem].places |= StemPlaces::kLead;
    }
    for (const auto& [stem, places] : facts.stems) {
        about_[stem] += (places.places & StemPlaces::kAbout) != 0 ? 1 : 0;
    }
    facts.name_stems = terms.stems[static_cast<std::size_t>(FieldId::Name)];
    std::sort(facts.name_stems.begin(), facts.name_stems.end());
    facts.name_stems.erase(std::unique(facts.name_stems.begin(), facts.name_stems.end()),
                           facts.name_stems.end());
}

void LexicalIndex::finish() {
    for (std::uint32_t parent = 0; parent < skills_.size(); ++parent) {
        for (const auto& folder : children_[parent]) {
            const auto child = by_folder_.find(folder);
            if (child != by_folder_.end() && child->second != parent) {
                links_.emplace_back(parent, child->second);
            }
        }
    }
    children_.clear();
    by_folder_.clear();
}

std::span<const std::pair<std::uint32_t, std::uint32_t>> LexicalIndex::quotes_with(
    const std::string& stem) const {
    const auto found = quotes_.find(stem);
    return found == quotes_.end() ? std::span<const std::pair<std::uint32_t, std::uint32_t>>()
                                  : found->second;
}

std::uint32_t LexicalIndex::about_count(const std::string& stem) const {
    const auto found = about_.find(stem);
    return found == about_.end() ? 0 : found->second;
}

}  // namespace skillwake::matcher::lexical
