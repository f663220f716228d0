#include "protocol/json.h"

#include "base/utf8.h"
#include "protocol/json_escape.h"

#include <simdjson.h>

#include <cstring>

namespace skillwake::protocol {

namespace dom = simdjson::dom;

/// Turns our two words into simdjson's element and back: both hold the document and a place on its tape.
struct JsonAccess {
    static_assert(sizeof(dom::element) == sizeof(JsonValue) && std::is_trivially_copyable_v<dom::element>);

    static dom::element element(const JsonValue& value) {
        dom::element element;
        std::memcpy(static_cast<void*>(&element), &value, sizeof element);
        return element;
    }
    static JsonValue value(const dom::element& element) {
        JsonValue value;
        std::memcpy(static_cast<void*>(&value), &element, sizeof value);
        return value;
    }
};

namespace {

template <class T>
std::optional<T> get(const JsonValue& value) {
    T held{};
    if (JsonAccess::element(value).get(held) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return held;
}

}  // namespace

JsonValue::Kind JsonValue::kind() const {
    switch (JsonAccess::element(*this).type()) {
        case dom::element_type::ARRAY:
            return Kind::Array;
        case dom::element_type::OBJECT:
            return Kind::Object;
        case dom::element_type::INT64:
            return Kind::Integer;
        case dom::element_type::UINT64:
            return Kind::Unsigned;
        case dom::element_type::DOUBLE:
            return Kind::Real;
        case dom::element_type::STRING:
            return Kind::String;
        case dom::element_type::BOOL:
            return Kind::Bool;
        case dom::element_type::NULL_VALUE:
            return Kind::Null;
    }
    return Kind::Null;
}

std::optional<bool> JsonValue::boolean() const {
    return get<bool>(*this);
}
std::optional<std::int64_t> JsonValue::integer() const {
    return get<std::int64_t>(*this);
}
std::optional<std::uint64_t> JsonValue::unsigned_integer() const {
    return get<std::uint64_t>(*this);
}
std::optional<double> JsonValue::number() const {
    return get<double>(*this);
}
std::optional<std::string_view> JsonValue::string() const {
    return get<std::string_view>(*this);
}

std::optional<JsonValue> JsonValue::member(std::string_view name) const {
    dom::object object;
    dom::element found;
    if (JsonAccess::element(*this).get(object) != simdjson::SUCCESS ||
        object.at_key(name).get(found) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return JsonAccess::value(found);
}

void JsonValue::each_element(const std::function<bool(JsonValue)>& visit) const {
    dom::array array;
    if (JsonAccess::element(*this).get(array) != simdjson::SUCCESS) {
        return;
    }
    for (const auto element : array) {
        if (!visit(JsonAccess::value(element))) {
            return;
        }
    }
}

void JsonValue::each_member(const std::function<bool(std::string_view, JsonValue)>& visit) const {
    dom::object object;
    if (JsonAccess::element(*this).get(object) != simdjson::SUCCESS) {
        return;
    }
    for (const auto member : object) {
        if (!visit(member.key, JsonAccess::value(member.value))) {
            return;
        }
    }
}

std::string JsonValue::text() const {
    // What ids are: simdjson's own way goes by a stream.
    if (const auto number = unsigned_integer()) {
        return std::to_string(*number);
    }
    if (const auto text = string(); text && is_plain(*text)) {
        return "\"" + std::string(*text) + "\"";
    }
    return simdjson::minify(JsonAccess::element(*this));
}

struct JsonParser::Impl {
    // simdjson refuses the depth that it is given, and takes its own where nothing has been allocated before.
    Impl() { [[maybe_unused]] const auto no_memory = parser.allocate(kFirstDocumentBytes, kMaxDepth + 1); }

    static constexpr std::size_t kFirstDocumentBytes = 4096;
    dom::parser parser;
};

JsonParser::JsonParser() : impl_(std::make_unique<Impl>()) {}
JsonParser::JsonParser(JsonParser&&) noexcept = default;
JsonParser& JsonParser::operator=(JsonParser&&) noexcept = default;
JsonParser::~JsonParser() = default;

namespace {

/// "The JSON document ended early." as "the JSON document ended early"
std::string in_our_style(std::string message) {
    while (message.ends_with('.')) {
        message.pop_back();
    }
    const bool word = message.size() > 1 && message[1] >= 'a' && message[1] <= 'z';
    if (word && message[0] >= 'A' && message[0] <= 'Z') {
        message[0] = static_cast<char>(message[0] - 'A' + 'a');
    }
    return message;
}

}  // namespace

Result<JsonValue> JsonParser::parse(std::string_view text) {
    dom::element root;
    const auto failed = impl_->parser.parse(text.data(), text.size()).get(root);
    if (failed != simdjson::SUCCESS) {
        return Error(Errc::Invalid, in_our_style(simdjson::error_message(failed)));
    }
    return JsonAccess::value(root);
}

void append_json_string(std::string& out, std::string_view text) {
    if (is_plain(text)) {
        out.append("\"").append(text).append("\"");
        return;
    }
    out.reserve(out.size() + text.size() + text.size() / 16 + 2);
    out.push_back('"');
    if (simdjson::validate_utf8(text.data(), text.size())) {
        append_escaped(out, text);
    } else {
        append_escaped(out, replace_invalid_utf8(text));
    }
    out.push_back('"');
}

}  // namespace skillwake::protocol
