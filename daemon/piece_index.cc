#include "daemon/piece_index.h"

#include "base/text.h"
#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"

#include <algorithm>
#include <cmath>

namespace skillwake::daemon {
namespace {

constexpr double kTitleFactor = 4.0;  ///< a title is written to say what its text is about
constexpr double kMostCounted = 3.0;  ///< of one word in one text: repeating it says little
constexpr double kBehindBest = 0.25;  ///< a piece with a smaller part of the best score is left out

/// The body in pieces, in order and without gaps, but for blank lines at its begin.
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

}  // namespace

PieceIndex::PieceIndex(const skill::Skill& skill) : pieces_(pieces_of(skill)) {
    for (std::uint32_t piece = 0; piece < pieces_.size(); ++piece) {
        count(piece, pieces_[piece].text, Part::Text);
        count(piece, pieces_[piece].title, Part::Title);
    }
}

void PieceIndex::count(std::uint32_t piece, std::string_view text, Part part) {
    for (const auto& term : matcher::lexical::read_terms(text)) {
        auto& holders = holders_[matcher::lexical::canonical_stem(term)];
        if (holders.empty() || holders.back().piece != piece) {
            holders.push_back({piece, 0, false});
        }
        auto& holder = holders.back();
        if (part == Part::Title) {
            holder.in_title = true;
        } else {
            holder.in_text = std::min(holder.in_text + 1.0, kMostCounted);
        }
    }
}

std::vector<std::size_t> PieceIndex::best(const std::vector<TellingWord>& words) const {
    std::vector<double> scores(pieces_.size(), 0.0);
    const auto all = static_cast<double>(pieces_.size());
    for (const auto& [word, weight] : words) {
        const auto known = holders_.find(word);
        if (known == holders_.end()) {
            continue;
        }
        const auto holding = std::count_if(known->second.begin(), known->second.end(),
                                           [](const Holder& holder) { return holder.in_text > 0; });
        const auto rarity = std::log((all + 1.0) / (static_cast<double>(holding) + 0.5));
        for (const auto& holder : known->second) {
            scores[holder.piece] +=
                weight * rarity * (holder.in_text + (holder.in_title ? kTitleFactor : 0.0));
        }
    }
    std::vector<std::size_t> best;
    const auto top = scores.empty() ? 0.0 : *std::max_element(scores.begin(), scores.end());
    for (std::size_t piece = 0; piece < scores.size(); ++piece) {
        if (scores[piece] > 0 && scores[piece] >= top * kBehindBest) {
            best.push_back(piece);
        }
    }
    std::stable_sort(best.begin(), best.end(),
                     [&scores](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    return best;
}

}  // namespace skillwake::daemon
