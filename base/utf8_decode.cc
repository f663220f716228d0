// What needs no memory, in a file of its own for the sake of client/fast/.
#include "base/utf8.h"

#include <cstdint>

namespace skillwake {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<std::uint8_t>(text[at]) : 0;
}

/// What a lead byte promises: how many bytes follow, and the range of the first of them (Unicode table 3-7).
struct Lead {
    std::size_t following = 0;
    std::uint8_t lowest = 0x80;
    std::uint8_t highest = 0xBF;
    char32_t bits = 0;
};

Lead lead_of(std::uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {1, 0x80, 0xBF, static_cast<char32_t>(byte & 0x1F)};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        const std::uint8_t lowest = byte == 0xE0 ? 0xA0 : 0x80;
        const std::uint8_t highest = byte == 0xED ? 0x9F : 0xBF;
        return {2, lowest, highest, static_cast<char32_t>(byte & 0x0F)};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        const std::uint8_t lowest = byte == 0xF0 ? 0x90 : 0x80;
        const std::uint8_t highest = byte == 0xF4 ? 0x8F : 0xBF;
        return {3, lowest, highest, static_cast<char32_t>(byte & 0x07)};
    }
    return {};
}

}  // namespace

DecodedChar decode_utf8(std::string_view text, std::size_t at) {
    const auto first = byte_at(text, at);
    if (first < 0x80) {
        return {first, 1, true};
    }
    const auto lead = lead_of(first);
    if (lead.following == 0) {
        return {};
    }
    auto code = lead.bits;
    for (std::size_t i = 1; i <= lead.following; ++i) {
        const auto byte = byte_at(text, at + i);
        const auto lowest = i == 1 ? lead.lowest : std::uint8_t{0x80};
        const auto highest = i == 1 ? lead.highest : std::uint8_t{0xBF};
        if (byte < lowest || byte > highest) {
            return {kReplacementCharacter, i, false};
        }
        code = (code << 6) | (byte & 0x3FU);
    }
    return {code, lead.following + 1, true};
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto decoded = decode_utf8(text, at);
        if (!decoded.valid) {
            return false;
        }
        at += decoded.bytes;
    }
    return true;
}

}  // namespace skillwake
