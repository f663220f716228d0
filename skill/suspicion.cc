#include "skill/suspicion.h"

#include "base/text.h"
#include "skill/hidden_unicode.h"
#include "skill/host_element.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace skillwake::skill {
namespace {

constexpr char kMasked = '`';  ///< no part of a tag

/// Overwrites what stands between runs of as many backticks in `line`.
void mask_code_spans(std::string& text, std::size_t line, std::size_t end) {
    const auto run_at = [&](std::size_t at) { return std::min(text.find_first_not_of('`', at), end) - at; };
    for (auto open = text.find('`', line); open < end; open = text.find('`', open)) {
        const auto length = run_at(open);
        auto close = text.find('`', open + length);
        while (close < end && run_at(close) != length) {
            close = text.find('`', close + run_at(close));
        }
        if (close < end) {
            std::fill(text.begin() + static_cast<std::ptrdiff_t>(open),
                      text.begin() + static_cast<std::ptrdiff_t>(close), kMasked);
            open = close + length;
        } else {
            open += length;
        }
    }
}

/// The file's text with the same places, and nothing where code was.
std::string without_code(const Skill& skill) {
    std::string text(skill.text.view());
    FenceTracker fences;
    for (const auto line : split_lines(skill.text)) {
        const auto begin = static_cast<std::size_t>(line.data() - skill.text.data());
        const auto end = begin + line.size();
        if (begin >= skill.body_offset && fences.inside(line)) {
            std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin),
                      text.begin() + static_cast<std::ptrdiff_t>(end), kMasked);
        } else {
            mask_code_spans(text, begin, end);
        }
    }
    return text;
}

std::optional<std::size_t> host_tag_in(std::string_view text) {
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        if (host_tag_at(text, at)) {
            return at;
        }
    }
    return std::nullopt;
}

Diagnostic told(const Skill& skill, std::uint32_t line, std::string message, std::string_view rule) {
    return {Severity::Warning,
            skill.file.string(),
            line,
            std::move(message),
            "remove it; until then ask for the skill by its name",
            std::string(rule)};
}

std::optional<Diagnostic> find_hidden_in(const Skill& skill) {
    if (const auto found = find_hidden(skill.text, 1); !found.empty()) {
        const auto& first = found.front();
        return told(skill, first.line, "hidden character " + code_point_name(first.code),
                    rule_id_of(first.kind));
    }
    for (const auto* value : {&skill.description, &skill.when_to_use}) {  // YAML writes it as an escape
        if (const auto found = find_hidden(*value, 1); !found.empty()) {
            return told(
                skill, 1,
                "hidden character " + code_point_name(found.front().code) + " in what the front matter says",
                rule_id_of(found.front().kind));
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> find_imitation(const Skill& skill) {
    if (!host_tag_in(skill.text)) {
        return std::nullopt;
    }
    const auto prose = without_code(skill);
    const auto at = host_tag_in(prose);
    if (!at) {
        return std::nullopt;
    }
    const auto line = 1 + std::count(prose.begin(), prose.begin() + static_cast<std::ptrdiff_t>(*at), '\n');
    const auto tag = host_tag_at(prose, *at);
    return told(skill, static_cast<std::uint32_t>(line),
                "<" + std::string(tag->closing ? "/" : "") + std::string(tag->name) +
                    "> outside of code: text of a host, which this is not",
                "host-message");
}

std::optional<Diagnostic> find_suspicion(const Skill& skill) {
    auto hidden = find_hidden_in(skill);
    return hidden ? hidden : find_imitation(skill);
}

}  // namespace skillwake::skill
