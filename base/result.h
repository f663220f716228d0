#pragma once

#include "base/error.h"

#include <cassert>
#include <utility>
#include <variant>

namespace skillwake {

/// A value, or the reason why there is none. The part of std::expected that we use: clang 14, whose tidy
/// checks us, does not see the library's own.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
    Result(Error error)
        : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return state_.index() == 0; }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(value()); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() & { return failure(); }
    const Error& error() const& { return const_cast<Result*>(this)->failure(); }
    Error&& error() && { return std::move(failure()); }

private:
    T& value() {
        auto* held = std::get_if<0>(&state_);
        assert(held != nullptr);
        return *held;
    }
    const T& value() const { return const_cast<Result*>(this)->value(); }
    Error& failure() {
        auto* held = std::get_if<1>(&state_);
        assert(held != nullptr);
        return *held;
    }

    std::variant<T, Error> state_;
};

/// For what either works or does not: `Status done = Ok{};`
struct Ok {};
using Status = Result<Ok>;

}  // namespace skillwake
