#pragma once

#include "base/result.h"
#include "protocol/json.h"
#include "protocol/rope.h"
#include "protocol/text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

/// Messages are plain structs that list their fields once; reading and writing both follow that list:
///
///     struct Mention {
///         std::string name;
///         std::vector<std::string> nearest;
///         static constexpr auto kFields = std::tuple(required("name", &Mention::name),
///                                                    optional("nearest", &Mention::nearest));
///     };
///
/// Members may be strings, Text, numbers, bools, RawJson, enums with names, other messages, and std::vector,
/// std::optional or a tagged std::variant of these. Unknown fields are ignored; null means absent.
/// A std::optional without a value is not written.
namespace skillwake::protocol {

enum class Presence { Required, Optional };

template <class Owner, class Member>
struct Field {
    std::string_view name;
    Member Owner::*member;
    Presence presence;
};

template <class Owner, class Member>
constexpr Field<Owner, Member> required(std::string_view name, Member Owner::*member) {
    return {name, member, Presence::Required};
}

template <class Owner, class Member>
constexpr Field<Owner, Member> optional(std::string_view name, Member Owner::*member) {
    return {name, member, Presence::Optional};
}

/// An enum's names on the wire: specialise with `static constexpr std::array kNames = {std::pair{value,
/// "name"}...}`.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
    EnumNames<E>::kNames;
};

template <NamedEnum E>
constexpr std::string_view name_of(E value) {
    for (const auto& [known, name] : EnumNames<E>::kNames) {
        if (known == value) {
            return name;
        }
    }
    return "unknown";
}

template <class T>
concept Message = requires {
    T::kFields;
};

/// A member of a tagged variant: its "type" on the wire is `T::kType`.
template <class T>
concept TaggedMessage = Message<T> && requires {
    T::kType;
};

/// Where in a document a reader stands: written out only when something is wrong there.
struct JsonPath {
    const JsonPath* parent = nullptr;
    std::string_view name;  ///< of a member; empty: an element, or the root
    std::size_t index = 0;  ///< of an element

    std::string text() const;
};

/// "params.paths[2]: expected string"
Error unexpected(const JsonPath& at, std::string_view what);

namespace detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

template <class E>
std::string expected_names() {
    std::string text = "expected one of";
    for (const auto& [value, name] : EnumNames<E>::kNames) {
        text.append(" \"").append(name).append("\"");
    }
    return text;
}

}  // namespace detail

template <class T>
Result<T> read_value(JsonValue json, const JsonPath& at);

template <class T>
Result<T> read_scalar(JsonValue json, const JsonPath& at) {
    if constexpr (std::same_as<T, std::string> || std::same_as<T, Text>) {
        if (const auto text = json.string()) {
            return T(std::string(*text));
        }
        return unexpected(at, "expected string");
    } else if constexpr (std::same_as<T, bool>) {
        if (const auto flag = json.boolean()) {
            return *flag;
        }
        return unexpected(at, "expected true or false");
    } else if constexpr (std::floating_point<T>) {
        if (const auto number = json.number()) {
            return static_cast<T>(*number);
        }
        return unexpected(at, "expected number");
    } else if constexpr (std::unsigned_integral<T>) {
        if (const auto number = json.unsigned_integer(); number && std::in_range<T>(*number)) {
            return static_cast<T>(*number);
        }
        return unexpected(at, "expected unsigned integer");
    } else if constexpr (std::signed_integral<T>) {
        if (const auto number = json.integer(); number && std::in_range<T>(*number)) {
            return static_cast<T>(*number);
        }
        return unexpected(at, "expected integer");
    } else {
        static_assert(NamedEnum<T>, "no such field type");
        const auto text = json.string();
        for (const auto& [value, name] : EnumNames<T>::kNames) {
            if (text == name) {
                return value;
            }
        }
        return unexpected(at, detail::expected_names<T>());
    }
}

template <class T>
Result<std::vector<T>> read_elements(JsonValue json, const JsonPath& at) {
    if (json.kind() != JsonValue::Kind::Array) {
        return unexpected(at, "expected array");
    }
    std::vector<T> elements;
    std::optional<Error> failed;
    json.each_element([&](JsonValue element) {
        auto value = read_value<T>(element, JsonPath{&at, {}, elements.size()});
        if (!value) {
            failed = std::move(value).error();
            return false;
        }
        elements.push_back(*std::move(value));
        return true;
    });
    if (failed) {
        return *std::move(failed);
    }
    return elements;
}

/// Reads one field of `object` from `json`; the error, when there is one.
template <class T, class F>
std::optional<Error> read_field(T& object, const F& field, JsonValue json, const JsonPath& at) {
    const auto member = json.member(field.name);
    const JsonPath place{&at, field.name, 0};
    if (!member || member->kind() == JsonValue::Kind::Null) {
        if (field.presence == Presence::Required) {
            return unexpected(place, "missing");
        }
        return std::nullopt;
    }
    auto value = read_value<std::remove_cvref_t<decltype(object.*field.member)>>(*member, place);
    if (!value) {
        return std::move(value).error();
    }
    object.*field.member = *std::move(value);
    return std::nullopt;
}

