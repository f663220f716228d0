#include "skill/encoding.h"

#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace skillwake::skill {
namespace {

enum class Order { LittleEndian, BigEndian };

char32_t unit_at(std::string_view bytes, std::size_t at, Order order) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    const std::uint32_t high = order == Order::BigEndian ? first : second;
    const std::uint32_t low = order == Order::BigEndian ? second : first;
    return static_cast<char32_t>((high << 8U) | low);
}

bool is_high_surrogate(char32_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(char32_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

std::string utf8_of_utf16(std::string_view bytes, Order order) {
    std::string text;
    std::size_t at = 0;
    for (; at + 1 < bytes.size(); at += 2) {
        auto code = unit_at(bytes, at, order);
        if (is_high_surrogate(code) && at + 3 < bytes.size() &&
            is_low_surrogate(unit_at(bytes, at + 2, order))) {
            code = 0x10000 + ((code - 0xD800) << 10U) + (unit_at(bytes, at + 2, order) - 0xDC00);
            at += 2;
        } else if (is_high_surrogate(code) || is_low_surrogate(code)) {
            code = kReplacementCharacter;
        }
        append_utf8(text, code);
    }
    if (at < bytes.size()) {
        append_utf8(text, kReplacementCharacter);
    }
    return text;
}

}  // namespace

DecodedFile decode_file(std::string bytes) {
    constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
    const std::string_view view = bytes;
    if (view.starts_with("\xFF\xFE") || view.starts_with("\xFE\xFF")) {
        const auto order = view.front() == '\xFF' ? Order::LittleEndian : Order::BigEndian;
        return {utf8_of_utf16(view.substr(2), order), "file is UTF-16: other tools may not read it"};
    }
    if (view.starts_with(kUtf8Mark)) {
        bytes.erase(0, kUtf8Mark.size());
    }
    if (is_valid_utf8(bytes)) {
        return {std::move(bytes), ""};
    }
    auto text = replace_invalid_utf8(bytes);
    const auto wrong = std::mismatch(bytes.begin(), bytes.end(), text.begin(), text.end()).first;
    const auto line = static_cast<std::uint32_t>(1 + std::count(bytes.begin(), wrong, '\n'));
    return {std::move(text), "file is not valid UTF-8: the wrong bytes are shown as U+FFFD", line};
}

}  // namespace skillwake::skill
