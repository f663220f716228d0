#include "daemon/telling_word.h"

#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace skillwake::daemon {
namespace {

using matcher::EvidenceKind;

constexpr double kPromptWord = 0.4;      ///< beside 1 for a word of the evidence
constexpr std::size_t kMostWords = 256;  ///< telling words that are looked for

/// What of a piece of evidence is words about the matter: patterns and globs are not.
std::string words_of(const matcher::Evidence& piece) {
    switch (piece.kind) {
        case EvidenceKind::Keyword:
        case EvidenceKind::Term:
        case EvidenceKind::Import:
        case EvidenceKind::Node:
        case EvidenceKind::Decorator:
        case EvidenceKind::Type:
        case EvidenceKind::Call:
        case EvidenceKind::Command:
            return piece.trigger + " " + piece.text;
        case EvidenceKind::Pattern:
        case EvidenceKind::Content:
        case EvidenceKind::Error:
            return piece.text;
        default:
            return {};
    }
}

class Words {
public:
    /// The stems of `text`, without words that tell nothing.
    void add(std::string_view text, double weight) {
        for (const auto& term : matcher::lexical::read_terms(text)) {
            const auto stem = matcher::lexical::canonical_stem(term);
            if (const auto known = weights_.find(stem); known != weights_.end()) {
                known->second = std::max(known->second, weight);
            } else if (weights_.size() < kMostWords) {
                weights_.emplace(stem, weight);
            }
        }
    }
    std::vector<TellingWord> all() const {
        std::vector<TellingWord> words;
        for (const auto& [word, weight] : weights_) {
            words.push_back({word, weight});
        }
        return words;
    }

private:
    std::map<std::string, double> weights_;
};

}  // namespace

std::vector<TellingWord> telling_words(const std::vector<matcher::Evidence>& evidence,
                                       const matcher::PromptReading& prompt) {
    Words words;
    for (const auto& piece : evidence) {
        if (piece.weight > 0) {
            words.add(words_of(piece), 1.0);
        }
    }
    for (std::size_t i = 0; i < prompt.words.size(); ++i) {
        const auto region = prompt.places[i].region;
        const bool own = region == matcher::Region::Prose || region == matcher::Region::InlineCode;
        if (own && !prompt.places[i].negated) {
            words.add(prompt.words[i].text, kPromptWord);
        }
    }
    return words.all();
}

}  // namespace skillwake::daemon
