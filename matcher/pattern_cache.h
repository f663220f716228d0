#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace re2 {
class RE2;
}

namespace skillwake::matcher {

/// Compiled RE2 patterns by their numbers, the last used ones of them: one takes 4 KB, and 20 KB once it has
/// run, and most patterns of a large catalogue never run. For any thread.
class PatternCache {
public:
    static constexpr std::size_t kMost = 1'024;

    PatternCache();
    ~PatternCache();

    /// Compiled now, or before. `text`: the pattern of that number, one that compiles.
    std::shared_ptr<const re2::RE2> get(std::uint32_t number, const std::string& text);

private:
    using Entry = std::pair<std::uint32_t, std::shared_ptr<const re2::RE2>>;

    std::mutex mutex_;
    std::list<Entry> used_;  ///< the last one first
    std::unordered_map<std::uint32_t, std::list<Entry>::iterator> places_;
};

}  // namespace skillwake::matcher
