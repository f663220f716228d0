#pragma once

#include "matcher/glob.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::matcher {

/// Tells which of many globs may hold for a path, without trying all of them. A path must end with some
/// letters, begin with some, or lie in folders of some name; of these a glob is found by what fewest others
/// ask for:
///
///     "**/*.py"        ends with ".py"           "docs/**"       begins with "docs/", lies in "docs"
///     "**/Dockerfile"  ends with "ckerfile"      "**/api/*.py"   ends with ".py", lies in "api": found by
///     "api"
///
/// Of the letters the last 8 count (or the first). A glob that asks for nothing, "**", is always told.
class GlobIndex {
public:
    void add(const Glob& glob, std::uint32_t number);
    /// Once, after the last add().
    void finish();

    /// The numbers, ascending, each once. All globs that hold are among them.
    std::vector<std::uint32_t> candidates(std::string_view path) const;

private:
    enum class Side { Begin, End, Folder };
    /// A hash of the letters, of their number and of the side.
    static std::uint64_t key_of(std::string_view letters, Side side);
    struct Wish {
        std::uint64_t key = 0;
        Side side = Side::End;
        std::uint8_t letters = 0;
    };
    struct Entry {
        std::uint64_t key = 0;
        std::uint32_t number = 0;
        auto operator<=>(const Entry&) const = default;
    };
    void append(std::vector<std::uint32_t>& found, std::uint64_t key) const;

    std::vector<Wish> wishes_;  ///< of one alternative after the other, until finish()
    /// Alternatives: the end of their wishes, and the number of their glob; until finish().
    std::vector<std::pair<std::size_t, std::uint32_t>> alternatives_;
    std::vector<Entry> entries_;        ///< by key
    std::vector<std::uint32_t> slots_;  ///< by the first bits of a key: where its entries begin; and one more
    unsigned slot_shift_ = 63;
    std::vector<std::uint32_t> always_;
    std::uint32_t begin_lengths_ = 0;  ///< bit i: some glob is found by i letters there
    std::uint32_t end_lengths_ = 0;
    bool has_folders_ = false;
};

}  // namespace skillwake::matcher
