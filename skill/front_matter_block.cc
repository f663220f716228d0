#include "skill/front_matter_block.h"

#include "base/text.h"

#include <vector>

namespace skillwake::skill {
namespace {

using Block = FrontMatterBlock;

constexpr std::size_t kMostPreamble = 20;  ///< lines before a front matter that is not at the file's begin

bool is_fence(std::string_view line) {
    return line.substr(0, 3) == "---" && trim(line.substr(3)).empty();
}

/// How YAML ends a document.
bool is_end_mark(std::string_view line) {
    return line.substr(0, 3) == "..." && trim(line.substr(3)).empty();
}

bool is_heading(std::string_view line) {
    const auto level = line.find_first_not_of('#');
    return level != 0 && level != std::string_view::npos && is_space(line[level]);
}

bool is_blank(std::string_view line) {
    return trim(line).empty();
}

class BlockFinder {
public:
    explicit BlockFinder(std::string_view text) : text_(text), lines_(split_lines(text)) {}

    std::optional<Block> find() const {
        std::size_t first = 0;
        while (first < lines_.size() && is_blank(lines_[first])) {
            ++first;
        }
        if (first == lines_.size()) {
            return std::nullopt;
        }
        if (is_fence(lines_[first])) {
            return opened(first);
        }
        if (auto block = without_fence(first)) {
            return block;
        }
        return behind_preamble(first);
    }

private:
    std::size_t offset_of(std::size_t line) const {
        return line < lines_.size() ? static_cast<std::size_t>(lines_[line].data() - text_.data())
                                    : text_.size();
    }

    /// The lines from `begin` up to `end`; the body begins with line `body`. All from 0.
    Block block_of(std::size_t begin, std::size_t end, std::size_t body) const {
        Block block;
        block.yaml = text_.substr(offset_of(begin), offset_of(end) - offset_of(begin));
        block.first_line = static_cast<std::uint32_t>(begin + 1);
        block.body_offset = offset_of(body);
        block.body_line = static_cast<std::uint32_t>(body + 1);
        block.closed = true;
        return block;
    }

    Block opened(std::size_t fence) const {
        for (std::size_t at = fence + 1; at < lines_.size(); ++at) {
            if (is_fence(lines_[at])) {
                return block_of(fence + 1, at, at + 1);
            }
            if (is_end_mark(lines_[at]) && !goes_on(at + 1)) {
                auto block = block_of(fence + 1, at, at + 1);
                block.remark_line = static_cast<std::uint32_t>(at + 1);
                block.remark = "front matter is closed by '...'";
                block.fix = "write '---': other tools do not know this sign";
                return block;
            }
        }
        return unclosed(fence);
    }

    /// Whether YAML goes on behind an end mark, up to a fence: another document, or the fence itself.
    bool goes_on(std::size_t at) const {
        while (at < lines_.size() && is_blank(lines_[at])) {
            ++at;
        }
        while (at < lines_.size() && key_line(lines_[at])) {
            ++at;
        }
        return at < lines_.size() && is_fence(lines_[at]);
    }

    /// A file looks so while it is being written; an empty line and a heading show that it is not.
    Block unclosed(std::size_t fence) const {
        for (std::size_t at = fence + 2; at + 1 < lines_.size(); ++at) {
            if (is_blank(lines_[at]) && is_heading(lines_[at + 1])) {
                auto block = block_of(fence + 1, at, at);
                block.remark_line = static_cast<std::uint32_t>(at + 1);
                block.remark = "front matter is never closed: it is taken to end before this line";
                block.fix = "put '---' here";
                return block;
            }
        }
        Block block;
        block.first_line = static_cast<std::uint32_t>(fence + 2);
        block.body_offset = text_.size();
        block.body_line = static_cast<std::uint32_t>(fence + 1);
        return block;
    }

    std::optional<Block> without_fence(std::size_t first) const {
        const auto begin = key_line(lines_[first]);
        const auto next = first + 1 < lines_.size() ? key_line(lines_[first + 1]) : std::nullopt;
        const bool front = begin && next &&
                           ((begin->key == "name" && next->key == "description") ||
                            (begin->key == "description" && next->key == "name"));
        if (!front) {
            return std::nullopt;
        }
        auto end = first;
        while (end < lines_.size() && !is_blank(lines_[end]) && !is_fence(lines_[end])) {
            ++end;
        }
        const bool fenced = end < lines_.size() && is_fence(lines_[end]);
        auto block = block_of(first, end, fenced ? end + 1 : end);
        block.remark_line = block.first_line;
        block.remark = "front matter has no '---' above it";
        block.fix = fenced ? "put '---' above it" : "put '---' above and below it";
        return block;
    }

    std::optional<Block> behind_preamble(std::size_t first) const {
        auto at = first;
        bool in_comment = false;
        for (; at < lines_.size() && at < first + kMostPreamble; ++at) {
            const auto line = trim(lines_[at]);
            if (!in_comment && is_fence(lines_[at])) {
                break;
            }
            const bool comment = in_comment || line.starts_with("<!--");
            if (!comment && !line.empty() && !is_heading(lines_[at]) && !line.starts_with("```")) {
                return std::nullopt;
            }
            in_comment = comment && line.find("-->") == std::string_view::npos;
        }
        if (at + 1 >= lines_.size() || !is_fence(lines_[at]) || !key_line(lines_[at + 1])) {
            return std::nullopt;
        }
        auto block = opened(at);
        if (!block.closed) {
            return std::nullopt;
        }
        block.remark_line = static_cast<std::uint32_t>(first + 1);
        block.remark = "front matter does not begin the file";
        block.fix = "move its '---' to the first line: other tools see no front matter";
        return block;
    }

    std::string_view text_;
    std::vector<std::string_view> lines_;
};

}  // namespace

std::optional<FrontMatterBlock> find_front_matter(std::string_view text) {
    return BlockFinder(text).find();
}

std::optional<KeyLine> key_line(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        return std::nullopt;
    }
    for (const char c : line.substr(0, colon)) {
        if (!is_alnum(c) && c != '-' && c != '_') {
            return std::nullopt;
        }
    }
    const auto rest = line.substr(colon + 1);
    if (!rest.empty() && !is_space(rest.front())) {
        return std::nullopt;
    }
    return KeyLine{line.substr(0, colon), trim(rest)};
}

}  // namespace skillwake::skill
