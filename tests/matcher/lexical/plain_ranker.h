#pragma once

#include "base/text.h"
#include "matcher/lexical/background.h"
#include "matcher/lexical/field_weight.h"
#include "matcher/lexical/model.h"
#include "matcher/lexical/prompt_terms.h"
#include "matcher/lexical/skill_terms.h"
#include "matcher/lexical/stem.h"
#include "skill/skill.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// The score that orders skills, as docs/matching.md has it, by plain loops over maps of texts: what
/// LexicalIndex and Ranker must never differ from. Nothing here is shared with them but what reads words and
/// the model's figures.
namespace skillwake::matcher::lexical {

class PlainRanker {
public:
    void add(const skill::Skill& skill) {
        const auto terms = read_skill_terms(skill);
        Plain plain;
        std::array<std::vector<std::string>, kFields> surfaces;
        std::array<std::vector<std::string>, kFields> stems;
        std::array<std::vector<std::string>, kFields> pairs;
        for (std::size_t field = 0; field < kFields; ++field) {
            surfaces[field] = texts(terms.fields[field]);
            stems[field] = stemmed(terms.fields[field]);
            for (std::size_t i = 1; field < kPhraseFields && i < surfaces[field].size(); ++i) {
                pairs[field].push_back(pair_of(surfaces[field][i - 1], surfaces[field][i]));
            }
        }
        plain.surfaces = weighed(surfaces, false);
        plain.stems = weighed(stems, false);
        plain.pairs = weighed(pairs, true);
        const auto& body = stems[static_cast<std::size_t>(FieldId::Body)];
        for (const auto& stem : body) {
            const double alone =
                field_weight(FieldId::Body, static_cast<double>(std::count(body.begin(), body.end(), stem)),
                             body.size(), false);
            plain.body[stem] = alone * 2 / (alone + 1);
        }
        for (const auto field : {FieldId::Name, FieldId::Description, FieldId::Tags}) {
            const auto& own = stems[static_cast<std::size_t>(field)];
            plain.about.insert(own.begin(), own.end());
        }
        const auto& names = stems[static_cast<std::size_t>(FieldId::Name)];
        plain.names.insert(names.begin(), names.end());
        for (const auto& stem : stemmed(terms.lead)) {
            plain.lead.insert(stem);
        }
        for (const auto& phrase : terms.quoted) {
            plain.quoted.push_back(stemmed(phrase));
        }
        plain.ecosystems = terms.ecosystems;
        plain.known = terms.known;
        plain.children = terms.children;
        plain.folder = fold_ascii(skill.folder.filename().string());
        skills_.push_back(std::move(plain));
    }

    struct Scores {
        std::vector<double> of;  ///< each skill, after the second look; 0: nothing shared
        /// By how much the last that was looked at twice was better than the first that was not: where that
        /// is nothing, rounding says which is which.
        double gap = 0;
    };
    Scores scores(const PromptReading& prompt) const {
        const auto terms =
            read_prompt_terms(prompt, [](std::string_view, std::uint64_t) { return std::string_view(); });
        std::vector<double> scores(skills_.size(), 0.0);
        std::map<std::string, double> mixed_of;
        std::map<std::string, double> asked_of;
        const auto count = static_cast<double>(skills_.size());
        double mixed = 0;
        double told = 0;
        for (std::uint32_t i = 0; i < terms.stems.size(); ++i) {
            const auto stem = std::string(terms.stems.text(i));
            const double held = holding(&Plain::stems, stem);
            mixed_of[stem] = rarity(stem, background().rarity(stem), held);
            asked_of[stem] = held > 0
                                 ? mixed_of[stem]
                                 : kViewRarity * std::log(1 + (count + 0.5) / 0.5) + kBackgroundRarity * 8.5;
            mixed += terms.stems.weight(i) * asked_of[stem];
            told += terms.stems.weight(i) * background().rarity(stem);
        }
        mixed = std::max(kLeastMixed, mixed);
        told = std::max(kLeastBackground, told);
        for (std::size_t skill = 0; skill < skills_.size(); ++skill) {
            scores[skill] = first_score(skills_[skill], terms, mixed, told);
        }
        const double gap = gap_behind_second_look(scores);
        look_twice(scores, terms, asked_of, mixed);
        lift_parents(scores);
        return {std::move(scores), gap};
    }

private:
    static double gap_behind_second_look(std::vector<double> scores) {
        std::sort(scores.rbegin(), scores.rend());
        const bool is_cut = scores.size() > kSecondLook && scores[kSecondLook] > 0;
        return is_cut ? scores[kSecondLook - 1] - scores[kSecondLook] : 1;
    }

