#include "matcher/lexical/lexical_index.h"

#include <algorithm>
#include <bit>

namespace skillwake::matcher::lexical {
namespace {

constexpr double kTwinOverlap = 0.8;
constexpr std::size_t kLeastTwinStems = 8;  ///< of both together: fewer words are alike by chance

template <class Value>
std::span<const Value> part(const Column<Value>& values, const Column<std::uint32_t>& ends,
                            std::uint32_t number) {
    const std::uint32_t begin = number == 0 ? 0 : ends[number - 1];
    return std::span<const Value>(values).subspan(begin, ends[number] - begin);
}

}  // namespace

std::uint32_t LexicalIndex::when_count(std::uint32_t skill, std::uint32_t stem) const {
    const auto key = skill_and_stem(skill, stem);
    const auto often =
        std::lower_bound(often_when_.begin(), often_when_.end(), std::pair(key, std::uint32_t{0}));
    return often != often_when_.end() && often->first == key ? often->second : 1;
}

std::span<const std::uint32_t> LexicalIndex::about_stems(std::uint32_t skill) const {
    return part(about_stems_, about_ends_, skill);
}

LexicalIndex::Facts LexicalIndex::facts(std::uint32_t skill) const {
    return {about_stems(skill),
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
    const auto of_a = index_a.about_stems(a);
    const auto of_b = index_b.about_stems(b);
    const auto sum = of_a.size() + of_b.size();
    // Twins have at most (1 - overlap) of all stems apart, and all stems are at most sum / (1 + overlap).
    const auto apart = std::popcount(index_a.about_bits_[a] ^ index_b.about_bits_[b]);
    if (apart > (1 - kTwinOverlap) * static_cast<double>(sum) / (1 + kTwinOverlap) + 1e-9) {
        return false;
    }
    std::size_t of_both = 0;
    for (const auto stem : of_a) {
        const auto text = index_a.words().text(stem);
        const auto same = &index_a == &index_b ? stem : index_b.words().find(text, hash_text(text));
        of_both += std::binary_search(of_b.begin(), of_b.end(), same) ? 1 : 0;
    }
    const auto all = sum - of_both;
    return all >= kLeastTwinStems && static_cast<double>(of_both) >= kTwinOverlap * static_cast<double>(all);
}

}  // namespace skillwake::matcher::lexical
