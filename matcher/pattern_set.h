#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Many RE2 patterns over one text, each behind the literals that it requires: a pattern runs only where they
/// occur.
class PatternSet {
public:
    PatternSet();
    PatternSet(PatternSet&&) noexcept;
    PatternSet& operator=(PatternSet&&) noexcept;
    ~PatternSet();

    /// Errc::Invalid: not RE2 syntax (the message says where), or it would need more than kMaxPatternMemory.
    Status add(const std::string& pattern, std::uint32_t number);
    /// Once, after the last add().
    void compile();

    struct Hit {
        std::uint32_t number = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    /// The first places of each pattern that holds, at most kMaxHits each, by number. A match of nothing
    /// counts not.
    std::vector<Hit> find(std::string_view text) const;

    static constexpr std::int64_t kMaxPatternMemory = 1 << 20;
    static constexpr std::size_t kMaxHits = 4;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace skillwake::matcher
