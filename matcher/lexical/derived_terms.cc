#include "matcher/lexical/derived_terms.h"

#include "base/text.h"
#include "matcher/lexical/background.h"
#include "matcher/lexical/description.h"
#include "matcher/lexical/field_weight.h"
#include "matcher/lexical/skill_terms.h"
#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"

#include <algorithm>
#include <unordered_map>

namespace skillwake::matcher::lexical {
namespace {

constexpr double kRarest = 8.5;  ///< see Background::rarity()
constexpr double kAgainstWeight = -0.5;

double rarity_share(const std::string& word) {
    return background().rarity(canonical_stem(word)) / kRarest;
}

/// Where each word of a text stands first.
class FirstLines {
public:
    explicit FirstLines(std::string_view text) : text_(text) {
        std::uint32_t number = 0;
        for (const auto line : split_lines(text)) {
            ++number;
            for (auto& word : read_terms(line)) {
                lines_.emplace(std::move(word), number);
            }
        }
    }

    std::uint32_t of_word(const std::string& word) const {
        const auto known = lines_.find(word);
        return known == lines_.end() ? 0 : known->second;
    }

    /// 0: it is broken over several lines.
    std::uint32_t of_clause(std::string_view clause) const {
        const auto at = clause.empty() ? std::string_view::npos : text_.find(clause);
        return at == std::string_view::npos
                   ? 0
                   : static_cast<std::uint32_t>(
                         std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
                         1;
    }

private:
    std::string_view text_;
    std::unordered_map<std::string, std::uint32_t> lines_;
};

double phrase_weight(const std::string& phrase) {
    const auto words = read_terms(phrase);
    double sum = 0;
    for (const auto& word : words) {
        sum += rarity_share(word);
    }
    return words.empty() ? 0 : sum / static_cast<double>(words.size());
}

}  // namespace

std::vector<DerivedTerm> derive_terms(const skill::Skill& skill, std::size_t most) {
    const FirstLines lines(skill.text);
    const auto terms = read_skill_terms(skill);
    std::vector<DerivedTerm> derived;
    for (const auto& [word, weight] : surface_weights(terms)) {
        const auto text = std::string(word);
        const double share = weight * rarity_share(text);
        if (share > 0) {
            derived.push_back({DerivedKind::Term, text, 0, share});
        }
    }
    std::sort(derived.begin(), derived.end(), [](const DerivedTerm& a, const DerivedTerm& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.text < b.text;
    });
    derived.resize(std::min(derived.size(), most));
    for (auto& term : derived) {
        term.line = lines.of_word(term.text);
    }
    const auto description = read_description(about_text(skill));
    for (const auto& phrase : description.quoted) {
        derived.push_back({DerivedKind::Phrase, phrase, lines.of_clause(phrase), phrase_weight(phrase)});
    }
    for (const auto& example : skill.examples) {
        derived.push_back({DerivedKind::Phrase, example, lines.of_clause(example), phrase_weight(example)});
    }
    for (const auto& clause : description.negative) {
        const auto text = std::string(trim(clause));
        derived.push_back({DerivedKind::Against, text, lines.of_clause(text), kAgainstWeight});
    }
    return derived;
}

}  // namespace skillwake::matcher::lexical
