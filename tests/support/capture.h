#pragma once

#include <doctest/doctest.h>

/// For clang before 16, whose lambdas do not see structured bindings: doctest's CAPTURE makes a lambda of
/// what it is given. Here it first makes a reference of it. Included in front of every test by
/// tests/meson.build.
#undef CAPTURE
#define CAPTURE(...) SKILLWAKE_CAPTURE(DOCTEST_ANONYMOUS(captured_), __VA_ARGS__)
#define SKILLWAKE_CAPTURE(name, ...)  \
    const auto& name = (__VA_ARGS__); \
    DOCTEST_INFO(#__VA_ARGS__ " := ", name)
