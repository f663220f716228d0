#include "matcher/lexical/second_look.h"

#include "matcher/lexical/model.h"

#include <algorithm>
#include <cmath>

namespace skillwake::matcher::lexical {

SecondLook::SecondLook(std::span<const LexicalLayer> layers, const AskedTerms& asked)
    : layers_(layers), asked_(asked), numbers_(layers.size()) {
    const auto& terms = asked_.terms();
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        for (std::uint32_t stem = 0; stem < terms.stems.size(); ++stem) {
            if (const auto word = asked_.stem_in(layer, stem); word != Vocabulary::kNone) {
                numbers_[layer].emplace_back(word, stem);
            }
        }
        std::sort(numbers_[layer].begin(), numbers_[layer].end());
    }
    in_request_.assign(terms.stems.size(), Vocabulary::kNone);
    for (std::uint32_t i = 0; i < terms.request.size(); ++i) {
        in_request_[terms.request[i]] = i;
        request_ += asked_.rarity(terms.request[i]).asked;
    }
}

/// Of what a skill says of itself, the words that the prompt has, too; by stem.
std::vector<SecondLook::Shared> SecondLook::shared(SkillPlace place,
                                                   std::span<const std::uint8_t> places) const {
    std::vector<Shared> shared;
    for (std::uint32_t stem = 0; stem < places.size(); ++stem) {
        if ((places[stem] & StemPlaces::kAbout) != 0) {
            shared.push_back({stem, (places[stem] & StemPlaces::kLead) != 0});
        }
    }
    if (!places.empty()) {
        return shared;
    }
    const auto& index = *layers_[place.layer].index;
    const auto& numbers = numbers_[place.layer];
    for (const auto word : index.facts(place.skill).about) {
        const auto known =
            std::lower_bound(numbers.begin(), numbers.end(), std::pair(word, std::uint32_t{0}));
        if (known != numbers.end() && known->first == word) {
            shared.push_back({known->second, (index.places(place.skill, word) & StemPlaces::kLead) != 0});
        }
    }
    std::sort(shared.begin(), shared.end(), [](const Shared& a, const Shared& b) { return a.stem < b.stem; });
    return shared;
}

double SecondLook::at(SkillPlace place, std::span<const std::uint8_t> places) const {
    const auto& terms = asked_.terms();
    const auto about = shared(place, places);
    double lead = 0;
    double first = 0;
    std::vector<std::uint32_t> requested;
    for (const auto& [stem, leads] : about) {
        const double rarity = asked_.rarity(stem).asked;
        lead += leads ? terms.stems.weight(stem) * rarity : 0;
        first = stem == terms.first ? rarity : first;
        if (in_request_[stem] != Vocabulary::kNone) {
            requested.push_back(in_request_[stem]);
        }
    }
    std::sort(requested.begin(),
              requested.end());  // so that sums round alike whatever the stems' numbers are
    double request = 0;
    for (const auto i : requested) {
        request += asked_.rarity(terms.request[i]).asked;
    }
    const auto name = asked_.name_share(place);
    const auto facts = layers_[place.layer].index->facts(place.skill);
    return kLeadWeight * lead / std::sqrt(asked_.mixed()) +
           kRequestWeight * (request_ > 0 ? request / request_ : 0) + kFirstWordWeight * first -
           kContradictionWeight * terms.ecosystems.contradictions(facts.ecosystems, facts.known) -
           kUnaskedNameWeight * (name.whole - name.held);
}

}  // namespace skillwake::matcher::lexical
