#include "skill/json_text.h"

#include "base/utf8.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace skillwake::skill {
namespace {

/// The code of "\uXXXX" at `at`; nullopt: nothing such.
std::optional<char32_t> escape_at(std::string_view json, std::size_t at) {
    constexpr std::size_t kEscapeBytes = 6;
    if (at + kEscapeBytes > json.size() || json.substr(at, 2) != "\\u") {
        return std::nullopt;
    }
    std::uint32_t code = 0;
    const auto* end = json.data() + at + kEscapeBytes;
    const auto parsed = std::from_chars(json.data() + at + 2, end, code, 16);
    return parsed.ec == std::errc() && parsed.ptr == end ? std::optional<char32_t>(code) : std::nullopt;
}

}  // namespace

std::string yaml_of_json(std::string_view json) {
    std::string yaml;
    for (std::size_t at = 0; at < json.size();) {
        const auto high = escape_at(json, at);
        const auto low = high && *high >= 0xD800 && *high < 0xDC00 ? escape_at(json, at + 6) : std::nullopt;
        if (low && *low >= 0xDC00 && *low < 0xE000) {
            append_utf8(yaml, 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00));
            at += 12;
        } else if (json[at] == '\\' && at + 1 < json.size()) {
            yaml.append(json.substr(at, 2));
            at += 2;
        } else {
            yaml.push_back(json[at] == '\t' ? ' ' : json[at]);
            ++at;
        }
    }
    return yaml;
}

}  // namespace skillwake::skill
