#include "skill/outline.h"

#include "base/text.h"

#include <optional>

namespace skillwake::skill {
namespace {

constexpr std::size_t kMaxIndent = 3;  ///< one more and Markdown takes the line for code

struct Fence {
    char mark = 0;
    std::size_t length = 0;
    std::string_view rest;
};

std::optional<Fence> fence_of(std::string_view line) {
    const auto indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos || indent > kMaxIndent ||
        (line[indent] != '`' && line[indent] != '~')) {
        return std::nullopt;
    }
    const char mark = line[indent];
    const auto end = line.find_first_not_of(mark, indent);
    const auto length = (end == std::string_view::npos ? line.size() : end) - indent;
    const auto rest = trim(end == std::string_view::npos ? std::string_view() : line.substr(end));
    const bool inline_code = mark == '`' && rest.find('`') != std::string_view::npos;
    if (length < 3 || inline_code) {
        return std::nullopt;
    }
    return Fence{mark, length, rest};
}

struct Heading {
    std::uint32_t level = 0;
    std::string title;
};

std::optional<Heading> heading_of(std::string_view line) {
    constexpr std::size_t kDeepest = 6;
    const auto indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos || indent > kMaxIndent) {
        return std::nullopt;
    }
    line.remove_prefix(indent);
    const auto level = line.find_first_not_of('#');
    if (level == 0 || level == std::string_view::npos || level > kDeepest || !is_space(line[level])) {
        return std::nullopt;
    }
    auto title = trim(line.substr(level));
    // "## Title ##": the closing marks are not part of it.
    const auto last = title.find_last_not_of('#');
    if (last != std::string_view::npos && last + 1 < title.size() && is_space(title[last])) {
        title = trim(title.substr(0, last));
    }
    return Heading{static_cast<std::uint32_t>(level), std::string(title)};
}

void close_sections(std::vector<Section>& sections, std::vector<std::size_t>& open, std::uint32_t level,
                    std::uint32_t last_line) {
    while (!open.empty() && sections[open.back()].level >= level) {
        sections[open.back()].last_line = last_line;
        open.pop_back();
    }
}

}  // namespace

bool FenceTracker::inside(std::string_view line) {
    const auto fence = fence_of(line);
    if (mark_ == 0 && fence) {
        mark_ = fence->mark;
        length_ = fence->length;
        language_ = fence->rest.substr(0, fence->rest.find_first_of(" \t{,"));
        return true;
    }
    const bool was_inside = mark_ != 0;
    if (was_inside && fence && fence->mark == mark_ && fence->length >= length_ && fence->rest.empty()) {
        mark_ = 0;
        language_.clear();
    }
    return was_inside;
}

std::vector<Section> read_outline(std::string_view body, std::uint32_t first_line) {
    std::vector<Section> sections;
    std::vector<std::size_t> open;
    FenceTracker fences;
    auto number = first_line;
    auto last_text_line = first_line;
    for (const auto line : split_lines(body)) {
        const bool code = fences.inside(line);
        if (auto heading = code ? std::nullopt : heading_of(line)) {
            close_sections(sections, open, heading->level, last_text_line);
            open.push_back(sections.size());
            sections.push_back({heading->level, std::move(heading->title), number, number, 0});
        }
        for (const auto index : open) {
            sections[index].tokens += line.size() + 1;  // bytes until the end, then tokens
        }
        if (!trim(line).empty()) {
            last_text_line = number;
        }
        ++number;
    }
    close_sections(sections, open, 0, last_text_line);
    for (auto& section : sections) {
        section.tokens = (section.tokens + 3) / 4;
    }
    return sections;
}

}  // namespace skillwake::skill
