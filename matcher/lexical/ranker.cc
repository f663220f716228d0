#include "matcher/lexical/ranker.h"

#include "matcher/lexical/background.h"
#include "matcher/lexical/field_weight.h"
#include "matcher/lexical/model.h"
#include "matcher/lexical/scoreboard.h"
#include "matcher/lexical/second_look.h"
#include "matcher/lexical/word_scores.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>

namespace skillwake::matcher::lexical {
namespace {

constexpr double kLineShare = 0.8;  ///< of the best score, that a suggestion needs
constexpr std::size_t kToldTerms = 5;
constexpr std::size_t kMostPhraseStems = 4'096;
constexpr double kLeastScore = 1e-3;  ///< what shares a word stays in the rank

class Ranker {
public:
    Ranker(std::span<const LexicalLayer> layers, const PromptReading& prompt, const AskedSkills& skills,
           const WordLimits& limits)
        : layers_(layers),
          skills_(skills),
          limits_(limits),
          asked_(layers, prompt),
          terms_(asked_.terms()),
          scores_(layers),
          words_(layers, asked_, limits) {}

    WordRanking run() {
        if (asked_.skills() == 0 || terms_.stems.size() == 0) {
            return {};
        }
        words_.add(scores_);
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            add_pairs(layer);
        }
        add_quotes();
        for (const auto& place : skills_.named) {
            scores_.at(place) += static_cast<float>(kNameScore);
        }
        scores_.drop_hidden();
        add_waiting_words();
        look_twice();
        lift_parents();
        return judge(ranked());
    }

private:
    /// Words that wait, see WordScores, for the best by all others and for those that are named.
    void add_waiting_words() {
        if (!words_.any_waits()) {
            return;
        }
        short_list_ = scores_.best(limits_.short_list);
        for (const auto& place : skills_.named) {
            if (std::find(short_list_.begin(), short_list_.end(), place) == short_list_.end()) {
                short_list_.push_back(place);
            }
        }
        words_.add_waiting(short_list_, scores_);
    }

    /// Of all skills' scores, exp(score - from).
    double exponentials(double from) const {
        const double all = scores_.exponentials(from);
        if (short_list_.empty()) {
            return all;
        }
        const double whole =
            std::accumulate(short_list_.begin(), short_list_.end(), 0.0, [&](double sum, SkillPlace place) {
                return sum + std::exp(static_cast<double>(scores_.at(place)) - from);
            });
        return whole + std::max(0.0, all - whole) * words_.spread();
    }

    void add_pairs(std::size_t layer) {
        const auto& pairs = layers_[layer].index->pairs();
        const auto scores = scores_.layer(layer);
        for (std::uint32_t pair = 0; pair < terms_.pairs.size(); ++pair) {
            const auto hash = terms_.pairs.hash(pair);
            if (pairs.count(hash) == 0) {
                continue;
            }
            const double weight =
                terms_.pairs.weight(pair) * asked_.pair_rarity(pair) / std::sqrt(asked_.mixed());
            const float each = static_cast<float>(weight * kPairWeight) * Share16::value(1);
            pairs.each(hash, [&](const PairPosting& posting) {
                scores[posting.skill] += each * static_cast<float>(posting.weight);
            });
        }
    }

    /// Phrases that an author expects of users: by how much of their rarity the prompt has.
    void add_quotes() {
        const double scale = 1 / std::sqrt(asked_.background());
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            const auto& index = *layers_[layer].index;
            const auto phrases = told_phrases(layer);
            phrase_stems_.assign(std::min(std::bit_ceil(phrases.size()), kMostPhraseStems), {});
            for (const auto phrase_number : phrases) {
                const auto phrase = index.phrase(phrase_number);
                double whole = 0;
                double held = 0;
                for (const auto stem : phrase.stems) {
                    const auto& known = phrase_stem(layer, stem);
                    whole += known.rarity;
                    held += known.held ? known.rarity : 0;
                }
                const double share = whole > 0 ? held / whole : 0;
                if (share > kLeastQuoteShare) {
                    add_quote({layer, phrase.skill}, share * held * scale);
                }
            }
        }
        for (const auto& [place, strength] : quotes_) {
            scores_.at(place) += static_cast<float>(kQuoteWeight * strength);
        }
    }

