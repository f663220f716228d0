#pragma once

/// Marks a function whose loops go over arrays of numbers: it is compiled for several generations of x86-64
/// processors, and the start of the program chooses the one that runs. Elsewhere, and for sanitizers, which
/// are not ready when that choice is made, it is compiled once.
///
/// Loops take kWideLanes numbers in a step, each for itself, so that the compiler sees how wide they may be:
/// an older processor takes them in parts.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SKILLWAKE_WIDE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SKILLWAKE_WIDE
#endif
#endif
#if !defined(SKILLWAKE_WIDE) && defined(__x86_64__) && defined(__linux__)
#define SKILLWAKE_WIDE [[gnu::target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")]]
#elif !defined(SKILLWAKE_WIDE)
#define SKILLWAKE_WIDE
#endif

#include <cstddef>

namespace skillwake {

inline constexpr std::size_t kWideLanes = 8;

}  // namespace skillwake
