#include "client/safe_text.h"

#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace skillwake::client {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool in_ranges(char32_t code, const std::array<Range, N>& ranges) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [code](const Range& range) { return code >= range.first && code <= range.last; });
}

/// Combining marks and variation selectors: the blocks, not each character.
constexpr std::array kNoColumn = {Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},
                                  Range{0x064B, 0x065F}, Range{0x0E34, 0x0E3A}, Range{0x1AB0, 0x1AFF},
                                  Range{0x1DC0, 0x1DFF}, Range{0x200C, 0x200D}, Range{0x20D0, 0x20FF},
                                  Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xE0100, 0xE01EF}};

/// East Asian wide and emoji: the blocks, not each character.
constexpr std::array kTwoColumns = {
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

std::size_t columns_of(char32_t code) {
    if (in_ranges(code, kNoColumn)) {
        return 0;
    }
    return in_ranges(code, kTwoColumns) ? 2 : 1;
}

/// Whether all of `text` is printable ASCII: nearly always, and then nothing needs decoding.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

constexpr std::string_view kEllipsis = "…";

}  // namespace

std::size_t display_width(std::string_view text) {
    if (is_plain(text)) {
        return text.size();
    }
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto character = decode_utf8(text, at);
        columns += columns_of(character.code);
        at += character.bytes;
    }
    return columns;
}

std::string cut_end(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) {
        return std::string(text);
    }
    if (columns == 0) {
        return {};
    }
    std::size_t used = 1;  // the ellipsis
    std::size_t at = 0;
    while (at < text.size()) {
        const auto character = decode_utf8(text, at);
        if (used + columns_of(character.code) > columns) {
            break;
        }
        used += columns_of(character.code);
        at += character.bytes;
    }
    return std::string(text.substr(0, at)).append(kEllipsis);
}

std::string cut_begin(std::string_view text, std::size_t columns) {
    auto width = display_width(text);
    if (width <= columns) {
        return std::string(text);
    }
    if (columns == 0) {
        return {};
    }
    std::size_t at = 0;
    while (at < text.size() && width + 1 > columns) {
        const auto character = decode_utf8(text, at);
        width -= columns_of(character.code);
        at += character.bytes;
    }
    return std::string(kEllipsis).append(text.substr(at));
}

}  // namespace skillwake::client
