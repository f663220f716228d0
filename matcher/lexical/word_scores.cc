#include "matcher/lexical/word_scores.h"

#include "matcher/lexical/model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace skillwake::matcher::lexical {

WordScores::WordScores(std::span<const LexicalLayer> layers, const AskedTerms& asked,
                       const WordLimits& limits)
    : layers_(layers),
      asked_(asked),
      limits_(limits),
      form_ends_(asked.terms().stems.size(), 0),
      forms_(asked.terms().surfaces.size()) {
    const auto& stem_of = asked.terms().stem_of;
    for (const auto stem : stem_of) {
        ++form_ends_[stem];
    }
    std::partial_sum(form_ends_.begin(), form_ends_.end(), form_ends_.begin());
    auto next = form_ends_;
    for (auto form = stem_of.size(); form > 0; --form) {
        forms_[--next[stem_of[form - 1]]] = static_cast<std::uint32_t>(form - 1);
    }
}

std::span<const std::uint32_t> WordScores::forms_of(std::uint32_t stem) const {
    const std::uint32_t begin = stem == 0 ? 0 : form_ends_[stem - 1];
    return std::span(forms_).subspan(begin, form_ends_[stem] - begin);
}

void WordScores::add(Scoreboard& scores) {
    std::vector<std::uint32_t> stems(asked_.terms().stems.size());  // the rarest first
    std::iota(stems.begin(), stems.end(), 0);
    std::stable_sort(stems.begin(), stems.end(), [this](std::uint32_t a, std::uint32_t b) {
        return asked_.skills_with_stem(a) < asked_.skills_with_stem(b);
    });
    const bool may_wait = stems.size() <= limits_.short_prompt;
    const auto most = stems.size() > limits_.long_prompt ? std::min(limits_.postings, limits_.long_postings)
                                                         : limits_.postings;
    Gain gain;
    std::size_t postings = 0;
    std::size_t walked = 0;
    for (const auto stem : stems) {
        const auto held = asked_.skills_with_stem(stem);
        postings += held;
        if (may_wait && walked >= WordLimits::kAlwaysWalked && postings > limits_.walked) {
            waiting_.push_back(stem);
        } else if (postings > most) {
            complete_ = false;
            return;
        } else if (held > 0) {
            walk(stem, gain, scores);
            ++walked;
        }
    }
}

void WordScores::weigh(std::size_t layer, std::uint32_t stem, std::uint32_t word, Gain& gain) const {
    const auto& index = *layers_[layer].index;
    const auto& terms = asked_.terms();
    const double scale = 1 / std::sqrt(asked_.mixed());
    const double weight = terms.stems.weight(stem) * asked_.rarity(stem).mixed * scale;
    gain.forms.clear();
    gain.by_form.fill(static_cast<float>(weight * kStemWeight) * Share16::value(1));
    gain.of_body = static_cast<float>(weight * kBodyWeight) * Share16::value(1);
    for (const auto surface : forms_of(stem)) {
        const auto form = asked_.surface_in(layer, surface);
        if (form == Vocabulary::kNone || index.stem_of(form) != word) {
            continue;
        }
        const double of_form = terms.surfaces.weight(surface) * asked_.surface_rarity(surface) * scale;
        const float each = static_cast<float>(of_form * kSurfaceWeight) * Share16::value(1);
        if (index.form_of(form) != StemPosting::kSeveral) {
            gain.by_form[index.form_of(form)] += each;
        }
        gain.forms.push_back({form, each});
    }
}

/// One walk over the stem's list adds the stem and its forms.
void WordScores::walk(std::uint32_t stem, Gain& gain, Scoreboard& scores) const {
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
        const auto word = asked_.stem_in(layer, stem);
        if (word == Vocabulary::kNone) {
            continue;
        }
        const auto& index = *layers_[layer].index;
        weigh(layer, stem, word, gain);
        const auto of_layer = scores.layer(layer);
        for (const auto& [form, each] : gain.forms) {
            const auto several = index.forms(form);
            for (std::size_t i = 0; i < several.skills.size(); ++i) {
                of_layer[several.skills[i]] += each * static_cast<float>(several.weights[i]);
            }
        }
        const auto list = index.postings(word);
        for (std::size_t i = 0; i < list.skills.size(); ++i) {
            of_layer[list.skills[i]] += gain.at(list, i);
        }
    }
}

void WordScores::add_waiting(std::span<const SkillPlace> places, Scoreboard& scores) const {
    Gain gain;
    std::vector<std::uint32_t> skills;
    std::vector<std::size_t> found(places.size());
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
        skills.clear();
        for (const auto& place : places) {
            if (place.layer == layer) {
                skills.push_back(place.skill);
            }
        }
        const auto& index = *layers_[layer].index;
        const auto of_layer = scores.layer(layer);
        for (const auto stem : waiting_) {
            const auto word = asked_.stem_in(layer, stem);
            if (word == Vocabulary::kNone || skills.empty()) {
                continue;
            }
            weigh(layer, stem, word, gain);
            for (const auto& form : gain.forms) {
                const auto several = index.forms(form.form);
                WordPostings::find_all(several.skills, skills, found);
                for (std::size_t i = 0; i < skills.size(); ++i) {
                    if (found[i] < several.skills.size()) {
                        of_layer[skills[i]] += form.each * static_cast<float>(several.weights[found[i]]);
                    }
                }
            }
            const auto list = index.postings(word);
            WordPostings::find_all(list.skills, skills, found);
            for (std::size_t i = 0; i < skills.size(); ++i) {
                if (found[i] < list.skills.size()) {
                    of_layer[skills[i]] += gain.at(list, found[i]);
                }
            }
        }
    }
}

double WordScores::spread() const {
    constexpr std::size_t kSample = 64;
    double spread = 1;
    Gain gain;
    for (const auto stem : waiting_) {
        double more = 0;
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            const auto word = asked_.stem_in(layer, stem);
            const auto list =
                word == Vocabulary::kNone ? WordPostings::List() : layers_[layer].index->postings(word);
            if (list.skills.empty()) {
                continue;
            }
            weigh(layer, stem, word, gain);
            const auto sample = std::min(kSample, list.skills.size());
            double sum = 0;
            for (std::size_t i = 0; i < sample; ++i) {
                sum += std::exp(static_cast<double>(gain.at(list, i * list.skills.size() / sample))) - 1;
            }
            more += sum / static_cast<double>(sample) * static_cast<double>(list.skills.size());
        }
        spread *= 1 + more / asked_.skills();
    }
    return spread;
}

}  // namespace skillwake::matcher::lexical
