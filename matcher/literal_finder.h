#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace skillwake::matcher {

/// Tells which of many literals occur in a text: one pass, one hash probe a byte.
class LiteralFinder {
public:
    static constexpr std::size_t kShortest = 3;  ///< bytes of a literal; shorter ones tell too little

    /// The literals' places in this list are their numbers. None shorter than kShortest.
    void compile(const std::vector<std::string>& literals);

    /// The numbers of those that occur in `text`, ascending.
    std::vector<int> find(std::string_view text) const;

private:
    std::vector<std::string> literals_;
    std::unordered_map<std::uint32_t, std::vector<int>> by_head_;  ///< by their first three bytes
    std::vector<bool> heads_;  ///< whether a head may be there, by its hash
};

}  // namespace skillwake::matcher
