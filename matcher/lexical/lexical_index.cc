#include "matcher/lexical/lexical_index.h"

#include "base/text.h"
#include "matcher/lexical/background.h"
#include "matcher/lexical/model.h"
#include "matcher/lexical/stem.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>
#include <string>
#include <unordered_map>

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

double saturated(double weight) {
    return weight * (kSaturation + 1) / (weight + kSaturation);
}

/// What one word of a field of `length` words adds to its joint weight.
double one_of(std::size_t field, std::size_t length, bool pairs) {
    return field_weight(FieldId{static_cast<int>(field)}, 1.0, length, pairs) * kFieldRules[field].weight;
}

constexpr std::array<std::uint8_t, kFields> kPlaces = {StemPlaces::kName | StemPlaces::kAbout,
                                                       StemPlaces::kAbout,
                                                       StemPlaces::kAbout,
                                                       StemPlaces::kHeading | StemPlaces::kWhen,
                                                       StemPlaces::kHeading,
                                                       StemPlaces::kBody,
                                                       StemPlaces::kBody};

std::uint64_t skill_and_stem(std::uint32_t skill, std::uint32_t stem) {
    return static_cast<std::uint64_t>(skill) << 32U | stem;
}

template <class Value>
std::span<const Value> part(const std::vector<Value>& values, const std::vector<std::uint32_t>& ends,
                            std::uint32_t number) {
    const std::uint32_t begin = number == 0 ? 0 : ends[number - 1];
    return std::span(values).subspan(begin, ends[number] - begin);
}

}  // namespace

double field_weight(FieldId field, double count, std::size_t length, bool pairs) {
    const auto& rule = kFieldRules[static_cast<std::size_t>(field)];
    const double mean = pairs ? rule.mean_pairs : rule.mean_words;
    return count / (1 - rule.by_length + rule.by_length * static_cast<double>(length) / mean);
}

std::vector<std::pair<std::string_view, double>> surface_weights(const SkillTerms& terms) {
    std::map<std::string_view, double> joint;
    for (std::size_t field = 0; field < kFields; ++field) {
        const auto& words = terms.fields[field];
        for (std::size_t i = 0; i < words.size(); ++i) {
            joint[words[i]] += one_of(field, words.size(), false);
        }
    }
    std::vector<std::pair<std::string_view, double>> weights(joint.begin(), joint.end());
    for (auto& [word, weight] : weights) {
        weight = saturated(weight) / (kSaturation + 1);
    }
    return weights;
}

/// Reads skills one by one into the columns of an index. Its own tables are by word and kept from one skill
/// to the next, so that a skill costs what it holds.
class LexicalIndex::Builder {
public:
    explicit Builder(LexicalIndex& index) : index_(index) {}

    void add(const skill::Skill& skill) {
        number_ = static_cast<std::uint32_t>(index_.size());
        const auto terms = read_skill_terms(skill);
        read_fields(terms);
        mark_places(terms);
        keep_forms();
        keep_stems(terms.of(FieldId::Body).size());
        keep_names(terms.of(FieldId::Name));
        add_pairs(terms);
        add_phrases(terms);
        index_.when_lengths_.push_back(static_cast<std::uint32_t>(terms.of(FieldId::WhenToUse).size()));
        index_.ecosystems_of_.push_back(terms.ecosystems);
        index_.known_of_.push_back(terms.known);
        index_.ecosystems_.add(terms.ecosystems);
        children_.push_back(terms.children);
        by_folder_.emplace(fold_ascii(skill.folder.filename().string()), number_);
    }

    void finish() {
        for (std::uint32_t parent = 0; parent < children_.size(); ++parent) {
            for (const auto& folder : children_[parent]) {
                const auto child = by_folder_.find(folder);
                if (child != by_folder_.end() && child->second != parent) {
                    index_.links_.emplace_back(parent, child->second);
                }
            }
        }
    }

private:
    struct Form {
        std::uint32_t word;
        double weight;
    };
    struct Stem {
        std::uint32_t word;
        double weight = 0;
        double in_body = 0;
        std::uint32_t when_count = 0;
        std::uint32_t forms = 0;
        std::uint8_t places = 0;
        std::uint8_t form = 0;
        bool in_fields = false;
    };

