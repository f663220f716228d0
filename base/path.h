#pragma once

#include <algorithm>
#include <filesystem>

namespace skillwake {

/// Whether `inner` is `outer` or lies below it, as their names say; both normal, `outer` without a last
/// slash.
inline bool lies_in(const std::filesystem::path& inner, const std::filesystem::path& outer) {
    // GCOVR_EXCL_BR_START: it has no branch but those of iterators that never throw.
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
    // GCOVR_EXCL_BR_STOP
}

}  // namespace skillwake
