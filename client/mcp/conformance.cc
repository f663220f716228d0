#include "client/mcp/conformance.h"

#include "base/utf8.h"

#include <algorithm>

namespace skillwake::client::mcp {
namespace {

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxDescription = 1'024;
constexpr std::size_t kMaxCompatibility = 500;

bool is_name(std::string_view name) {
    const bool letters = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    return letters && !name.empty() && name.size() <= kMaxName && name.front() != '-' && name.back() != '-' &&
           name.find("--") == std::string_view::npos;
}

bool holds_only_strings(JsonValue object) {
    bool strings = object.kind() == JsonValue::Kind::Object;
    object.each_member([&strings](std::string_view /*key*/, JsonValue value) {
        strings &= value.kind() == JsonValue::Kind::String;
        return strings;
    });
    return strings;
}

bool has_length(const std::optional<std::string>& text, std::size_t most) {
    return text && !text->empty() && characters_in(*text) <= most;
}

}  // namespace

std::string breach_of(const std::optional<RawJson>& front_matter, std::string_view name) {
    protocol::JsonParser parser;
    const auto json = parser.parse(front_matter ? front_matter->text : "null");
    if (!json || json->kind() != JsonValue::Kind::Object) {
        return "its front matter is not YAML";
    }
    if (string_member(*json, "name") != name || !is_name(name)) {
        return "its front matter has no name of at most 64 lower-case letters, digits and hyphens";
    }
    if (!has_length(string_member(*json, "description"), kMaxDescription)) {
        return "its front matter has no description of at most 1,024 characters";
    }
    if (json->member("compatibility") &&
        !has_length(string_member(*json, "compatibility"), kMaxCompatibility)) {
        return "its compatibility is not a text of at most 500 characters";
    }
    if (const auto metadata = json->member("metadata"); metadata && !holds_only_strings(*metadata)) {
        return "its metadata are not all texts: put numbers in quotes";
    }
    return {};
}

}  // namespace skillwake::client::mcp
