#include "base/safe_text.h"

#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace skillwake {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Control characters; marks that reorder or hide text (not the joiners, which scripts and emoji need); line
/// ends beside '\n'; tags.
constexpr std::array kUnsafe = {Range{0x00, 0x1F},     Range{0x7F, 0x9F},      Range{0x061C, 0x061C},
                                Range{0x180E, 0x180E}, Range{0x200B, 0x200B},  Range{0x200E, 0x200F},
                                Range{0x2028, 0x202E}, Range{0x2060, 0x206F},  Range{0xFEFF, 0xFEFF},
                                Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F}};

bool is_unsafe(char32_t code) {
    return std::any_of(kUnsafe.begin(), kUnsafe.end(),
                       [code](const Range& range) { return code >= range.first && code <= range.last; });
}

void append_escape(std::string& out, char32_t code) {
    std::array<char, 16> text{};
    const int length = std::snprintf(text.data(), text.size(), code < 0x80 ? "\\x%02x" : "\\u%04x",
                                     static_cast<unsigned>(code));
    out.append(text.data(), static_cast<std::size_t>(length));
}

void append_json_escape(std::string& out, char32_t unit) {
    std::array<char, 8> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(unit & 0xFFFFU));
    out.append(text.data(), static_cast<std::size_t>(length));
}

/// Whether all of `text` is printable ASCII: nearly always, and then nothing needs decoding.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string safe(std::string_view text, std::string_view kept) {
    if (is_plain(text)) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto character = decode_utf8(text, at);
        const bool keep = character.code < 0x80 && kept.find(static_cast<char>(character.code)) != kept.npos;
        if (character.valid && !keep && is_unsafe(character.code)) {
            append_escape(out, character.code);
        } else {
            append_utf8(out, character.valid ? character.code : kReplacementCharacter);
        }
        at += character.bytes;
    }
    return out;
}

}  // namespace

std::string safe_line(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    for (const char c : trim(text)) {
        if (!is_space(c)) {
            folded.push_back(c);
        } else if (folded.back() != ' ') {
            folded.push_back(' ');
        }
    }
    return safe(folded, "");
}

std::string safe_block(std::string_view text) {
    return safe(text, "\n\t");
}

std::string safe_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        const auto character = decode_utf8(json, at);
        // Below U+0020 only white space between values can stand there.
        if (character.code < 0x20 || !is_unsafe(character.code)) {
            append_utf8(out, character.valid ? character.code : kReplacementCharacter);
        } else if (character.code < 0x10000) {
            append_json_escape(out, character.code);
        } else {
            append_json_escape(out, 0xD800 + ((character.code - 0x10000) >> 10U));
            append_json_escape(out, 0xDC00 + ((character.code - 0x10000) & 0x3FFU));
        }
        at += character.bytes;
    }
    return out;
}

}  // namespace skillwake
