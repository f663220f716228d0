#include "matcher/lexical/second_look.h"

#include "matcher/lexical/background.h"
#include "matcher/lexical/model.h"

#include <algorithm>
#include <cmath>

namespace skillwake::matcher::lexical {
namespace {

std::uint8_t places_of(const LexicalIndex::SkillFacts& facts, const std::string& stem) {
    const auto found = facts.stems.find(stem);
    return found == facts.stems.end() ? std::uint8_t{0} : found->second.places;
}

bool is_about(const LexicalIndex::SkillFacts& facts, const std::string& stem) {
    return (places_of(facts, stem) & StemPlaces::kAbout) != 0;
}

double asked(const TermRarities& rarities, const std::string& stem) {
    const auto found = rarities.find(stem);
    return found == rarities.end() ? 0 : found->second.asked;
}

}  // namespace

NameShare name_share(const PromptTerms& terms, const TermRarities& rarities,
                     const LexicalIndex::SkillFacts& facts) {
    NameShare share;
    for (const auto& stem : facts.name_stems) {
        const double rarity = background().rarity(stem);
        const bool held = rarities.count(stem) > 0 ||
                          std::any_of(terms.pairs.begin(), terms.pairs.end(),
                                      [&](const WeightedTerm& pair) { return pair.text == stem; });
        share.whole += rarity;
        share.held += held ? rarity : 0;
    }
    return share;
}

SecondLook::SecondLook(const PromptTerms& terms, const TermRarities& rarities, double total)
    : terms_(terms), rarities_(rarities), scale_(1 / std::sqrt(total)) {
    for (const auto& stem : terms_.request) {
        request_ += asked(rarities_, stem);
    }
}

double SecondLook::at(const LexicalIndex::SkillFacts& facts) const {
    double lead = 0;
    for (const auto& term : terms_.stems) {
        if ((places_of(facts, term.text) & StemPlaces::kLead) != 0) {
            lead += term.weight * asked(rarities_, term.text);
        }
    }
    double request = 0;
    for (const auto& stem : terms_.request) {
        request += is_about(facts, stem) ? asked(rarities_, stem) : 0;
    }
    const double first = is_about(facts, terms_.first) ? asked(rarities_, terms_.first) : 0;
    const auto name = name_share(terms_, rarities_, facts);
    return kLeadWeight * lead * scale_ + kRequestWeight * (request_ > 0 ? request / request_ : 0) +
           kFirstWordWeight * first -
           kContradictionWeight * terms_.ecosystems.contradictions(facts.ecosystems, facts.known) -
           kUnaskedNameWeight * (name.whole - name.held);
}

}  // namespace skillwake::matcher::lexical
