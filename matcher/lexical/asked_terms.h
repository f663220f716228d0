#pragma once

#include "matcher/lexical/lexical_index.h"
#include "matcher/lexical/prompt_terms.h"
#include "matcher/prompt_reading.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace skillwake::matcher::lexical {

/// One root's words within a view.
struct LexicalLayer {
    const LexicalIndex* index = nullptr;
    const std::vector<bool>* hidden = nullptr;  ///< by skill; may be null or empty: none is
};

/// A skill of a view: layer and number within it.
struct SkillPlace {
    std::size_t layer = 0;
    std::uint32_t skill = 0;

    auto operator<=>(const SkillPlace&) const = default;
};

/// How rare one of the prompt's stems is.
struct TermRarity {
    double mixed = 0;  ///< among the view's skills and public ones together
    double asked = 0;  ///< the same; of a stem that no skill of the view holds: the rarest possible
    double background = 0;
    double telling = 0;  ///< as `background`; half of it for a number
};

/// How much of the rarity of a skill's name a prompt has.
struct NameShare {
    double whole = 0;
    double held = 0;

    double covered() const { return whole > 0 ? held / whole : 0; }
};

/// A prompt's terms as the indexes of a view know them: their numbers there, and how rare they are in all of
/// them together. `layers` must outlive it.
class AskedTerms {
public:
    AskedTerms(std::span<const LexicalLayer> layers, const PromptReading& prompt);

    const PromptTerms& terms() const { return terms_; }
    double skills() const { return skills_; }  ///< of the view

    /// The number of a stem in a layer; Vocabulary::kNone: nobody there has it.
    std::uint32_t stem_in(std::size_t layer, std::uint32_t stem) const {
        return stem_words_[layer * terms_.stems.size() + stem];
    }
    std::uint32_t surface_in(std::size_t layer, std::uint32_t surface) const {
        return surface_words_[surface * layers_.size() + layer];
    }

    std::size_t skills_with_stem(std::uint32_t stem) const { return skills_with_stem_[stem]; }
    const TermRarity& rarity(std::uint32_t stem) const { return rarities_[stem]; }
    double surface_rarity(std::uint32_t surface) const;  ///< mixed, as those of TermRarity
    double pair_rarity(std::uint32_t pair) const;

    /// Summed over the stems by weight, and at least so much that scores divided by it are those of a usual
    /// prompt.
    double mixed() const { return mixed_; }
    double background() const { return background_; }

    /// Whether the prompt has this stem of a layer.
    bool has_stem(std::size_t layer, std::uint32_t word) const;
    NameShare name_share(SkillPlace place) const;
    /// Where each of the prompt's stems stands in each of `skills`, StemPlaces: of one skill after the other
    /// one place a stem.
    std::vector<std::uint8_t> places_in(std::span<const SkillPlace> skills) const;

private:
    std::string_view find_surface(std::string_view word, std::uint64_t hash);
    void find_words();
    void weigh();
    double mixed_rarity(std::size_t held, double background, std::string_view text) const;

    std::span<const LexicalLayer> layers_;
    std::vector<std::uint32_t> surface_words_;  ///< by surface and layer; filled while terms_ are read
    PromptTerms terms_;
    double skills_ = 0;
    std::vector<std::uint32_t> stem_words_;         ///< by layer and stem
    std::vector<std::uint32_t> sorted_stems_;       ///< stem_words_, ascending within each layer
    std::vector<std::vector<std::uint32_t>> said_;  ///< by layer: its stems that the prompt has, in one word
                                                    ///< or in two, ascending
    std::vector<std::size_t> skills_with_stem_;
    std::vector<TermRarity> rarities_;
    double mixed_ = 0;
    double background_ = 0;
};

}  // namespace skillwake::matcher::lexical
