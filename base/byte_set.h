#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace skillwake {

/// Bytes, as a set that is asked in one step: `static constexpr ByteSet kBlanks(" \t\n");`
class ByteSet {
public:
    explicit constexpr ByteSet(std::string_view bytes) {
        for (const char byte : bytes) {
            in_[static_cast<std::uint8_t>(byte)] = true;
        }
    }
    /// Those for which `belongs(char)` holds.
    template <class Belongs>
    static constexpr ByteSet of(Belongs belongs) {
        ByteSet set("");
        for (std::size_t byte = 0; byte < set.in_.size(); ++byte) {
            set.in_[byte] = belongs(static_cast<char>(byte));
        }
        return set;
    }

    constexpr bool contains(char byte) const { return in_[static_cast<std::uint8_t>(byte)]; }

private:
    std::array<bool, 256> in_{};
};

}  // namespace skillwake
