#include "matcher/phrase_table.h"

#include <algorithm>

namespace skillwake::matcher {

bool PhraseTable::add(std::string_view phrase, std::uint32_t number) {
    auto words = read_words(phrase);
    if (words.empty() || words.size() > kMaxPhraseWords) {
        return false;
    }
    Phrase added;
    added.number = number;
    for (auto& word : words) {
        added.words.push_back(std::move(word.text));
    }
    by_first_word_[added.words.front()].push_back(static_cast<std::uint32_t>(phrases_.size()));
    phrases_.push_back(std::move(added));
    return true;
}

std::vector<PhraseTable::Hit> PhraseTable::find(std::span<const Word> words) const {
    std::vector<Hit> hits;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto found = by_first_word_.find(words[at].text);
        if (found == by_first_word_.end()) {
            continue;
        }
        const auto rest = words.subspan(at);
        for (const auto place : found->second) {
            const auto& phrase = phrases_[place];
            const bool holds =
                phrase.words.size() <= rest.size() &&
                std::equal(phrase.words.begin(), phrase.words.end(), rest.begin(),
                           [](const std::string& wanted, const Word& word) { return wanted == word.text; });
            if (holds) {
                hits.push_back({phrase.number, static_cast<std::uint32_t>(at),
                                static_cast<std::uint32_t>(phrase.words.size())});
            }
        }
    }
    return hits;
}

}  // namespace skillwake::matcher