    /// The number of a word, with room for what is known of it.
    std::uint32_t word_of(std::string_view text) {
        const auto word = index_.words_.intern(text);
        if (word >= index_.stem_of_.size()) {
            index_.stem_of_.push_back(Vocabulary::kNone);
            index_.form_of_.push_back(0);
            index_.with_form_.push_back(0);
            index_.with_stem_.push_back(0);
            index_.about_.push_back(0);
            forms_of_stem_.push_back(0);
            form_place_.push_back(0);
            stem_place_.push_back(0);
        }
        return word;
    }

    /// Stems each different word once.
    std::uint32_t stem_of(std::uint32_t form) {
        if (index_.stem_of_[form] == Vocabulary::kNone) {
            const auto stem = word_of(canonical_stem(index_.words_.text(form)));
            index_.stem_of_[form] = stem;
            auto& forms = forms_of_stem_[stem];
            index_.form_of_[form] = forms;
            forms = static_cast<std::uint8_t>(std::min(forms + 1, int{StemPosting::kSeveral}));
        }
        return index_.stem_of_[form];
    }

    Stem& local_stem(std::uint32_t word) {
        if (stem_place_[word] == 0) {
            stems_.push_back({word});
            stem_place_[word] = static_cast<std::uint32_t>(stems_.size());
        }
        return stems_[stem_place_[word] - 1];
    }
    Form& local_form(std::uint32_t word) {
        if (form_place_[word] == 0) {
            forms_.push_back({word, 0});
            form_place_[word] = static_cast<std::uint32_t>(forms_.size());
        }
        return forms_[form_place_[word] - 1];
    }

    void read_fields(const SkillTerms& terms) {
        for (std::size_t field = 0; field < kFields; ++field) {
            const auto& words = terms.fields[field];
            const double one = one_of(field, words.size(), false);
            for (std::size_t i = 0; i < words.size(); ++i) {
                const auto word = word_of(words[i]);
                auto& form = local_form(word);
                form.weight += one;
                auto& stem = local_stem(stem_of(word));
                stem.weight += one;
                stem.in_fields = true;
                stem.places |= kPlaces[field];
                stem.in_body += FieldId{static_cast<int>(field)} == FieldId::Body ? 1 : 0;
                stem.when_count += FieldId{static_cast<int>(field)} == FieldId::WhenToUse ? 1 : 0;
            }
        }
    }

    void mark_places(const SkillTerms& terms) {
        for (std::size_t i = 0; i < terms.lead.size(); ++i) {
            local_stem(stem_of(word_of(terms.lead[i]))).places |= StemPlaces::kLead;
        }
        for (std::size_t i = 0; i < terms.against.size(); ++i) {
            auto& stem = local_stem(stem_of(word_of(terms.against[i])));
            stem.places |= (stem.places & StemPlaces::kAbout) != 0 ? std::uint8_t{0} : StemPlaces::kAgainst;
        }
    }

    void keep_forms() {
        for (const auto& form : forms_) {
            ++index_.with_form_[form.word];
            auto& stem = stems_[stem_place_[index_.stem_of_[form.word]] - 1];
            ++stem.forms;
            stem.form = index_.form_of_[form.word];
        }
        for (const auto& form : forms_) {
            auto& stem = stems_[stem_place_[index_.stem_of_[form.word]] - 1];
            if (stem.forms > 1 || index_.form_of_[form.word] == StemPosting::kSeveral) {
                stem.form = StemPosting::kSeveral;
                index_.postings_.add_form(form.word, {number_, Share16::of(saturated(form.weight))});
            }
            form_place_[form.word] = 0;
        }
        forms_.clear();
    }