    struct PhraseStem {
        std::uint32_t stem = Vocabulary::kNone;
        bool held = false;  ///< by the prompt
        double rarity = 0;
    };

    /// Phrases of a layer are made of few words: the last asked ones are kept, each at a place of its own.
    const PhraseStem& phrase_stem(std::size_t layer, std::uint32_t stem) {
        auto& known = phrase_stems_[stem % phrase_stems_.size()];
        if (known.stem != stem) {
            known = {stem, asked_.has_stem(layer, stem),
                     background().rarity(layers_[layer].index->words().text(stem))};
        }
        return known;
    }

    /// The strongest of each skill, whose phrases come together.
    void add_quote(SkillPlace place, double strength) {
        if (quotes_.empty() || quotes_.back().place != place) {
            quotes_.push_back({place, 0});
        }
        quotes_.back().strength = std::max(quotes_.back().strength, strength);
    }

    /// Each once, ascending.
    std::vector<std::uint32_t> told_phrases(std::size_t layer) const {
        std::vector<std::uint32_t> phrases;
        for (std::uint32_t stem = 0; stem < terms_.stems.size(); ++stem) {
            if (const auto word = asked_.stem_in(layer, stem); word != Vocabulary::kNone) {
                layers_[layer].index->each_phrase(word,
                                                  [&](std::uint32_t phrase) { phrases.push_back(phrase); });
            }
        }
        std::sort(phrases.begin(), phrases.end());
        phrases.erase(std::unique(phrases.begin(), phrases.end()), phrases.end());
        return phrases;
    }

    /// The best once more, by what only they need be asked. Who stood behind them may come before them then.
    void look_twice() {
        // One more than are judged: the rival of a first that all the others are twins of.
        best_ = best(kSecondLook + std::max(kJudged + 1, skills_.best));
        const SecondLook look(layers_, asked_);
        const auto looked = std::min(best_.size(), kSecondLook);
        look_at(std::span(best_).first(looked));
        for (std::size_t i = 0; i < looked; ++i) {
            auto& score = scores_.at(best_[i]);
            score = std::max(static_cast<float>(kLeastScore),
                             score + static_cast<float>(look.at(best_[i], places_in(best_[i]))));
        }
    }

    /// Those of the short list stand before all others, as what they got on it is no less than 0.
    std::vector<SkillPlace> best(std::size_t most) const {
        if (short_list_.empty() || most > limits_.short_list) {
            return scores_.best(most);
        }
        auto best = short_list_;
        sort_places(best);
        best.resize(std::min(best.size(), most));
        return best;
    }

