#pragma once

#include "protocol/message.h"

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// Examples of any message, made from its list of fields, so that no message and no field can be forgotten.
namespace skillwake::protocol::example {

template <Message T>
bool same(const T& a, const T& b);

template <class T>
bool same_value(const T& a, const T& b) {
    if constexpr (detail::IsOptional<T>::value) {
        return a.has_value() == b.has_value() && (!a || same_value(*a, *b));
    } else if constexpr (detail::IsVector<T>::value) {
        bool all = a.size() == b.size();
        for (std::size_t i = 0; all && i < a.size(); ++i) {
            all = same_value(a[i], b[i]);
        }
        return all;
    } else if constexpr (detail::IsVariant<T>::value) {
        return a.index() == b.index() &&
               std::visit(
                   [&b](const auto& held) {
                       return same_value(held, std::get<std::decay_t<decltype(held)>>(b));
                   },
                   a);
    } else if constexpr (Message<T>) {
        return same(a, b);
    } else {
        return a == b;
    }
}

template <Message T>
bool same(const T& a, const T& b) {
    return std::apply(
        [&](const auto&... field) { return (same_value(a.*field.member, b.*field.member) && ...); },
        T::kFields);
}

/// Fills a message so that every field differs from its default and from the others.
class Filler {
public:
    /// `alternative`: which one a variant holds, where there are so many.
    explicit Filler(std::size_t alternative) : alternative_(alternative) {}

    template <Message T>
    T filled() {
        T object{};
        std::apply([&](const auto&... field) { (fill(object.*field.member), ...); }, T::kFields);
        return object;
    }

private:
    template <class T>
    void fill(T& value) {
        ++count_;
        if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Text>) {
            value = "text " + std::to_string(count_) + " \"\\\n\xF0\x9F\x98\x80";
        } else if constexpr (std::is_same_v<T, RawJson>) {
            value.text = R"({"raw":[)" + std::to_string(count_) + R"(,null,"x"]})";
        } else if constexpr (std::is_same_v<T, bool>) {
            value = !value;
        } else if constexpr (std::is_arithmetic_v<T>) {
            value = static_cast<T>(static_cast<double>(count_) + (std::is_floating_point_v<T> ? 0.125 : 0));
        } else if constexpr (NamedEnum<T>) {
            value = EnumNames<T>::kNames.back().first;
        } else if constexpr (detail::IsOptional<T>::value) {
            fill(value.emplace());
        } else if constexpr (detail::IsVector<T>::value) {
            value.resize(2);
            fill(value[0]);
            fill(value[1]);
        } else if constexpr (detail::IsVariant<T>::value) {
            choose(value, std::make_index_sequence<std::variant_size_v<T>>());
        } else {
            value = filled<T>();
        }
    }

    template <class Variant, std::size_t... I>
    void choose(Variant& value, std::index_sequence<I...> /*all*/) {
        const auto chosen = alternative_ % sizeof...(I);
        ((I == chosen ? fill(value.template emplace<I>()) : void()), ...);
    }

    std::size_t alternative_;
    int count_ = 0;
};

/// How large a T is whose members are just those of its list, in their order.
template <Message T>
constexpr std::size_t listed_bytes() {
    std::size_t bytes = 0;
    const auto aligned = [&bytes](std::size_t alignment) {
        return (bytes + alignment - 1) / alignment * alignment;
    };
    const auto add = [&]<class Owner, class Member>(const Field<Owner, Member>&) {
        bytes = aligned(alignof(Member)) + sizeof(Member);
    };
    std::apply([&](const auto&... field) { (add(field), ...); }, T::kFields);
    return aligned(alignof(T));
}

}  // namespace skillwake::protocol::example
