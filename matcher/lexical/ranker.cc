#include "matcher/lexical/ranker.h"

#include "matcher/lexical/background.h"
#include "matcher/lexical/model.h"
#include "matcher/lexical/second_look.h"
#include "matcher/lexical/stem.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace skillwake::matcher::lexical {
namespace {

constexpr std::size_t kJudged = 10;     ///< candidates that get a confidence of their own
constexpr std::size_t kLineWorthy = 2;  ///< of them, those that may be suggested
constexpr double kLineShare = 0.8;      ///< of the best score, that a suggestion needs
constexpr std::size_t kToldTerms = 5;
constexpr double kLeastScore = 1e-3;  ///< what shares a word stays in the rank

class Ranker {
public:
    Ranker(std::span<const LexicalLayer> layers, const PromptReading& prompt,
           const std::set<SkillPlace>& named)
        : layers_(layers), named_(named), terms_(read_prompt_terms(prompt)) {
        for (const auto& layer : layers_) {
            skills_ += static_cast<double>(layer.index->size());
            scores_.emplace_back(layer.index->size(), 0.0);
        }
    }

    WordRanking run() {
        if (skills_ == 0 || terms_.stems.empty()) {
            return {};
        }
        weigh_prompt();
        add_terms(terms_.surfaces, &LexicalIndex::surfaces, kSurfaceWeight, Kind::Surface);
        add_terms(terms_.stems, &LexicalIndex::stems, kStemWeight, Kind::Stem);
        add_terms(terms_.pairs, &LexicalIndex::pairs, kPairWeight, Kind::Pair);
        add_quotes();
        add_names();
        look_twice();
        lift_parents();
        return judge(ranked());
    }

private:
    enum class Kind { Surface, Stem, Pair };

    TermRarity rarity_of(const std::string& term, Kind kind, std::size_t count) const {
        const double background_rarity =
            background().rarity(kind == Kind::Surface ? canonical_stem(term) : term);
        const auto held = static_cast<double>(count);
        const double in_view = std::log(1 + (skills_ - held + 0.5) / (held + 0.5));
        const double capped =
            kind == Kind::Pair ? std::min(background_rarity, kMaxPairRarity) : background_rarity;
        const double script = is_pair_of_characters(term) ? kPairedScriptFactor : 1.0;
        const double mixed = script * kViewRarity * in_view + kBackgroundRarity * capped;
        return {mixed, mixed, background_rarity};
    }

    template <class Table>
    std::size_t count(const std::string& term, Table table) const {
        std::size_t held = 0;
        for (const auto& layer : layers_) {
            held += (layer.index->*table)().find(term).size();
        }
        return held;
    }

    /// The totals against which scores are measured: a long prompt of rare words needs more than a short one.
    void weigh_prompt() {
        const double unknown = kViewRarity * std::log(1 + (skills_ + 0.5) / 0.5) + kBackgroundRarity * 8.5;
        double mixed = 0;
        double told = 0;
        for (const auto& term : terms_.stems) {
            const auto held = count(term.text, &LexicalIndex::stems);
            auto rarity = rarity_of(term.text, Kind::Stem, held);
            rarity.asked = held > 0 ? rarity.mixed : unknown;
            rarities_[term.text] = rarity;
            mixed += term.weight * rarity.asked;
            told += term.weight * rarity.background;
        }
        prompt_.mixed = std::max(kLeastMixed, mixed);
        prompt_.background = std::max(kLeastBackground, told);
    }

    template <class Table>
    void add_terms(const std::vector<WeightedTerm>& terms, Table table, double kind_weight, Kind kind) {
        const double scale = 1 / std::sqrt(prompt_.mixed);
        for (const auto& term : terms) {
            const auto held = count(term.text, table);
            if (held == 0) {
                continue;
            }
            const double weight = term.weight * rarity_of(term.text, kind, held).mixed * scale;
            for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
                for (const auto& posting : (layers_[layer].index->*table)().find(term.text)) {
                    scores_[layer][posting.skill] +=
                        weight * (kind_weight * static_cast<double>(posting.weight) +
                                  kBodyWeight * static_cast<double>(posting.body));
                }
            }
        }
    }

