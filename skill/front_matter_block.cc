#include "skill/front_matter_block.h"

#include "base/text.h"
#include "skill/fence.h"

#include <algorithm>
#include <vector>

namespace skillwake::skill {
namespace {

using Block = FrontMatterBlock;

constexpr std::size_t kMostPreamble = 20;  ///< lines before a front matter that is not at the file's begin

bool is_fence(std::string_view line) {
    return fence_of(line) == Fence::Exact;
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

constexpr std::string_view kBent = "front matter has a fence that is not '---'";
constexpr std::string_view kBentFix = "write '---' there, from the line's begin and no longer";

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
        if (is_toml_fence(lines_[first])) {
            return toml(first);
        }
        if (fence_of(lines_[first]) == Fence::Bent) {
            return opened_bent(first);
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
        block.text = text_.substr(offset_of(begin), offset_of(end) - offset_of(begin));
        block.first_line = line_number(begin);
        block.body_offset = offset_of(body);
        block.body_line = line_number(body);
        block.closed = true;
        return block;
    }

    Block opened(std::size_t fence) const {
        auto block = fenced(fence);
        return block ? *std::move(block) : unclosed(fence);
    }

    /// nullopt: nothing closes it.
    std::optional<Block> fenced(std::size_t fence) const {
        const auto end = exact_end(fence);
        if (const auto bent = bent_end(fence, end); bent < end) {
            auto block = block_of(fence + 1, bent, bent + 1);
            block.remarks.push_back({line_number(bent), kBent, kBentFix});
            return block;
        }
        if (end == lines_.size()) {
            return std::nullopt;
        }
        auto block = block_of(fence + 1, end, end + 1);
        if (is_end_mark(lines_[end])) {
            block.remarks.push_back({line_number(end), "front matter is closed by '...'",
                                     "write '---': other tools do not know this sign"});
        }
        return block;
    }

    /// The first `---`, or end mark that ends it, below `fence`; lines_.size(): there is none.
    std::size_t exact_end(std::size_t fence) const {
        auto at = fence + 1;
        while (at < lines_.size() && !is_fence(lines_[at]) &&
               !(is_end_mark(lines_[at]) && !goes_on(at + 1))) {
            ++at;
        }
        return at;
    }

    /// The bent fence that closes what `fence` opens, before `end`, where an exact one may stand; `end`: none
    /// does. What follows it must not look like more of the YAML, up to the exact one.
    std::size_t bent_end(std::size_t fence, std::size_t end) const {
        for (auto at = fence + 1; at < end && !is_sign_of_body(at); ++at) {
            if (fence_of(lines_[at]) == Fence::Bent && at > fence + 1 && may_close(fence, at)) {
                return end < lines_.size() && is_yaml(at + 1, end) ? end : at;
            }
        }
        return end;
    }

    /// Not where it is part of a value that goes on indented.
    bool may_close(std::size_t fence, std::size_t at) const {
        auto before = at - 1;
        while (before > fence && is_blank(lines_[before])) {
            --before;
        }
        const auto indent = indent_of(lines_[at]);
        if (indent <= indent_of(lines_[fence + 1]) || indent < indent_of(lines_[before])) {
            return true;
        }
        const auto pair = key_line(lines_[before]);
        return pair && !pair->value.empty() && pair->value.front() != '|' && pair->value.front() != '>';
    }

    /// Whether keys stand there, and at the left edge nothing else.
    bool is_yaml(std::size_t begin, std::size_t end) const {
        const auto key = [](std::string_view line) { return key_line(line).has_value(); };
        const auto fits = [&key](std::string_view line) {
            return is_blank(line) || indent_of(line) > 0 || line.front() == '#' || line.starts_with("- ") ||
                   key(line);
        };
        const auto from = lines_.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto to = lines_.begin() + static_cast<std::ptrdiff_t>(end);
        return std::all_of(from, to, fits) && std::any_of(from, to, key);
    }

    /// A bent fence may also be a line that Markdown draws: a key must follow it, and a fence that closes.
    std::optional<Block> opened_bent(std::size_t first) const {
        if (first + 1 >= lines_.size() || !key_line(lines_[first + 1].substr(indent_of(lines_[first + 1])))) {
            return std::nullopt;
        }
        auto block = fenced(first);
        if (block) {
            block->remarks.insert(block->remarks.begin(), {line_number(first), kBent, kBentFix});
        }
        return block;
    }

    std::optional<Block> toml(std::size_t fence) const {
        auto at = fence + 1;
        while (at < lines_.size() && (is_blank(lines_[at]) || lines_[at].starts_with('#'))) {
            ++at;
        }
        const bool begins = at < lines_.size() && (lines_[at].find('=') != std::string_view::npos ||
                                                   trim(lines_[at]).starts_with('['));
        if (!begins) {
            return std::nullopt;
        }
        while (at < lines_.size() && !is_toml_fence(lines_[at])) {
            ++at;
        }
        if (at == lines_.size()) {
            return never_closed(fence);
        }
        auto block = block_of(fence + 1, at, at + 1);
        block.toml = true;
        block.remarks.push_back({line_number(fence), "front matter is TOML, in '+++'",
                                 "write it as YAML, in '---': other tools see no front matter"});
        return block;
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
            if (is_sign_of_body(at)) {
                auto block = block_of(fence + 1, at, at);
                block.remarks.push_back({line_number(at),
                                         "front matter is never closed: it is taken to end before this line",
                                         "put '---' here"});
                return block;
            }
        }
        return never_closed(fence);
    }

    Block never_closed(std::size_t fence) const {
        Block block;
        block.first_line = line_number(fence + 1);
        block.body_offset = text_.size();
        block.body_line = line_number(fence);
        return block;
    }

    /// An empty line and a heading.
    bool is_sign_of_body(std::size_t at) const {
        return at + 1 < lines_.size() && is_blank(lines_[at]) && is_heading(lines_[at + 1]);
    }

    /// For people, from 1.
    static std::uint32_t line_number(std::size_t line) { return static_cast<std::uint32_t>(line + 1); }

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
        block.remarks.push_back({block.first_line, "front matter has no '---' above it",
                                 fenced ? "put '---' above it" : "put '---' above and below it"});
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
        block.remarks.insert(block.remarks.begin(),
                             {line_number(first), "front matter does not begin the file",
                              "move its '---' to the first line: other tools see no front matter"});
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
