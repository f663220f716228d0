#include "skill/encoding.h"

#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <optional>
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

bool is_lone_return(std::string_view text, std::size_t at) {
    return text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
}

/// Whether CR alone ends the first line.
bool has_lone_returns(std::string_view text) {
    const auto end = text.find_first_of("\r\n");
    return end != std::string_view::npos && is_lone_return(text, end);
}

/// UTF-16 without its mark: every other byte of the first characters is NUL, which no text has.
std::optional<Order> unmarked_order(std::string_view bytes) {
    constexpr std::size_t kLookedAt = 16;
    const auto begin = bytes.substr(0, kLookedAt);
    const auto all = [&begin](std::size_t from, bool nul) {
        for (auto at = from; at < begin.size(); at += 2) {
            if ((begin[at] == '\0') != nul) {
                return false;
            }
        }
        return true;
    };
    if (begin.size() < kLookedAt || bytes.size() % 2 != 0) {
        return std::nullopt;
    }
    if (all(0, false) && all(1, true)) {
        return Order::LittleEndian;
    }
    return all(0, true) && all(1, false) ? std::optional(Order::BigEndian) : std::nullopt;
}

/// Of UTF-16 the text, with its mark or without; else the bytes without the mark of UTF-8.
DecodedFile without_mark(std::string bytes) {
    constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
    const std::string_view view = bytes;
    DecodedFile file;
    const bool marked = view.starts_with("\xFF\xFE") || view.starts_with("\xFE\xFF");
    const auto unmarked = marked ? std::nullopt : unmarked_order(view);
    if (marked || unmarked) {
        const auto of_mark = view.front() == '\xFF' ? Order::LittleEndian : Order::BigEndian;
        file.text = utf8_of_utf16(view.substr(marked ? 2 : 0), unmarked.value_or(of_mark));
        file.remarks.push_back({1, "file is UTF-16: other tools may not read it", "save it as UTF-8"});
    } else {
        bytes.erase(0, view.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0);
        file.text = std::move(bytes);
    }
    return file;
}

}  // namespace

DecodedFile decode_file(std::string bytes) {
    auto file = without_mark(std::move(bytes));
    if (has_lone_returns(file.text)) {
        for (std::size_t at = 0; at < file.text.size(); ++at) {
            file.text[at] = is_lone_return(file.text, at) ? '\n' : file.text[at];
        }
        file.remarks.push_back({1, "file has lines that end in CR alone: other tools see one long line",
                                "save it with LF at its lines' ends"});
    }
    if (!is_valid_utf8(file.text)) {
        auto text = replace_invalid_utf8(file.text);
        const auto wrong = std::mismatch(file.text.begin(), file.text.end(), text.begin(), text.end()).first;
        const auto line = static_cast<std::uint32_t>(1 + std::count(file.text.begin(), wrong, '\n'));
        file.remarks.push_back(
            {line, "file is not valid UTF-8: the wrong bytes are shown as U+FFFD", "save it as UTF-8"});
        file.text = std::move(text);
    }
    return file;
}

}  // namespace skillwake::skill
