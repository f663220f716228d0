#include "daemon/section_choice.h"

#include "base/text.h"
#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace skillwake::daemon {
namespace {

using matcher::EvidenceKind;

constexpr double kPromptWord = 0.4;      ///< beside 1 for a word of the evidence
constexpr double kTitleFactor = 4.0;     ///< a title is written to say what its text is about
constexpr double kMostCounted = 3.0;     ///< of one word in one text: repeating it says little
constexpr double kBehindBest = 0.25;     ///< a piece with a smaller part of the best score is left out
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

/// How often each word stands in a text; a word that the event tells of is counted by its place there.
using Counts = std::vector<double>;

Counts count_words(std::string_view text, const std::unordered_map<std::string, std::size_t>& places) {
    Counts counts(places.size(), 0.0);
    for (const auto& term : matcher::lexical::read_terms(text)) {
        const auto stem = matcher::lexical::canonical_stem(term);
        if (const auto found = places.find(stem); found != places.end()) {
            counts[found->second] = std::min(counts[found->second] + 1.0, kMostCounted);
        }
    }
    return counts;
}

}  // namespace

std::vector<Piece> pieces_of(const skill::Skill& skill) {
    const std::string_view text = skill.text;
    std::vector<Piece> pieces;
    std::size_t next_section = 0;
    auto number = skill.body_line;
    bool has_text = false;
    for (auto at = skill.body_offset; at < text.size(); ++number) {
        const auto line_end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const auto line = text.substr(at, line_end - at);
        const bool is_heading =
            next_section < skill.outline.size() && skill.outline[next_section].first_line == number;
        const bool blank = trim(line).empty();
        if ((pieces.empty() && !blank) || (is_heading && has_text)) {
            pieces.push_back({text.substr(at, 0), number, number, {}});
            has_text = false;
        }
        if (is_heading) {
            auto& title = pieces.back().title;
            title.append(title.empty() ? "" : " / ").append(skill.outline[next_section].title);
            ++next_section;
        }
        if (!pieces.empty()) {
            auto& piece = pieces.back();
            piece.text = text.substr(static_cast<std::size_t>(piece.text.data() - text.data()),
                                     piece.text.size() + line.size());
            piece.last_line = blank ? piece.last_line : number;
            has_text = has_text || (!is_heading && !blank);
        }
        at = line_end;
    }
    return pieces;
}

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

std::vector<std::size_t> best_pieces(const std::vector<Piece>& pieces,
                                     const std::vector<TellingWord>& words) {
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& word : words) {
        places.emplace(word.word, places.size());
    }
    std::vector<Counts> counts;
    std::vector<double> holders(places.size(), 0.0);
    for (const auto& piece : pieces) {
        auto of_piece = count_words(piece.text, places);
        const auto of_title = count_words(piece.title, places);
        for (std::size_t word = 0; word < places.size(); ++word) {
            holders[word] += of_piece[word] > 0 ? 1.0 : 0.0;
            of_piece[word] += of_title[word] > 0 ? kTitleFactor : 0.0;
        }
        counts.push_back(std::move(of_piece));
    }
    std::vector<double> scores(pieces.size(), 0.0);
    const auto all = static_cast<double>(pieces.size());
    for (const auto& [word, weight] : words) {
        const auto place = places.at(word);
        const auto rarity = std::log((all + 1.0) / (holders[place] + 0.5));
        for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
            scores[piece] += weight * rarity * counts[piece][place];
        }
    }
    std::vector<std::size_t> best;
    const auto top = scores.empty() ? 0.0 : *std::max_element(scores.begin(), scores.end());
    for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
        if (scores[piece] > 0 && scores[piece] >= top * kBehindBest) {
            best.push_back(piece);
        }
    }
    std::stable_sort(best.begin(), best.end(),
                     [&scores](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    return best;
}

}  // namespace skillwake::daemon
