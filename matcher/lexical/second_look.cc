#include "matcher/lexical/second_look.h"

#include "matcher/lexical/model.h"

#include <cmath>

namespace skillwake::matcher::lexical {

SecondLook::SecondLook(std::span<const LexicalLayer> layers, const AskedTerms& asked)
    : layers_(layers), asked_(asked) {
    for (const auto stem : asked_.terms().request) {
        request_ += asked_.rarity(stem).asked;
    }
}

double SecondLook::at(SkillPlace place, std::span<const std::uint8_t> places) const {
    const auto& terms = asked_.terms();
    const auto is_about = [&](std::uint32_t stem) { return (places[stem] & StemPlaces::kAbout) != 0; };
    double lead = 0;
    for (std::uint32_t stem = 0; stem < terms.stems.size(); ++stem) {
        if ((places[stem] & StemPlaces::kLead) != 0) {
            lead += terms.stems.weight(stem) * asked_.rarity(stem).asked;
        }
    }
    double request = 0;
    for (const auto stem : terms.request) {
        request += is_about(stem) ? asked_.rarity(stem).asked : 0;
    }
    const bool about_first = terms.first != Vocabulary::kNone && is_about(terms.first);
    const double first = about_first ? asked_.rarity(terms.first).asked : 0;
    const auto name = asked_.name_share(place);
    const auto facts = layers_[place.layer].index->facts(place.skill);
    return kLeadWeight * lead / std::sqrt(asked_.mixed()) +
           kRequestWeight * (request_ > 0 ? request / request_ : 0) + kFirstWordWeight * first -
           kContradictionWeight * terms.ecosystems.contradictions(facts.ecosystems, facts.known) -
           kUnaskedNameWeight * (name.whole - name.held);
}

}  // namespace skillwake::matcher::lexical
