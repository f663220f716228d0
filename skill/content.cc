#include "skill/content.h"

#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>
#include <charconv>

namespace skillwake::skill {
namespace {

std::uint32_t count_lines(std::string_view text) {
    return static_cast<std::uint32_t>(split_lines(text).size());
}

/// The bytes of lines `first` to `last` of `text`, which has as many, line ends included.
std::string_view lines_of(std::string_view text, std::uint32_t first, std::uint32_t last) {
    std::size_t begin = 0;
    std::size_t at = 0;
    for (std::uint32_t line = 1; line <= last; ++line) {
        if (line == first) {
            begin = at;
        }
        const auto end = text.find('\n', at);
        at = end == std::string_view::npos ? text.size() : end + 1;
    }
    return text.substr(begin, at - begin);
}

Excerpt excerpt_of(const Skill& skill, std::uint32_t first, std::uint32_t last) {
    return {std::string(lines_of(skill.text, first, last)), skill.file, first, last};
}

Result<const Section*> find_section(const Skill& skill, std::string_view wanted) {
    std::size_t number = 0;
    const auto parsed = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
    const bool is_number = parsed.ec == std::errc() && parsed.ptr == wanted.data() + wanted.size();
    if (is_number && number >= 1 && number <= skill.outline.size()) {
        return &skill.outline[number - 1];
    }
    for (const auto& section : skill.outline) {
        if (equal_folded(section.title, wanted)) {
            return &section;
        }
    }
    if (is_number) {
        return Error(Errc::NotFound, "no section " + std::string(wanted) + ": there are " +
                                         std::to_string(skill.outline.size()));
    }
    const auto part = fold_ascii(wanted);
    std::vector<const Section*> holding;
    for (const auto& section : skill.outline) {
        const auto title = fold_ascii(section.title);
        if (!part.empty() && title.find(part) != std::string::npos) {
            holding.push_back(&section);
        }
    }
    if (holding.size() == 1) {
        return holding.front();
    }
    if (holding.empty()) {
        return Error(Errc::NotFound, "no section '" + std::string(wanted) + "'");
    }
    return Error(Errc::Ambiguous, "'" + std::string(wanted) + "' fits the sections '" + holding[0]->title +
                                      "' and '" + holding[1]->title + "'");
}

}  // namespace

std::string inline_content(const Skill& skill, Substitutions values) {
    values.skill_dir = skill.folder.string();
    values.argument_names = skill.argument_names;
    std::string content = "Base directory for this skill: " + values.skill_dir + "\n\n";
    auto body = skill.body();
    body.remove_prefix(std::min(body.find_first_not_of("\r\n"), body.size()));
    return content.append(substitute(body, values));
}

bool content_varies(const Skill& skill) {
    const auto body = skill.body();
    return body.find("${CLAUDE_SESSION_ID}") != std::string_view::npos ||
           body.find("${CLAUDE_PROJECT_DIR}") != std::string_view::npos;
}

Excerpt read_body(const Skill& skill) {
    return {std::string(skill.body()), skill.file, skill.body_line, count_lines(skill.text)};
}

Result<Excerpt> read_section(const Skill& skill, std::string_view wanted) {
    const auto section = find_section(skill, wanted);
    if (!section) {
        return section.error();
    }
    return excerpt_of(skill, (*section)->first_line, (*section)->last_line);
}

Result<Excerpt> read_lines(const Skill& skill, std::uint32_t first, std::uint32_t last) {
    if (first == 0 || last < first) {
        return Error(Errc::Invalid, "lines: expected FIRST-LAST from 1, such as 21-61");
    }
    const auto lines = count_lines(skill.text);
    if (first > lines) {
        return Error(Errc::NotFound, "lines: the file ends at line " + std::to_string(lines));
    }
    return excerpt_of(skill, first, std::min(last, lines));
}

Result<Excerpt> read_resource(const Skill& skill, const std::string& file) {
    auto text = read_file_inside(skill.folder, file, kMaxResourceBytes);
    if (!text) {
        return std::move(text).error().context(file);
    }
    if (!is_valid_utf8(*text)) {
        return Error(Errc::Invalid, file + ": not a text file in UTF-8");
    }
    const auto lines = count_lines(*text);
    return Excerpt{*std::move(text), skill.folder / file, 1, lines};
}

}  // namespace skillwake::skill
