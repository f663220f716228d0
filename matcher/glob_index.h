#pragma once

#include "matcher/glob.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Tells which of many globs may hold for a path, without trying all of them: by the letters that a path must
/// end with, else by those that it must begin with.
///
///     "**/*.py"  ends with ".py"       "**/Dockerfile"  ends with "Dockerfile"       "docs/**"  begins with
///     "docs/"
///
/// Of the letters the last 8 count (or the first). A glob that asks for none, "**", is always told.
class GlobIndex {
public:
    void add(const Glob& glob, std::uint32_t number);
    /// Once, after the last add().
    void finish();

    /// The numbers, ascending, each once. All globs that hold are among them.
    std::vector<std::uint32_t> candidates(std::string_view path) const;

private:
    struct Entry {
        std::uint64_t key = 0;  ///< hash of the letters, of their number and of the side
        std::uint32_t number = 0;
        auto operator<=>(const Entry&) const = default;
    };
    enum class Side { Begin, End };
    static std::uint64_t key_of(std::string_view letters, Side side);
    void append(std::vector<std::uint32_t>& found, std::uint64_t key) const;

    std::vector<Entry> entries_;  ///< by key
    std::vector<std::uint32_t> always_;
    std::uint32_t begin_lengths_ = 0;  ///< bit i: some glob asks for i letters there
    std::uint32_t end_lengths_ = 0;
};

}  // namespace skillwake::matcher
