#include "matcher/lexical/background.h"

#include "base/text.h"
#include "base/utf8.h"
#include "matcher/unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>

/// Generated from background.tsv by the build.
extern "C" {
extern const char skillwake_background_begin[];
extern const char skillwake_background_end[];
}

namespace skillwake::matcher::lexical {
namespace {

constexpr double kRarest = 8.5;
constexpr double kNumberRarity = 2.0;  ///< digits at the most: they tell little
constexpr double kUnknownOdd = 4.0;    ///< an unknown word with digits, or very long: an identifier or noise
constexpr std::size_t kVeryLong = 20;  ///< bytes
constexpr double kPairFactor = 0.3;    ///< a pair of characters is less than a word

std::uint32_t number_of(std::string_view text) {
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

Background::Background(std::string_view table) {
    for (const auto line : split_lines(table)) {
        const auto parts = split(line, '\t');
        if (parts.size() < 2 || parts[0].size() != 1) {
            continue;
        }
        const auto count = parts.size() > 2 ? number_of(parts[2]) : 0;
        switch (parts[0][0]) {
            case 'N':
                skills_ = number_of(parts[1]);
                break;
            case 'C':
                cjk_skills_ = number_of(parts[1]);
                break;
            case 'd':
                if (stems_.intern(parts[1]) == frequencies_.size()) {
                    frequencies_.push_back(count);
                }
                break;
            case 'b':
                cjk_frequencies_.emplace(parts[1], count);
                break;
            case 'w':
                words_.insert(parts[1]);
                break;
            default:
                break;
        }
    }
    stems_.finish();
    for (std::uint32_t stem = 0; stem < stems_.size(); ++stem) {
        rarities_.push_back(rarity_of(stems_.text(stem), frequencies_[stem]));
    }
}

std::uint32_t Background::frequency(std::string_view stem) const {
    const auto known = stems_.find(stem, hash_text(stem));
    return known == Vocabulary::kNone ? 0 : frequencies_[known];
}

double Background::rarity(std::string_view stem, std::uint64_t hash) const {
    const auto known = stems_.find(stem, hash);
    return known == Vocabulary::kNone ? rarity_of(stem, 0) : rarities_[known];
}

double Background::rarity_of(std::string_view stem, std::uint32_t count) const {
    const double rarity = std::log(1 + (skills_ - count + 0.5) / (count + 0.5));
    const bool digits = std::any_of(stem.begin(), stem.end(), is_digit);
    if (digits && std::all_of(stem.begin(), stem.end(), is_digit)) {
        return std::min(rarity, kNumberRarity);
    }
    if (is_pair_of_characters(stem)) {
        const auto found = cjk_frequencies_.find(stem);
        return kPairFactor *
               std::log(1 + cjk_skills_ / (1 + (found == cjk_frequencies_.end() ? 0.0 : found->second)));
    }
    if (count < 2 && (stem.size() > kVeryLong || digits)) {
        return kUnknownOdd;
    }
    return std::min(rarity, kRarest);
}

const Background& background() {
    static const Background kBackground(
        {skillwake_background_begin,
         static_cast<std::size_t>(skillwake_background_end - skillwake_background_begin)});
    return kBackground;
}

bool is_pair_of_characters(std::string_view term) {
    return is_paired_script(decode_utf8(term, 0).code);
}

}  // namespace skillwake::matcher::lexical