    using Weights = std::map<std::string, double>;
    struct Plain {
        Weights surfaces;
        Weights stems;
        Weights pairs;
        Weights body;
        std::set<std::string> about;
        std::set<std::string> names;
        std::set<std::string> lead;
        std::vector<std::vector<std::string>> quoted;
        Ecosystems ecosystems;
        Ecosystems known;
        std::vector<std::string> children;
        std::string folder;
    };

    static std::vector<std::string> texts(const TermList& list) {
        std::vector<std::string> words;
        for (std::size_t i = 0; i < list.size(); ++i) {
            words.emplace_back(list[i]);
        }
        return words;
    }
    static std::vector<std::string> stemmed(const TermList& list) {
        std::vector<std::string> words;
        for (std::size_t i = 0; i < list.size(); ++i) {
            words.push_back(canonical_stem(list[i]));
        }
        return words;
    }

    static Weights weighed(const std::array<std::vector<std::string>, kFields>& fields, bool pairs) {
        constexpr std::array<double, kFields> kWeights = {3.0, 2.0, 1.0, 1.3, 0.5, 0.5, 0.1};
        Weights joint;
        for (std::size_t field = 0; field < kFields; ++field) {
            for (const auto& word : fields[field]) {
                joint[word] += kWeights[field] *
                               field_weight(FieldId{static_cast<int>(field)}, 1, fields[field].size(), pairs);
            }
        }
        for (auto& [word, weight] : joint) {
            weight = weight * 3 / (weight + 2);
        }
        return joint;
    }

    double holding(Weights Plain::*table, const std::string& word) const {
        return static_cast<double>(std::count_if(skills_.begin(), skills_.end(), [&](const Plain& skill) {
            return (skill.*table).count(word) > 0;
        }));
    }

    double rarity(const std::string& word, double background_rarity, double held) const {
        const double in_view =
            std::log(1 + (static_cast<double>(skills_.size()) - held + 0.5) / (held + 0.5));
        return (is_pair_of_characters(word) ? kPairedScriptFactor : 1.0) * kViewRarity * in_view +
               kBackgroundRarity * background_rarity;
    }

    static double weight_of(const Weights& weights, const std::string& word) {
        const auto found = weights.find(word);
        return found == weights.end() ? 0 : found->second;
    }

    double first_score(const Plain& skill, const PromptTerms& terms, double mixed, double told) const {
        double score = 0;
        for (std::uint32_t i = 0; i < terms.surfaces.size(); ++i) {
            const auto word = std::string(terms.surfaces.text(i));
            if (const double weight = weight_of(skill.surfaces, word); weight > 0) {
                score +=
                    kSurfaceWeight * weight * terms.surfaces.weight(i) *
                    rarity(word, background().rarity(canonical_stem(word)), holding(&Plain::surfaces, word));
            }
        }
        for (std::uint32_t i = 0; i < terms.stems.size(); ++i) {
            const auto word = std::string(terms.stems.text(i));
            if (const double weight = weight_of(skill.stems, word); weight > 0) {
                score += (kStemWeight * weight + kBodyWeight * weight_of(skill.body, word)) *
                         terms.stems.weight(i) *
                         rarity(word, background().rarity(word), holding(&Plain::stems, word));
            }
        }
        for (std::uint32_t i = 0; i < terms.pairs.size(); ++i) {
            const auto word = std::string(terms.pairs.text(i));
            if (const double weight = weight_of(skill.pairs, word); weight > 0) {
                score += kPairWeight * weight * terms.pairs.weight(i) *
                         rarity(word, std::min(background().rarity(word), kMaxPairRarity),
                                holding(&Plain::pairs, word));
            }
        }
        return score / std::sqrt(mixed) + kQuoteWeight * quote(skill, terms, told);
    }