template <Message T>
Result<T> read_object(JsonValue json, const JsonPath& at) {
    if (json.kind() != JsonValue::Kind::Object) {
        return unexpected(at, "expected object");
    }
    T object{};
    std::optional<Error> failed;
    std::apply(
        [&](const auto&... field) { (void)((failed = read_field(object, field, json, at), !failed) && ...); },
        T::kFields);
    if (failed) {
        return *std::move(failed);
    }
    return object;
}

template <class Variant, std::size_t I = 0>
Result<Variant> read_tagged(JsonValue json, const JsonPath& at) {
    if constexpr (I == std::variant_size_v<Variant>) {
        if (json.kind() != JsonValue::Kind::Object) {
            return unexpected(at, "expected object");
        }
        return unexpected(JsonPath{&at, "type", 0}, "missing or unknown");
    } else {
        using Alternative = std::variant_alternative_t<I, Variant>;
        const auto type = json.member("type");
        if (type && type->string() == Alternative::kType) {
            auto value = read_object<Alternative>(json, at);
            if (!value) {
                return std::move(value).error();
            }
            return Variant(*std::move(value));
        }
        return read_tagged<Variant, I + 1>(json, at);
    }
}

template <class T>
Result<T> read_value(JsonValue json, const JsonPath& at) {
    if constexpr (std::same_as<T, RawJson>) {
        return RawJson{json.text()};
    } else if constexpr (detail::IsOptional<T>::value) {
        auto value = read_value<typename T::value_type>(json, at);
        if (!value) {
            return std::move(value).error();
        }
        return T(*std::move(value));
    } else if constexpr (detail::IsVector<T>::value) {
        return read_elements<typename T::value_type>(json, at);
    } else if constexpr (detail::IsVariant<T>::value) {
        return read_tagged<T>(json, at);
    } else if constexpr (Message<T>) {
        return read_object<T>(json, at);
    } else {
        return read_scalar<T>(json, at);
    }
}

/// `json` as a T; `root` names it in errors ("params", "result").
template <Message T>
Result<T> read_message(JsonValue json, std::string_view root) {
    return read_object<T>(json, JsonPath{nullptr, root, 0});
}

void append_number(std::string& out, double number);

/// `Out` is a std::string, or a Rope: into that the shared ones among the texts go as they are.
template <class Out, class T>
void append_json(Out& out, const T& value);

template <class Out, class T>
void append_member(Out& out, std::string_view name, const T& value) {
    if constexpr (detail::IsOptional<T>::value) {
        if (value) {
            append_member(out, name, *value);
        }
    } else {
        auto& own = own_bytes(out);
        if (own.back() != '{') {
            own.push_back(',');
        }
        own.append("\"").append(name).append("\":");
        append_json(out, value);
    }
}

template <class Out, Message T>
void append_object(Out& out, const T& object) {
    own_bytes(out).push_back('{');
    if constexpr (TaggedMessage<T>) {
        append_member(out, "type", std::string_view(T::kType));
    }
    std::apply([&](const auto&... field) { (append_member(out, field.name, object.*field.member), ...); },
               T::kFields);
    own_bytes(out).push_back('}');
}

template <class Out, class T>
void append_elements(Out& out, const std::vector<T>& elements) {
    own_bytes(out).push_back('[');
    for (const auto& element : elements) {
        if (&element != elements.data()) {
            own_bytes(out).push_back(',');
        }
        append_json(out, element);
    }
    own_bytes(out).push_back(']');
}

template <class Out>
void append_text(Out& out, const Text& text) {
    if (const auto json = text.json()) {
        append_shared(out, json);
    } else {
        append_json_string(own_bytes(out), text.plain());
    }
}

/// Appends `value` as JSON without white space.
template <class Out, class T>
void append_json(Out& out, const T& value) {
    auto& own = own_bytes(out);
    if constexpr (std::same_as<T, RawJson>) {
        own.append(value.text);
    } else if constexpr (std::same_as<T, Text>) {
        append_text(out, value);
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        append_json_string(own, value);
    } else if constexpr (std::same_as<T, bool>) {
        own.append(value ? "true" : "false");
    } else if constexpr (std::floating_point<T>) {
        append_number(own, value);
    } else if constexpr (std::integral<T>) {
        std::array<char, 24> digits{};
        own.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    } else if constexpr (NamedEnum<T>) {
        append_json_string(own, name_of(value));
    } else if constexpr (detail::IsVector<T>::value) {
        append_elements(out, value);
    } else if constexpr (detail::IsVariant<T>::value) {
        std::visit([&out](const auto& alternative) { append_json(out, alternative); }, value);
    } else {
        append_object(out, value);
    }
}

template <class T>
std::string to_json(const T& value) {
    std::string out;
    append_json(out, value);
    return out;
}

}  // namespace skillwake::protocol
