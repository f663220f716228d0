#pragma once

#include <algorithm>
#include <filesystem>

namespace skillwake {

/// Whether `inner` is `outer` or lies below it, as their names say; both normal, `outer` without a last
/// slash.
inline bool lies_in(const std::filesystem::path& inner, const std::filesystem::path& outer) {
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

}  // namespace skillwake
