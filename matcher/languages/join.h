#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace skillwake::matcher::languages {

/// Queries of one family share parts: kText is all of them in order, put together at compile time.
template <const std::string_view&... Parts>
class Joined {
    static constexpr auto join() {
        std::array<char, (Parts.size() + ...)> bytes{};
        std::size_t at = 0;
        ((std::copy(Parts.begin(), Parts.end(), bytes.begin() + at), at += Parts.size()), ...);
        return bytes;
    }
    static constexpr auto kBytes = join();

public:
    static constexpr std::string_view kText{kBytes.data(), kBytes.size()};
};

}  // namespace skillwake::matcher::languages
