#pragma once

#include "matcher/language.h"

#include <array>

namespace skillwake::matcher::languages {

/// Languages that are told apart and not read.
inline constexpr std::array<std::string_view, 2> kKotlinExtensions = {"kt", "kts"};
inline constexpr std::array<std::string_view, 1> kKotlinSpoken = {"kotlin"};

inline constexpr Language kKotlin = {
    .name = "kotlin",
    .extensions = kKotlinExtensions,
    .spoken_names = kKotlinSpoken,
};

inline constexpr std::array<std::string_view, 1> kSwiftExtensions = {"swift"};
inline constexpr std::array<std::string_view, 2> kSwiftSpoken = {"swift", "swiftui"};

inline constexpr Language kSwift = {
    .name = "swift",
    .extensions = kSwiftExtensions,
    .spoken_names = kSwiftSpoken,
};

}  // namespace skillwake::matcher::languages