    /// Phrases that an author expects of users: by how much of their rarity the prompt has.
    void add_quotes() {
        std::map<std::pair<SkillPlace, std::uint32_t>, bool> touched;
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            for (const auto& term : terms_.stems) {
                for (const auto& [skill, phrase] : layers_[layer].index->quotes_with(term.text)) {
                    touched[{{layer, skill}, phrase}] = true;
                }
            }
        }
        const double scale = 1 / std::sqrt(prompt_.background);
        for (const auto& [key, unused] : touched) {
            const auto& [place, phrase] = key;
            double whole = 0;
            double held = 0;
            for (const auto& stem : layers_[place.layer].index->facts(place.skill).quoted[phrase]) {
                const double rarity = background().rarity(stem);
                whole += rarity;
                held += rarities_.count(stem) > 0 ? rarity : 0;
            }
            const double share = whole > 0 ? held / whole : 0;
            if (share > kLeastQuoteShare) {
                auto& quote = quotes_[place];
                quote = std::max(quote, share * held * scale);
            }
        }
        for (const auto& [place, quote] : quotes_) {
            scores_[place.layer][place.skill] += kQuoteWeight * quote;
        }
    }

    void add_names() {
        for (const auto& place : named_) {
            scores_[place.layer][place.skill] += kNameScore;
        }
    }

    /// The best once more, by what only they need be asked.
    void look_twice() {
        auto best = ranked();
        best.resize(std::min(best.size(), kSecondLook));
        const SecondLook look(terms_, rarities_, prompt_.mixed);
        for (const auto& match : best) {
            const auto& facts = layers_[match.place.layer].index->facts(match.place.skill);
            auto& score = scores_[match.place.layer][match.place.skill];
            score = std::max(kLeastScore, score + look.at(facts));
        }
    }

    /// A general skill that leads to special ones stands right before the best of them.
    void lift_parents() {
        for (int round = 0; round < 2; ++round) {
            for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
                for (const auto& [parent, child] : layers_[layer].index->links()) {
                    const double best = scores_[layer][child];
                    auto& own = scores_[layer][parent];
                    const bool named = named_.count({layer, child}) > 0;
                    if (!named && best > own && own > kLeastParentShare * best) {
                        own = best + 1e-6;
                    }
                }
            }
        }
    }

    bool is_hidden(SkillPlace place) const {
        const auto* hidden = layers_[place.layer].hidden;
        return hidden != nullptr && !hidden->empty() && (*hidden)[place.skill];
    }

    std::vector<WordMatch> ranked() const {
        std::vector<WordMatch> matches;
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            for (std::uint32_t skill = 0; skill < scores_[layer].size(); ++skill) {
                const SkillPlace place{layer, skill};
                if (scores_[layer][skill] > 0 && !is_hidden(place)) {
                    WordMatch match;
                    match.place = place;
                    match.score = scores_[layer][skill];
                    matches.push_back(std::move(match));
                }
            }
        }
        std::sort(matches.begin(), matches.end(), [](const WordMatch& a, const WordMatch& b) {
            return a.score != b.score ? a.score > b.score : a.place < b.place;
        });
        return matches;
    }

    /// Of the judged ones: whether a better one says nearly the same. Then it is no rival of that one.
    std::vector<bool> twins_of_better(const std::vector<WordMatch>& matches) const {
        std::vector<bool> twins(std::min(kJudged, matches.size()));
        const auto facts = [&](std::size_t rank) -> const LexicalIndex::SkillFacts& {
            return layers_[matches[rank].place.layer].index->facts(matches[rank].place.skill);
        };
        for (std::size_t rank = 1; rank < twins.size(); ++rank) {
            for (std::size_t better = 0; better < rank && !twins[rank]; ++better) {
                twins[rank] = !twins[better] && are_twins(facts(better), facts(rank));
            }
        }
        return twins;
    }

    WordRanking judge(std::vector<WordMatch> matches) const {
        if (matches.empty()) {
            return {};
        }
        const auto twins = twins_of_better(matches);
        const double best = matches.front().score;
        double second = 0;
        double total = (skills_ - static_cast<double>(matches.size())) * std::exp(-best);
        for (std::size_t rank = 0; rank < matches.size(); ++rank) {
            const bool counts = rank >= twins.size() || !twins[rank];
            total += counts ? std::exp(matches[rank].score - best) : 0;
            second = rank > 0 && counts ? std::max(second, matches[rank].score) : second;
        }
        std::vector<MatchFeatures> features;
        for (std::size_t rank = 0; rank < std::min(kJudged, matches.size()); ++rank) {
            features.push_back(features_of(matches[rank], rank, std::exp(matches[rank].score - best) / total,
                                           matches[rank].score - (rank == 0 ? second : best)));
        }
        const double need = need_of(context(), features, std::min(best, kMaxScoreFeature));
        double surest = 1.0;
        for (std::size_t rank = 0; rank < features.size(); ++rank) {
            auto& match = matches[rank];
            // A lower one is never surer than the one before it.
            surest = std::min(surest, confidence_of(features[rank], need));
            match.confidence = named_.count(match.place) > 0 ? 1.0 : surest;
            match.worth_a_line =
                rank < kLineWorthy && match.score >= kLineShare * best && need >= kNeedForLine;
            match.terms = telling_terms(match.place);
            match.concepts = features[rank].concepts;
        }
        matches.front().load_from = load_threshold(second / best);
        for (auto& match : matches) {
            match.line = need * match.score / best;
        }
        return {std::move(matches), need};
    }

    PromptFeatures context() const {
        PromptFeatures features;
        double unknown = 0;
        double unknown_words = 0;
        double theme = 0;
        for (const auto& term : terms_.stems) {
            const double rarity = term.weight * rarities_.at(term.text).background;
            const bool known =
                count(term.text, &LexicalIndex::stems) > 0 || count(term.text, &LexicalIndex::pairs) > 0;
            if (!known) {
                unknown += rarity;
                unknown_words += background().frequency(term.text) >= kRealWordCount ? rarity : 0;
            }
            std::size_t about = 0;
            for (const auto& layer : layers_) {
                about += layer.index->about_count(term.text);
            }
            theme += static_cast<double>(about) > kThemeShare * skills_ ? rarity : 0;
        }
        Ecosystems view;
        for (const auto& layer : layers_) {
            view.add(layer.index->ecosystems());
        }
        features.length = std::log(1 + static_cast<double>(terms_.stems.size()));
        features.view_size = std::log(std::clamp(skills_, kLeastViewFeature, kMaxViewFeature));
        features.unknown = unknown / prompt_.background;
        features.unknown_words = unknown_words / prompt_.background;
        features.contradicts_view = terms_.ecosystems.contradictions(view, view);
        features.theme = skills_ < kLeastViewFeature ? 0 : theme / std::sqrt(prompt_.background);
        return features;
    }

    MatchFeatures features_of(const WordMatch& match, std::size_t rank, double share, double margin) const {
        const auto& facts = layers_[match.place.layer].index->facts(match.place.skill);
        MatchFeatures features;
        features.rank = rank;
        features.share = share;
        features.margin = std::clamp(margin, -5.0, 5.0);
        features.contradictions = terms_.ecosystems.contradictions(facts.ecosystems, facts.known);
        if (const auto quote = quotes_.find(match.place); quote != quotes_.end()) {
            features.quote = quote->second;
        }
        double strongest = 0;
        double against = 0;
        double when = 0;
        for (const auto& term : terms_.stems) {
            const auto found = facts.stems.find(term.text);
            if (found == facts.stems.end()) {
                continue;
            }
            const auto& rarity = rarities_.at(term.text);
            const auto places = found->second.places;
            const double held = place_weight(places);
            const double digits = term.text.find_first_not_of("0123456789") == std::string::npos ? 0.5 : 1.0;
            strongest = std::max(strongest, term.weight * rarity.background * held * digits);
            features.concepts += held >= 0.5 && rarity.background > kConceptRarity ? 1 : 0;
            if ((places & StemPlaces::kAgainst) != 0 && count(term.text, &LexicalIndex::stems) > 0) {
                against += term.weight * rarity.mixed;
            }
            if (found->second.when_count > 0) {
                const double in_when =
                    field_weight(FieldId::WhenToUse, found->second.when_count, facts.when_length, false);
                when += term.weight * rarity.mixed * in_when * 2 / (in_when + 1);
            }
        }
        features.strongest = strongest;
        features.against = against / std::sqrt(prompt_.mixed);
        features.when = when / std::sqrt(prompt_.mixed);
        features.name = name_share(terms_, rarities_, facts).covered();
        return features;
    }

    static double place_weight(std::uint8_t places) {
        return (places & StemPlaces::kAbout) != 0     ? 1.0
               : (places & StemPlaces::kHeading) != 0 ? 0.5
               : (places & StemPlaces::kBody) != 0    ? 0.2
                                                      : 0.0;
    }

    std::vector<std::string> telling_terms(SkillPlace place) const {
        const auto& facts = layers_[place.layer].index->facts(place.skill);
        std::vector<std::pair<double, std::string>> told;
        for (const auto& term : terms_.surfaces) {
            const auto stem = canonical_stem(term.text);
            const auto found = facts.stems.find(stem);
            const auto rarity = rarities_.find(stem);
            if (found != facts.stems.end() && rarity != rarities_.end()) {
                const double weight =
                    term.weight * rarity->second.background * place_weight(found->second.places);
                if (weight > 0) {
                    told.emplace_back(-weight, term.text);
                }
            }
        }
        std::sort(told.begin(), told.end());
        told.resize(std::min(told.size(), kToldTerms));
        std::vector<std::string> terms;
        for (auto& [weight, text] : told) {
            terms.push_back(std::move(text));
        }
        return terms;
    }

    std::span<const LexicalLayer> layers_;
    const std::set<SkillPlace>& named_;
    PromptTerms terms_;
    double skills_ = 0;
    std::vector<std::vector<double>> scores_;  ///< by layer and skill
    TermRarities rarities_;                    ///< of the prompt's stems
    std::map<SkillPlace, double> quotes_;
    struct {
        double mixed = 0;
        double background = 0;
    } prompt_;
};

}  // namespace

WordRanking rank_by_words(std::span<const LexicalLayer> layers, const PromptReading& prompt,
                          const std::set<SkillPlace>& named) {
    return Ranker(layers, prompt, named).run();
}

}  // namespace skillwake::matcher::lexical
