#pragma once

#include "daemon/telling_word.h"
#include "skill/skill.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
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

/// The pieces of one skill, and how often each word stands in which: counted once, since reading all words of
/// a long skill takes a millisecond, and asked for every event that an excerpt answers.
class PieceIndex {
public:
    /// `skill` must outlive this.
    explicit PieceIndex(const skill::Skill& skill);

    /// The body, in order and without gaps, but for blank lines at its begin.
    const std::vector<Piece>& pieces() const { return pieces_; }

    /// Places in pieces() that hold telling words, the best first: words that few pieces hold tell most, and
    /// those of a title more than those of a text. What is far behind the best is left out.
    std::vector<std::size_t> best(const std::vector<TellingWord>& words) const;

private:
    struct Holder {
        std::uint32_t piece = 0;
        double in_text = 0;
        bool in_title = false;
    };
    enum class Part { Text, Title };
    void count(std::uint32_t piece, std::string_view text, Part part);

    std::vector<Piece> pieces_;
    std::unordered_map<std::string, std::vector<Holder>> holders_;  ///< by stem; by piece
};

}  // namespace skillwake::daemon