    void keep_stems(std::size_t body_length) {
        std::uint64_t bits = 0;
        const auto about_begin = static_cast<std::ptrdiff_t>(index_.about_stems_.size());
        for (const auto& stem : stems_) {
            const double alone = field_weight(FieldId::Body, stem.in_body, body_length, false);
            const double body = alone * (kBodySaturation + 1) / (alone + kBodySaturation);
            index_.postings_.add(stem.word, {number_, Share16::of(saturated(stem.weight)), Share16::of(body),
                                             stem.places, stem.form});
            index_.with_stem_[stem.word] += stem.in_fields ? 1 : 0;
            if ((stem.places & StemPlaces::kAbout) != 0) {
                ++index_.about_[stem.word];
                index_.about_stems_.push_back(stem.word);
                bits |= std::uint64_t{1} << (hash_text(index_.words_.text(stem.word)) & 63U);
            }
            if (stem.when_count > 1) {
                index_.often_when_.emplace_back(skill_and_stem(number_, stem.word), stem.when_count);
            }
            stem_place_[stem.word] = 0;
        }
        std::sort(index_.about_stems_.begin() + about_begin, index_.about_stems_.end());
        index_.about_ends_.push_back(static_cast<std::uint32_t>(index_.about_stems_.size()));
        index_.about_bits_.push_back(bits);
        stems_.clear();
    }

    void keep_names(const TermList& names) {
        auto& kept = index_.name_stems_;
        const auto begin = static_cast<std::ptrdiff_t>(kept.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            kept.push_back(stem_of(word_of(names[i])));
        }
        // In the order of their texts: sums of their rarities come out the same in every index.
        std::sort(kept.begin() + begin, kept.end(), [this](std::uint32_t a, std::uint32_t b) {
            return index_.words_.text(a) < index_.words_.text(b);
        });
        kept.erase(std::unique(kept.begin() + begin, kept.end()), kept.end());
        for (auto i = static_cast<std::size_t>(begin); i < kept.size(); ++i) {
            index_.name_rarities_.push_back(
                static_cast<float>(background().rarity(index_.words_.text(kept[i]))));
        }
        index_.name_ends_.push_back(static_cast<std::uint32_t>(kept.size()));
    }

