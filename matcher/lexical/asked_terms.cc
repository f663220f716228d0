#include "matcher/lexical/asked_terms.h"

#include "base/text.h"
#include "matcher/lexical/background.h"
#include "matcher/lexical/model.h"

#include <algorithm>
#include <cmath>

namespace skillwake::matcher::lexical {

namespace {

std::vector<std::uint32_t> room_for(std::size_t count) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(count);
    return numbers;
}

bool is_number(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

AskedTerms::AskedTerms(std::span<const LexicalLayer> layers, const PromptReading& prompt)
    : layers_(layers),
      surface_words_(room_for(layers.size() * (prompt.words.size() + 1))),
      terms_(read_prompt_terms(
          prompt, [this](std::string_view word, std::uint64_t hash) { return find_surface(word, hash); })) {
    for (const auto& layer : layers_) {
        skills_ += static_cast<double>(layer.index->size());
    }
    find_words();
    weigh();
}

/// -> the text of its stem; empty: no layer knows it.
std::string_view AskedTerms::find_surface(std::string_view word, std::uint64_t hash) {
    std::string_view known;
    for (const auto& layer : layers_) {
        const auto& words = layer.index->words();
        const auto number = words.find(word, hash);
        surface_words_.push_back(number);
        const auto stem = number == Vocabulary::kNone ? Vocabulary::kNone : layer.index->stem_of(number);
        if (known.empty() && stem != Vocabulary::kNone) {
            known = words.text(stem);
        }
    }
    return known;
}

void AskedTerms::find_words() {
    const auto find_all = [](const TermBag& bag, const Vocabulary& words, std::vector<std::uint32_t>& found) {
        for (std::uint32_t i = 0; i < bag.size(); ++i) {
            found.push_back(words.find(bag.text(i), bag.hash(i)));
        }
    };
    stem_words_.reserve(layers_.size() * terms_.stems.size());
    sorted_stems_.reserve(stem_words_.capacity());
    for (const auto& layer : layers_) {
        const auto begin = static_cast<std::ptrdiff_t>(stem_words_.size());
        find_all(terms_.stems, layer.index->words(), stem_words_);
        auto& said = said_.emplace_back();
        said.reserve(terms_.stems.size() + terms_.pairs.size());
        said.assign(stem_words_.begin() + begin, stem_words_.end());
        std::sort(said.begin(), said.end());
        sorted_stems_.insert(sorted_stems_.end(), said.begin(), said.end());
        find_all(terms_.pairs, layer.index->words(), said);
        std::sort(said.begin(), said.end());
    }
}

/// A long prompt of rare words needs more than a short one.
void AskedTerms::weigh() {
    const double unknown = kViewRarity * std::log(1 + (skills_ + 0.5) / 0.5) + kBackgroundRarity * 8.5;
    skills_with_stem_.reserve(terms_.stems.size());
    rarities_.reserve(terms_.stems.size());
    double mixed = 0;
    double told = 0;
    for (std::uint32_t stem = 0; stem < terms_.stems.size(); ++stem) {
        std::size_t held = 0;
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            const auto word = stem_in(layer, stem);
            held += word == Vocabulary::kNone ? 0 : layers_[layer].index->skills_with_stem(word);
        }
        TermRarity rarity;
        rarity.background = lexical::background().rarity(terms_.stems.text(stem), terms_.stems.hash(stem));
        rarity.telling = rarity.background * (is_number(terms_.stems.text(stem)) ? 0.5 : 1.0);
        rarity.mixed = mixed_rarity(held, rarity.background, terms_.stems.text(stem));
        rarity.asked = held > 0 ? rarity.mixed : unknown;
        mixed += terms_.stems.weight(stem) * rarity.asked;
        told += terms_.stems.weight(stem) * rarity.background;
        skills_with_stem_.push_back(held);
        rarities_.push_back(rarity);
    }
    mixed_ = std::max(kLeastMixed, mixed);
    background_ = std::max(kLeastBackground, told);
}

double AskedTerms::mixed_rarity(std::size_t held, double background, std::string_view text) const {
    const auto count = static_cast<double>(held);
    const double in_view = std::log(1 + (skills_ - count + 0.5) / (count + 0.5));
    const double script = is_pair_of_characters(text) ? kPairedScriptFactor : 1.0;
    return script * kViewRarity * in_view + kBackgroundRarity * background;
}

double AskedTerms::surface_rarity(std::uint32_t surface) const {
    std::size_t held = 0;
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
        const auto word = surface_in(layer, surface);
        held += word == Vocabulary::kNone ? 0 : layers_[layer].index->skills_with_form(word);
    }
    return mixed_rarity(held, rarities_[terms_.stem_of[surface]].background, terms_.surfaces.text(surface));
}

double AskedTerms::pair_rarity(std::uint32_t pair) const {
    std::size_t held = 0;
    for (const auto& layer : layers_) {
        held += layer.index->pairs().count(terms_.pairs.hash(pair));
    }
    const double background = lexical::background().rarity(terms_.pairs.text(pair), terms_.pairs.hash(pair));
    return mixed_rarity(held, std::min(background, kMaxPairRarity), terms_.pairs.text(pair));
}

bool AskedTerms::has_stem(std::size_t layer, std::uint32_t word) const {
    const auto count = static_cast<std::ptrdiff_t>(terms_.stems.size());
    const auto begin = sorted_stems_.begin() + static_cast<std::ptrdiff_t>(layer) * count;
    return std::binary_search(begin, begin + count, word);
}

NameShare AskedTerms::name_share(SkillPlace place) const {
    NameShare share;
    const auto& said = said_[place.layer];
    const auto facts = layers_[place.layer].index->facts(place.skill);
    for (std::size_t i = 0; i < facts.names.size(); ++i) {
        const auto rarity = static_cast<double>(facts.name_rarities[i]);
        const bool held = std::binary_search(said.begin(), said.end(), facts.names[i]);
        share.whole += rarity;
        share.held += held ? rarity : 0;
    }
    return share;
}

std::vector<std::uint8_t> AskedTerms::places_in(std::span<const SkillPlace> skills) const {
    const std::size_t stems = terms_.stems.size();
    std::vector<std::uint8_t> places(skills.size() * stems, 0);
    std::vector<std::size_t> which;  // of `skills` are a layer's
    std::vector<std::uint32_t> numbers;
    which.reserve(skills.size());
    numbers.reserve(skills.size());
    std::vector<std::uint8_t> found(skills.size());
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
        which.clear();
        numbers.clear();
        for (std::size_t i = 0; i < skills.size(); ++i) {
            if (skills[i].layer == layer) {
                which.push_back(i);
                numbers.push_back(skills[i].skill);
            }
        }
        for (std::uint32_t stem = 0; stem < stems && !which.empty(); ++stem) {
            const auto word = stem_in(layer, stem);
            if (word == Vocabulary::kNone) {
                continue;
            }
            layers_[layer].index->find_places(word, numbers, found);
            for (std::size_t i = 0; i < which.size(); ++i) {
                places[which[i] * stems + stem] = found[i];
            }
        }
    }
    return places;
}

}  // namespace skillwake::matcher::lexical
