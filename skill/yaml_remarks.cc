#include "skill/yaml_remarks.h"

#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>
#include <utility>

namespace skillwake::skill {
namespace {

constexpr std::string_view kComment = "a comment needs a blank before its '#'";
constexpr std::string_view kAddBlank = "put a blank there";

int indent_of(std::string_view line) {
    return static_cast<int>(std::min(line.find_first_not_of(' '), line.size()));
}

bool is_blank(std::string_view line) {
    return trim(line).empty();
}

/// The line from that character on.
std::string_view behind(std::string_view line, std::size_t column) {
    std::size_t at = 0;
    for (; column > 0 && at < line.size(); --column) {
        at += decode_utf8(line, at).bytes;
    }
    return line.substr(std::min(at, line.size()));
}

}  // namespace

YamlRemarks::YamlRemarks(std::string_view text, std::uint32_t first_line)
    : lines_(split_lines(text)), first_line_(first_line) {}

void YamlRemarks::tell(std::size_t line, std::string_view message, std::string_view fix) {
    constexpr std::size_t kMost = 20;
    if (remarks_.size() < kMost) {
        remarks_.push_back({first_line_ + static_cast<std::uint32_t>(line), message, fix});
    }
}

void YamlRemarks::behind_document(std::uint32_t line) {
    remarks_.push_back({line, "text stands behind its end mark", "remove this line and what follows"});
}

void YamlRemarks::enclosed(const Span& value, int indent) {
    for (auto line = value.first_line + 1; indent >= 0 && line <= value.last_line && line < lines_.size();
         ++line) {
        if (!is_blank(lines_[line]) && indent_of(lines_[line]) <= indent) {
            tell(line, "a value goes on in a line that is not indented", "put a blank before this line");
            break;
        }
    }
    if (value.last_line < lines_.size() &&
        behind(lines_[value.last_line], value.last_column).starts_with('#')) {
        tell(value.last_line, kComment, kAddBlank);
    }
}

void YamlRemarks::block_text(const Span& value, int indent) {
    if (value.first_line >= lines_.size()) {
        return;
    }
    auto head = behind(lines_[value.first_line], value.first_column);
    const auto mark = std::min(head.find_first_not_of("|>+-0123456789"), head.size());
    const bool says_indent = head.substr(0, mark).find_first_of("123456789") != std::string_view::npos;
    if (head.substr(mark).starts_with('#')) {
        tell(value.first_line, kComment, kAddBlank);
    }
    int widest = 0;
    for (auto line = value.first_line + 1; line < lines_.size() && !says_indent; ++line) {
        if (is_blank(lines_[line])) {
            widest = std::max(widest, indent_of(lines_[line]));
            continue;
        }
        const int own = indent_of(lines_[line]);
        if (own > indent && own < widest) {
            tell(line, "an empty line before it has more blanks than this line", "remove the blanks there");
        }
        return;
    }
}

}  // namespace skillwake::skill
