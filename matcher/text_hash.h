#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace skillwake::matcher {

std::uint64_t random_seed();

/// The one that was told, or a random one.
std::uint64_t first_hash_seed();

/// Nobody else's to know, so that nobody can write skills or prompts whose words all collide: a random number
/// of the process, unless it was told one that it keeps.
inline std::uint64_t hash_seed() {
    static const std::uint64_t kSeed = first_hash_seed();
    return kSeed;
}

/// From the beginning, before anything was hashed: later it changes nothing.
void use_hash_seed(std::uint64_t seed);

/// A hash of short texts: eight bytes a step, each mixed by one wide multiplication.
inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed) {
    constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15U;
    constexpr std::uint64_t kSecond = 0xD6E8FEB86659FD93U;
    const auto mix = [](std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const auto product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    };
    const auto* at = text.data();
    auto left = text.size();
    auto state = seed ^ (left * kFirst);
    for (; left > 8; at += 8, left -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        state = mix(state ^ word, kSecond);
    }
    std::uint64_t word = 0;
    if (left >= 4) {  // two reads that may overlap
        std::uint32_t head = 0;
        std::uint32_t tail = 0;
        std::memcpy(&head, at, 4);
        std::memcpy(&tail, at + left - 4, 4);
        word = head | static_cast<std::uint64_t>(tail) << 32U;
    } else if (left > 0) {
        const auto byte = [at](std::size_t i) {
            return static_cast<std::uint64_t>(static_cast<std::uint8_t>(at[i]));
        };
        word = byte(0) | byte(left / 2) << 8U | byte(left - 1) << 16U;
    }
    return mix(mix(state ^ word, kSecond) ^ kFirst, kFirst | 1U);
}

inline std::uint64_t hash_text(std::string_view text) {
    return hash_text(text, hash_seed());
}

}  // namespace skillwake::matcher
