#include "tests/conformance/fits.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::conformance {
namespace {

using protocol::JsonValue;
using Kind = JsonValue::Kind;

std::string_view type_of(JsonValue value) {
    switch (value.kind()) {
        case Kind::Null:
            return "null";
        case Kind::Bool:
            return "boolean";
        case Kind::Integer:
        case Kind::Unsigned:
        case Kind::Real:
            return "number";
        case Kind::String:
            return "string";
        case Kind::Array:
            return "array";
        case Kind::Object:
            return "object";
    }
    return "unknown";
}

std::vector<JsonValue> elements_of(JsonValue array) {
    std::vector<JsonValue> elements;
    array.each_element([&elements](JsonValue element) {
        elements.push_back(element);
        return true;
    });
    return elements;
}

std::string differs(const std::string& where, JsonValue expected, JsonValue given) {
    return where + ": expected " + expected.text() + ", not " + given.text();
}

std::string array_misfit(JsonValue expected, JsonValue given, const std::string& where) {
    const auto wanted = elements_of(expected);
    const auto there = elements_of(given);
    if (given.kind() != Kind::Array || wanted.size() != there.size()) {
        return differs(where, expected, given);
    }
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        if (auto wrong = misfit(wanted[at], there[at], where + "[" + std::to_string(at) + "]");
            !wrong.empty()) {
            return wrong;
        }
    }
    return {};
}

std::string has_misfit(JsonValue expected, JsonValue given, const std::string& where) {
    for (const auto wanted : elements_of(expected)) {
        bool found = false;
        for (const auto element : elements_of(given)) {
            found = found || misfit(wanted, element, where).empty();
        }
        if (!found) {
            return where + ": no element fits " + wanted.text() + " in " + given.text();
        }
    }
    return {};
}

/// The misfit of an object that is a rule; nullopt: it is none.
std::optional<std::string> rule_misfit(JsonValue expected, JsonValue given, const std::string& where) {
    if (const auto type = expected.member("$type")) {
        return type->string() == type_of(given) ? "" : differs(where, expected, given);
    }
    if (const auto part = expected.member("$contains")) {
        const auto text = given.string();
        const bool found = text && text->find(part->string().value_or("\xff")) != std::string_view::npos;
        return found ? "" : differs(where, expected, given);
    }
    if (const auto wanted = expected.member("$has")) {
        return has_misfit(*wanted, given, where);
    }
    return std::nullopt;
}

std::string object_misfit(JsonValue expected, JsonValue given, const std::string& where) {
    if (auto ruled = rule_misfit(expected, given, where)) {
        return *std::move(ruled);
    }
    if (given.kind() != Kind::Object) {
        return differs(where, expected, given);
    }
    std::string wrong;
    expected.each_member([&](std::string_view name, JsonValue wanted) {
        const auto place = where + "." + std::string(name);
        const auto there = given.member(name);
        if (wanted.member("$absent")) {
            wrong = there ? place + ": should not be there: " + there->text() : "";
        } else {
            wrong = there ? misfit(wanted, *there, place) : place + ": missing in " + given.text();
        }
        return wrong.empty();
    });
    return wrong;
}

}  // namespace

std::string misfit(JsonValue expected, JsonValue given, const std::string& where) {
    if (expected.kind() == Kind::Object) {
        return object_misfit(expected, given, where);
    }
    if (expected.kind() == Kind::Array) {
        return array_misfit(expected, given, where);
    }
    const bool numbers = type_of(expected) == "number" && type_of(given) == "number";
    const bool equal = numbers ? expected.number() == given.number() &&
                                     (expected.kind() == Kind::Real || given.kind() == Kind::Real ||
                                      expected.text() == given.text())
                               : expected.text() == given.text();
    return equal ? "" : differs(where, expected, given);
}

}  // namespace skillwake::conformance