    void add_pairs(const SkillTerms& terms) {
        for (std::size_t field = 0; field < kPhraseFields; ++field) {
            const auto& words = terms.fields[field];
            const auto count = words.empty() ? 0 : words.size() - 1;
            for (std::size_t i = 0; i < count; ++i) {
                local_pairs_.emplace_back(hash_text(pair_of(words[i], words[i + 1])),
                                          one_of(field, count, true));
            }
        }
        std::stable_sort(local_pairs_.begin(), local_pairs_.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        for (std::size_t i = 0; i < local_pairs_.size();) {
            const auto hash = local_pairs_[i].first;
            double weight = 0;
            for (; i < local_pairs_.size() && local_pairs_[i].first == hash; ++i) {
                weight += local_pairs_[i].second;
            }
            index_.pairs_.add(hash, number_, saturated(weight));
        }
        local_pairs_.clear();
    }

    void add_phrases(const SkillTerms& terms) {
        for (const auto& words : terms.quoted) {
            const auto phrase = static_cast<std::uint32_t>(index_.phrase_skills_.size());
            std::map<std::uint32_t, double> rarities;
            double whole = 0;
            for (std::size_t i = 0; i < words.size(); ++i) {
                const auto stem = stem_of(word_of(words[i]));
                index_.phrase_stems_.push_back(stem);
                const double rarity = background().rarity(index_.words_.text(stem));
                rarities[stem] += rarity;
                whole += rarity;
            }
            index_.phrase_ends_.push_back(static_cast<std::uint32_t>(index_.phrase_stems_.size()));
            index_.phrase_skills_.push_back(number_);
            tell_phrase(phrase, {rarities.begin(), rarities.end()}, whole);
        }
    }

    /// A prompt that holds none of a phrase's rarest stems cannot hold enough of the rest; so the phrase is
    /// found by as few of them as make that sure.
    void tell_phrase(std::uint32_t phrase, std::vector<std::pair<std::uint32_t, double>> rarities,
                     double whole) {
        constexpr double kRounding = 1e-9;
        std::sort(rarities.begin(), rarities.end(), [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        double told = 0;
        for (const auto& [stem, rarity] : rarities) {
            if (told > (1 - kLeastQuoteShare + kRounding) * whole) {
                break;
            }
            told += rarity;
            index_.phrases_by_stem_.emplace_back(stem, phrase);
        }
    }

    LexicalIndex& index_;
    std::uint32_t number_ = 0;
    std::vector<std::uint8_t> forms_of_stem_;  ///< by word, like the next two
    std::vector<std::uint32_t> form_place_;    ///< in forms_, from 1 on
    std::vector<std::uint32_t> stem_place_;
    std::vector<Form> forms_;  ///< of the skill at hand
    std::vector<Stem> stems_;
    std::vector<std::pair<std::uint64_t, double>> local_pairs_;
    std::vector<std::vector<std::string>> children_;  ///< of each skill, by folder
    std::unordered_map<std::string, std::uint32_t> by_folder_;
};

LexicalIndex::LexicalIndex() = default;
LexicalIndex::LexicalIndex(LexicalIndex&&) noexcept = default;
LexicalIndex& LexicalIndex::operator=(LexicalIndex&&) noexcept = default;
LexicalIndex::~LexicalIndex() = default;

void LexicalIndex::add(const skill::Skill& skill) {
    if (!builder_) {
        builder_ = std::make_unique<Builder>(*this);
    }
    builder_->add(skill);
}

void LexicalIndex::finish() {
    if (builder_) {
        builder_->finish();
        builder_.reset();
    }
    words_.finish();
    postings_.finish(words_.size());
    pairs_.finish();
    std::sort(often_when_.begin(), often_when_.end());
    std::sort(phrases_by_stem_.begin(), phrases_by_stem_.end());
    const auto trim_all = [](auto&... columns) { (columns.shrink_to_fit(), ...); };
    trim_all(stem_of_, form_of_, with_form_, with_stem_, about_, when_lengths_, ecosystems_of_, known_of_,
             about_bits_, about_stems_, about_ends_, name_stems_, name_rarities_, name_ends_, often_when_,
             phrase_stems_, phrase_ends_, phrase_skills_, phrases_by_stem_, links_);
}

LexicalIndex::Held LexicalIndex::held(std::uint32_t skill, std::uint32_t stem) const {
    Held held{postings_.places(stem, skill), 0};
    if ((held.places & StemPlaces::kWhen) != 0) {
        const auto key = skill_and_stem(skill, stem);
        const auto often =
            std::lower_bound(often_when_.begin(), often_when_.end(), std::pair(key, std::uint32_t{0}));
        held.when_count = often != often_when_.end() && often->first == key ? often->second : 1;
    }
    return held;
}

LexicalIndex::Facts LexicalIndex::facts(std::uint32_t skill) const {
    return {part(about_stems_, about_ends_, skill),
            about_bits_[skill],
            part(name_rarities_, name_ends_, skill),
            part(name_stems_, name_ends_, skill),
            when_lengths_[skill],
            ecosystems_of_[skill],
            known_of_[skill]};
}

LexicalIndex::Phrase LexicalIndex::phrase(std::uint32_t number) const {
    return {phrase_skills_[number], part(phrase_stems_, phrase_ends_, number)};
}

LexicalIndex::PhrasesByStem::const_iterator LexicalIndex::first_phrase(std::uint32_t stem) const {
    return std::lower_bound(phrases_by_stem_.begin(), phrases_by_stem_.end(),
                            std::pair(stem, std::uint32_t{0}));
}

bool are_twins(const LexicalIndex& index_a, std::uint32_t a, const LexicalIndex& index_b, std::uint32_t b) {
    const auto of_a = index_a.facts(a);
    const auto of_b = index_b.facts(b);
    const auto sum = of_a.about.size() + of_b.about.size();
    // Twins have at most (1 - overlap) of all stems apart, and all stems are at most sum / (1 + overlap).
    const auto apart = std::popcount(of_a.about_bits ^ of_b.about_bits);
    if (apart > (1 - kTwinOverlap) * static_cast<double>(sum) / (1 + kTwinOverlap) + 1e-9) {
        return false;
    }
    std::size_t of_both = 0;
    for (const auto stem : of_a.about) {
        const auto text = index_a.words().text(stem);
        const auto same = &index_a == &index_b ? stem : index_b.words().find(text, hash_text(text));
        of_both += std::binary_search(of_b.about.begin(), of_b.about.end(), same) ? 1 : 0;
    }
    const auto all = sum - of_both;
    return all >= kLeastTwinStems && static_cast<double>(of_both) >= kTwinOverlap * static_cast<double>(all);
}

}  // namespace skillwake::matcher::lexical
