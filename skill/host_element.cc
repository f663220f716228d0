#include "skill/host_element.h"

#include "base/text.h"

#include <array>

namespace skillwake::skill {
namespace {

/// What hosts, hooks and we ourselves wrap: reminders, notifications, skills, output of local commands.
constexpr std::array<std::string_view, 24> kHostElements = {
    "system-reminder",      "task-notification",    "skill_content",       "skill_resources",
    "available_skills",     "activated_skill",      "hook_context",        "extra_info",
    "command-message",      "command-name",         "command-contents",    "local-command-stdout",
    "local-command-stderr", "local-command-caveat", "bash-stdout",         "bash-stderr",
    "ide_opened_file",      "ide_selection",        "ide_diagnostics",     "user-prompt-submit-hook",
    "function_calls",       "function_results",     "environment_context", "user_instructions"};

constexpr std::size_t kLongestTag = 1'000;  ///< bytes; attributes and all

/// Bytes of a character at `text[at]` that takes no room on a screen: zero-width ones, soft hyphen, marks of
/// direction. 0: another one.
std::size_t invisible_bytes(std::string_view text, std::size_t at) {
    const auto rest = text.substr(at, 3);
    const auto byte = [&rest](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    if (rest.size() >= 2 && byte(0) == 0xC2 && byte(1) == 0xAD) {
        return 2;
    }
    if (rest.size() < 3) {
        return 0;
    }
    const bool zero_width = byte(0) == 0xE2 && byte(1) == 0x80 &&
                            ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xAA && byte(2) <= 0xAE));
    const bool joiner = byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xAF;
    const bool mark = byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF;
    return zero_width || joiner || mark ? 3 : 0;
}

std::size_t skip_invisible(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const auto bytes = invisible_bytes(text, at);
        if (bytes == 0) {
            break;
        }
        at += bytes;
    }
    return at;
}

std::size_t skip_blank(std::string_view text, std::size_t at) {
    for (at = skip_invisible(text, at); at < text.size() && is_space(text[at]);
         at = skip_invisible(text, at + 1)) {
    }
    return at;
}

constexpr char folded(char c) {
    return c == '_' ? '-' : fold_ascii(c);
}

bool is_name_char(char c) {
    return is_alnum(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

/// Where `name` ends when it stands at `text[at]`; npos: another name does.
std::size_t name_end(std::string_view text, std::size_t at, std::string_view name) {
    for (const char c : name) {
        at = skip_invisible(text, at);
        if (at >= text.size() || folded(text[at]) != folded(c)) {
            return std::string_view::npos;
        }
        ++at;
    }
    const auto next = skip_invisible(text, at);
    return next < text.size() && is_name_char(text[next]) ? std::string_view::npos : at;
}

}  // namespace

std::optional<HostTag> host_tag_at(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] != '<') {
        return std::nullopt;
    }
    auto begin = skip_blank(text, at + 1);
    const bool closing = begin < text.size() && text[begin] == '/';
    begin = closing ? skip_blank(text, begin + 1) : begin;
    if (begin >= text.size()) {
        return std::nullopt;
    }
    for (const auto name : kHostElements) {
        const auto end =
            folded(text[begin]) == folded(name[0]) ? name_end(text, begin, name) : std::string_view::npos;
        if (end != std::string_view::npos) {
            const auto close = text.substr(0, at + kLongestTag).find('>', end);
            return HostTag{name, closing, (close == std::string_view::npos ? end : close + 1) - at};
        }
    }
    return std::nullopt;
}

std::size_t host_element_bytes(std::string_view text, std::size_t at) {
    const auto opening = host_tag_at(text, at);
    if (!opening || opening->closing) {
        return 0;
    }
    for (auto next = text.find('<', at + 1); next != std::string_view::npos;
         next = text.find('<', next + 1)) {
        if (const auto tag = host_tag_at(text, next); tag && tag->closing && tag->name == opening->name) {
            return next + tag->bytes - at;
        }
    }
    return text.size() - at;
}

}  // namespace skillwake::skill
