#pragma once

#include "matcher/evidence.h"

#include <cstdint>
#include <span>
#include <vector>

namespace skillwake::daemon {

/// Skills by a hash of something that they have, as a name: sorted by the hash, and a table of where its
/// leading bits begin, so that finding one is two steps. Immutable, and 20 bytes a skill. Hashes are to be
/// such that nobody can foresee them; two things may have the same one.
///
///     HashedIds ids({{0x9000..., b}, {0x1000..., a}, {0x9000..., c}});
///     starts_ = 0, 1, 1, 3   (two leading bits: 00 begins at 0, 01 and 10 at 1, 11 and the end at 3)
///     ids.find(0x9000...)    looks from starts_[2] to starts_[3]: b and c
class HashedIds {
public:
    struct Entry {
        std::uint64_t hash = 0;
        matcher::SkillId id{};

        auto operator<=>(const Entry&) const = default;
    };

    explicit HashedIds(std::vector<Entry> entries);

    /// Those of that hash, ids ascending.
    std::span<const Entry> find(std::uint64_t hash) const;
    /// By hash, then id.
    const std::vector<Entry>& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> starts_;  ///< by the leading bits, and the end
    unsigned shift_ = 63;                ///< leaves the leading bits
};

}  // namespace skillwake::daemon