    /// A general skill that leads to special ones stands right before the best of them.
    void lift_parents() {
        for (int round = 0; round < 2; ++round) {
            for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
                const auto scores = scores_.layer(layer);
                for (const auto& [parent, child] : layers_[layer].index->links()) {
                    const float best = scores[child];
                    auto& own = scores[parent];
                    const bool lifts = best > own && own > static_cast<float>(kLeastParentShare) * best;
                    if (lifts && skills_.named.count({layer, child}) == 0) {
                        own = std::nextafter(best, 2 * best);
                        lifted_.push_back({layer, parent});
                    }
                }
            }
        }
    }

    /// The best, and those that were asked for behind them.
    std::vector<WordMatch> ranked() {
        best_.insert(best_.end(), lifted_.begin(), lifted_.end());
        sort_places(best_);
        best_.erase(std::unique(best_.begin(), best_.end()), best_.end());
        best_.resize(std::min(best_.size(), std::max(kJudged + 1, skills_.best)));
        std::vector<SkillPlace> asked;
        for (const auto* wanted : {&skills_.named, &skills_.others}) {
            std::copy_if(wanted->begin(), wanted->end(), std::back_inserter(asked), [&](SkillPlace place) {
                return scores_.at(place) > 0 && std::find(best_.begin(), best_.end(), place) == best_.end();
            });
        }
        sort_places(asked);
        asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
        std::vector<WordMatch> matches;
        matches.reserve(best_.size() + asked.size());
        for (const auto* places : {&best_, &asked}) {
            for (const auto place : *places) {
                matches.emplace_back();
                matches.back().place = place;
                matches.back().score = static_cast<double>(scores_.at(place));
            }
        }
        return matches;
    }

    void sort_places(std::vector<SkillPlace>& places) const {
        std::sort(places.begin(), places.end(), [this](SkillPlace a, SkillPlace b) {
            return scores_.at(a) != scores_.at(b) ? scores_.at(a) > scores_.at(b) : a < b;
        });
    }

    /// Looks up where the prompt's stems stand in those that were not looked at yet.
    void look_at(std::span<const SkillPlace> places) {
        std::vector<SkillPlace> fresh;
        fresh.reserve(places.size());
        std::copy_if(places.begin(), places.end(), std::back_inserter(fresh), [this](SkillPlace place) {
            return std::find(looked_at_.begin(), looked_at_.end(), place) == looked_at_.end();
        });
        const auto found = asked_.places_in(fresh);
        looked_at_.insert(looked_at_.end(), fresh.begin(), fresh.end());
        stem_places_.insert(stem_places_.end(), found.begin(), found.end());
    }

    /// Where the prompt's stems stand in one that was looked at.
    std::span<const std::uint8_t> places_in(SkillPlace place) const {
        const auto known = static_cast<std::size_t>(std::find(looked_at_.begin(), looked_at_.end(), place) -
                                                    looked_at_.begin());
        const std::size_t stems = terms_.stems.size();
        return std::span(stem_places_).subspan(known * stems, stems);
    }

    /// Of the judged ones: whether a better one says nearly the same. Then it is no rival of that one.
    std::vector<bool> twins_of_better(const std::vector<WordMatch>& matches) const {
        std::vector<bool> twins(std::min(kJudged, matches.size()));
        const auto alike = [&](SkillPlace a, SkillPlace b) {
            return are_twins(*layers_[a.layer].index, a.skill, *layers_[b.layer].index, b.skill);
        };
        for (std::size_t rank = 1; rank < twins.size(); ++rank) {
            for (std::size_t better = 0; better < rank && !twins[rank]; ++better) {
                twins[rank] = !twins[better] && alike(matches[better].place, matches[rank].place);
            }
        }
        return twins;
    }

    /// By rank: whether it is told, see AskedSkills::tells. Looks up what is told of the judged ones.
    std::vector<bool> told_of(const std::vector<WordMatch>& matches) {
        std::vector<bool> told(matches.size(), true);
        std::vector<SkillPlace> judged;
        judged.reserve(kJudged);
        for (std::size_t rank = 0; rank < matches.size(); ++rank) {
            const auto place = matches[rank].place;
            told[rank] = rank < kLineWorthy || !skills_.tells || skills_.tells(place);
            if (told[rank] && rank < kJudged) {
                judged.push_back(place);
            }
        }
        look_at(judged);
        return told;
    }

    WordRanking judge(std::vector<WordMatch> matches) {
        if (matches.empty()) {
            return {};
        }
        const auto twins = twins_of_better(matches);
        const double best = matches.front().score;
        double second = 0;
        double total = exponentials(best);
        for (std::size_t rank = 0; rank < matches.size(); ++rank) {
            const bool counts = rank >= twins.size() || !twins[rank];
            total -= counts ? 0 : std::exp(matches[rank].score - best);
            second = rank > 0 && counts ? std::max(second, matches[rank].score) : second;
        }
        const auto share_of = [&](const WordMatch& match) { return std::exp(match.score - best) / total; };
        const auto told = told_of(matches);
        const double need = need_of(context(), best_features(matches, share_of(matches.front())));
        double surest = 1.0;
        for (std::size_t rank = 0; rank < std::min(kJudged, matches.size()); ++rank) {
            auto& match = matches[rank];
            const double margin = match.score - (rank == 0 ? second : best);
            // A lower one is never surer than the one before it.
            surest =
                std::min(surest, confidence_of({rank, share_of(match), std::clamp(margin, -5.0, 5.0)}, need));
            match.confidence = skills_.named.count(match.place) > 0 ? 1.0 : surest;
            match.worth_a_line =
                rank < kLineWorthy && match.score >= kLineShare * best && need >= kNeedForLine;
            if (told[rank]) {
                match.terms = telling_terms(match.place);
                match.concepts = concepts_in(match.place);
            }
        }
        matches.front().load_from = load_threshold(second / best);
        std::vector<WordMatch> kept;
        kept.reserve(matches.size());
        for (std::size_t rank = 0; rank < matches.size(); ++rank) {
            if (told[rank]) {
                matches[rank].line = need * matches[rank].score / best;
                kept.push_back(std::move(matches[rank]));
            }
        }
        const auto short_list = words_.any_waits() ? std::optional(limits_.short_list) : std::nullopt;
        return {std::move(kept), need, words_.complete(), short_list};
    }

    PromptFeatures context() const {
        PromptFeatures features;
        double unknown = 0;
        double unknown_words = 0;
        double theme = 0;
        for (std::uint32_t stem = 0; stem < terms_.stems.size(); ++stem) {
            const double rarity = terms_.stems.weight(stem) * asked_.rarity(stem).background;
            if (!is_known(stem)) {
                unknown += rarity;
                unknown_words +=
                    background().frequency(terms_.stems.text(stem)) >= kRealWordCount ? rarity : 0;
            }
            std::size_t about = 0;
            for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
                const auto word = asked_.stem_in(layer, stem);
                about += word == Vocabulary::kNone ? 0 : layers_[layer].index->skills_about(word);
            }
            theme += static_cast<double>(about) > kThemeShare * asked_.skills() ? rarity : 0;
        }
        Ecosystems view;
        for (const auto& layer : layers_) {
            view.add(layer.index->ecosystems());
        }
        features.length = std::log(1 + static_cast<double>(terms_.stems.size()));
        features.view_size = std::log(std::clamp(asked_.skills(), kLeastViewFeature, kMaxViewFeature));
        features.unknown = unknown / asked_.background();
        features.unknown_words = unknown_words / asked_.background();
        features.contradicts_view = terms_.ecosystems.contradictions(view, view);
        features.theme = asked_.skills() < kLeastViewFeature ? 0 : theme / std::sqrt(asked_.background());
        return features;
    }

    /// As a stem, or as two words that are written as one.
    bool is_known(std::uint32_t stem) const {
        return asked_.skills_with_stem(stem) > 0 ||
               std::any_of(layers_.begin(), layers_.end(), [&](const LexicalLayer& layer) {
                   return layer.index->pairs().count(terms_.stems.hash(stem)) > 0;
               });
    }

    BestFeatures best_features(const std::vector<WordMatch>& matches, double share) const {
        const auto& match = matches.front();
        const auto& index = *layers_[match.place.layer].index;
        const auto facts = index.facts(match.place.skill);
        const auto held = places_in(match.place);
        BestFeatures features;
        features.score = match.score;
        features.share = share;
        features.contradictions = terms_.ecosystems.contradictions(facts.ecosystems, facts.known);
        const auto quote = std::lower_bound(quotes_.begin(), quotes_.end(), match.place,
                                            [](const Quote& a, SkillPlace b) { return a.place < b; });
        if (quote != quotes_.end() && quote->place == match.place) {
            features.quote = quote->strength;
        }
        double against = 0;
        double when = 0;
        for (std::uint32_t stem = 0; stem < terms_.stems.size(); ++stem) {
            const auto places = held[stem];
            if (places == 0) {
                continue;
            }
            const auto& rarity = asked_.rarity(stem);
            const double weight = terms_.stems.weight(stem);
            features.strongest = std::max(features.strongest, weight * rarity.telling * place_weight(places));
            if ((places & StemPlaces::kAgainst) != 0 && asked_.skills_with_stem(stem) > 0) {
                against += weight * rarity.mixed;
            }
            if ((places & StemPlaces::kWhen) != 0) {
                const auto count =
                    index.when_count(match.place.skill, asked_.stem_in(match.place.layer, stem));
                const double in_when = field_weight(FieldId::WhenToUse, count, facts.when_length, false);
                when += weight * rarity.mixed * in_when * 2 / (in_when + 1);
            }
        }
        features.against = against / std::sqrt(asked_.mixed());
        features.when = when / std::sqrt(asked_.mixed());
        for (std::size_t rank = 0; rank < std::min(kNamesLookedAt, matches.size()); ++rank) {
            features.name = std::max(features.name, asked_.name_share(matches[rank].place).covered());
        }
        return features;
    }

    /// Different telling terms that its name, description or headings hold.
    std::size_t concepts_in(SkillPlace place) const {
        const auto held = places_in(place);
        std::size_t concepts = 0;
        for (std::uint32_t stem = 0; stem < terms_.stems.size(); ++stem) {
            const bool about = place_weight(held[stem]) >= 0.5;
            concepts += about && asked_.rarity(stem).background > kConceptRarity ? 1 : 0;
        }
        return concepts;
    }

    static double place_weight(std::uint8_t places) {
        return (places & StemPlaces::kAbout) != 0     ? 1.0
               : (places & StemPlaces::kHeading) != 0 ? 0.5
               : (places & StemPlaces::kBody) != 0    ? 0.2
                                                      : 0.0;
    }

    std::vector<std::string> telling_terms(SkillPlace place) const {
        const auto held = places_in(place);
        std::vector<std::pair<double, std::uint32_t>> told;
        told.reserve(terms_.surfaces.size());
        for (std::uint32_t surface = 0; surface < terms_.surfaces.size(); ++surface) {
            const auto stem = terms_.stem_of[surface];
            const double weight =
                terms_.surfaces.weight(surface) * asked_.rarity(stem).background * place_weight(held[stem]);
            if (weight > 0) {
                told.emplace_back(-weight, surface);
            }
        }
        std::sort(told.begin(), told.end(), [this](const auto& a, const auto& b) {
            return a.first != b.first ? a.first < b.first
                                      : terms_.surfaces.text(a.second) < terms_.surfaces.text(b.second);
        });
        told.resize(std::min(told.size(), kToldTerms));
        std::vector<std::string> terms;
        terms.reserve(told.size());
        for (const auto& [weight, surface] : told) {
            terms.emplace_back(terms_.surfaces.text(surface));
        }
        return terms;
    }

    std::span<const LexicalLayer> layers_;
    const AskedSkills& skills_;
    const WordLimits& limits_;
    AskedTerms asked_;
    const PromptTerms& terms_;
    Scoreboard scores_;
    WordScores words_;
    std::vector<SkillPlace> short_list_;  ///< that words which wait were looked up in
    struct Quote {
        SkillPlace place;
        double strength;
    };
    std::vector<Quote> quotes_;             ///< by place
    std::vector<PhraseStem> phrase_stems_;  ///< of the layer at hand
    std::vector<SkillPlace> best_;
    std::vector<SkillPlace> lifted_;
    std::vector<SkillPlace> looked_at_;
    std::vector<std::uint8_t> stem_places_;  ///< by skill looked at and stem: StemPlaces
};

}  // namespace

WordRanking rank_by_words(std::span<const LexicalLayer> layers, const PromptReading& prompt,
                          const AskedSkills& skills, const WordLimits& limits) {
    return Ranker(layers, prompt, skills, limits).run();
}

}  // namespace skillwake::matcher::lexical
