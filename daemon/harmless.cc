#include "daemon/harmless.h"

#include "base/text.h"
#include "base/utf8.h"
#include "skill/hidden_unicode.h"
#include "skill/host_element.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace skillwake::daemon {
namespace {

constexpr std::string_view kCut = "\u2026";

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// Whether it would stay as it is: most names and triggers would.
bool is_one_line(std::string_view text, std::size_t most_bytes) {
    bool after_blank = true;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool blank = c == ' ';
        if (byte < 0x20 || byte >= 0x7F || (blank && after_blank)) {
            return false;
        }
        after_blank = blank;
    }
    return text.size() <= most_bytes && (text.empty() || !after_blank);
}

std::string one_line(std::string_view text, std::size_t most_bytes) {
    if (is_one_line(text, most_bytes)) {
        return std::string(text);
    }
    text = trim(text);
    std::string line;
    std::size_t kept = 0;  // bytes behind which there is room for the mark of a cut
    bool blank = false;
    for (std::size_t at = 0; at < text.size();) {
        if (is_control(text[at]) || text[at] == ' ') {
            blank = !line.empty();
            ++at;
            continue;
        }
        const auto decoded = decode_utf8(text, at);
        line.append(std::exchange(blank, false) ? " " : "");
        append_utf8(line, decoded.code);
        if (line.size() > most_bytes) {
            line.resize(kept);
            return most_bytes < kCut.size() ? std::string() : line.append(kCut);
        }
        kept = line.size() + kCut.size() <= most_bytes ? line.size() : kept;
        at += decoded.bytes;
    }
    return line;
}

}  // namespace

std::string harmless(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto next = std::min(text.find('<', at), text.size());
        plain.append(text.substr(at, next - at));
        if (next < text.size()) {
            plain.append(skill::host_tag_at(text, next) ? "&lt;" : "<");
        }
        at = next + 1;
    }
    return plain;
}

std::string visible(std::string_view text) {
    const auto hidden = skill::find_hidden(text, text.size());
    std::string shown;
    auto next = hidden.begin();
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    for (std::size_t at = 0; at < text.size();) {
        const auto decoded = decode_utf8(text, at);
        if (next != hidden.end() && next->line == line && next->column == column) {
            shown.append("[").append(skill::code_point_name(next->code)).append("]");
            ++next;
        } else {
            shown.append(text.substr(at, decoded.bytes));
        }
        at += decoded.bytes;
        column = decoded.code == U'\n' ? 1 : column + 1;
        line += decoded.code == U'\n' ? 1 : 0;
    }
    return shown;
}

std::string harmless_line(std::string_view text, std::size_t most_bytes) {
    return harmless(one_line(text, most_bytes));
}

std::string attribute_text(std::string_view text, std::size_t most_bytes) {
    std::string attribute;
    for (const char c : one_line(text, most_bytes)) {
        switch (c) {
            case '&':
                attribute.append("&amp;");
                break;
            case '<':
                attribute.append("&lt;");
                break;
            case '>':
                attribute.append("&gt;");
                break;
            case '"':
                attribute.append("&quot;");
                break;
            default:
                attribute.push_back(c);
        }
    }
    return attribute;
}

std::string shell_word(std::string_view text) {
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alnum(c) || c == '-' || c == '_' || c == ':' || c == '.' || c == '/';
    });
    if (plain && text[0] != '-') {
        return std::string(text);
    }
    std::string word = "'";
    for (const char c : text) {
        word.append(c == '\'' ? std::string_view("'\\''") : std::string_view(&c, 1));
    }
    return word + "'";
}

}  // namespace skillwake::daemon