    static double quote(const Plain& skill, const PromptTerms& terms, double told) {
        double best = 0;
        for (const auto& phrase : skill.quoted) {
            double whole = 0;
            double held = 0;
            for (const auto& stem : phrase) {
                whole += background().rarity(stem);
                held += terms.stems.find(stem) != Vocabulary::kNone ? background().rarity(stem) : 0;
            }
            const double share = whole > 0 ? held / whole : 0;
            best = share > kLeastQuoteShare ? std::max(best, share * held / std::sqrt(told)) : best;
        }
        return best;
    }

    void look_twice(std::vector<double>& scores, const PromptTerms& terms,
                    const std::map<std::string, double>& asked, double mixed) const {
        std::vector<std::size_t> order;
        for (std::size_t skill = 0; skill < scores.size(); ++skill) {
            if (scores[skill] > 0) {
                order.push_back(skill);
            }
        }
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
        order.resize(std::min(order.size(), kSecondLook));
        for (const auto place : order) {
            const auto& skill = skills_[place];
            double lead = 0;
            for (std::uint32_t i = 0; i < terms.stems.size(); ++i) {
                const auto stem = std::string(terms.stems.text(i));
                lead += skill.lead.count(stem) > 0 ? terms.stems.weight(i) * asked.at(stem) : 0;
            }
            double request = 0;
            double held_request = 0;
            for (const auto number : terms.request) {
                const auto stem = std::string(terms.stems.text(number));
                request += asked.at(stem);
                held_request += skill.about.count(stem) > 0 ? asked.at(stem) : 0;
            }
            double first = 0;
            if (terms.first != Vocabulary::kNone) {
                const auto stem = std::string(terms.stems.text(terms.first));
                first = skill.about.count(stem) > 0 ? asked.at(stem) : 0;
            }
            double unasked = 0;
            for (const auto& stem : skill.names) {
                const bool has = terms.stems.find(stem) != Vocabulary::kNone ||
                                 terms.pairs.find(stem) != Vocabulary::kNone;
                unasked += has ? 0 : background().rarity(stem);
            }
            scores[place] = std::max(
                1e-3,
                scores[place] + kLeadWeight * lead / std::sqrt(mixed) +
                    kRequestWeight * (request > 0 ? held_request / request : 0) + kFirstWordWeight * first -
                    kContradictionWeight * terms.ecosystems.contradictions(skill.ecosystems, skill.known) -
                    kUnaskedNameWeight * unasked);
        }
    }

    void lift_parents(std::vector<double>& scores) const {
        for (int round = 0; round < 2; ++round) {
            for (std::size_t parent = 0; parent < skills_.size(); ++parent) {
                for (const auto& folder : skills_[parent].children) {
                    const auto child = std::find_if(skills_.begin(), skills_.end(), [&](const Plain& skill) {
                        return skill.folder == folder;
                    });
                    const auto at = static_cast<std::size_t>(child - skills_.begin());
                    const bool lifts = child != skills_.end() && at != parent &&
                                       scores[at] > scores[parent] &&
                                       scores[parent] > kLeastParentShare * scores[at];
                    scores[parent] = lifts ? scores[at] + 1e-6 : scores[parent];
                }
            }
        }
    }

    std::vector<Plain> skills_;
};

}  // namespace skillwake::matcher::lexical
