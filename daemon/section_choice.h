#pragma once

#include "matcher/evidence.h"
#include "matcher/prompt_reading.h"
#include "skill/skill.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Which parts of a skill's text an event is about.
namespace skillwake::daemon {

/// A stretch of a SKILL.md that stands alone: a heading with its text up to the next heading of any level, or
/// the text before the first heading. A heading without text of its own goes with what follows. Never begins
/// or ends within fenced code.
struct Piece {
    std::string_view text;         ///< whole lines, of the skill's text
    std::uint32_t first_line = 0;  ///< of the file, 1-based, both inclusive
    std::uint32_t last_line = 0;
    std::string title;  ///< of its headings; empty: before the first
};

/// The body in pieces, in order and without gaps, but for blank lines at its begin.
std::vector<Piece> pieces_of(const skill::Skill& skill);

/// The stem of a word that says what an event is about, and how much it says.
struct TellingWord {
    std::string word;
    double weight = 1;
};

/// The words of the evidence for a skill count fully, the other words of the prompt's prose a part.
std::vector<TellingWord> telling_words(const std::vector<matcher::Evidence>& evidence,
                                       const matcher::PromptReading& prompt);

/// Places in `pieces` that hold telling words, the best first: words that few pieces hold tell most, and
/// those of a title more than those of a text. What is far behind the best is left out.
std::vector<std::size_t> best_pieces(const std::vector<Piece>& pieces, const std::vector<TellingWord>& words);

}  // namespace skillwake::daemon
