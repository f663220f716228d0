#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// A heading and what stands below it: from the heading's line to the last line with text before the next
/// heading of its level or above. Lines are 1-based and inclusive.
struct Section {
    std::uint32_t level = 0;  ///< 1 for "#"
    std::string title;
    std::uint32_t first_line = 0;
    std::uint32_t last_line = 0;
    std::size_t tokens = 0;  ///< estimated

    bool operator==(const Section&) const = default;
};

/// The "#" headings of a Markdown text that begins at line `first_line` of its file. Headings inside fenced
/// code are code.
std::vector<Section> read_outline(std::string_view body, std::uint32_t first_line);

/// Tells the lines of a Markdown text that lie in fenced code: feed it line by line.
class FenceTracker {
public:
    /// Whether `line` belongs to a fenced block, its fences included.
    bool inside(std::string_view line);
    /// The word behind the opening fence of the block that is open ("python"); empty outside.
    std::string_view language() const { return language_; }

private:
    char mark_ = 0;  ///< 0: no block is open
    std::size_t length_ = 0;
    std::string language_;
};

}  // namespace skillwake::skill
