#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>

namespace skillwake::daemon {

/// The newest id of each key, among the last few that were added: so that a history need not be walked back
/// for every skill that is given.
///
///     most = 3; add(k, 1), add(m, 2), add(k, 3)    newest(k) = 3, newest(m) = 2
///     add(n, 4)                                    1 falls out: k still has 3
///     add(n, 5)                                    2 falls out: newest(m) = 0
class RecentIds {
public:
    explicit RecentIds(std::size_t most) : most_(most) {}

    /// Ids grow, from 1.
    void add(std::uint64_t key, std::uint64_t id) {
        order_.emplace_back(key, id);
        newest_[key] = id;
        if (order_.size() > most_) {
            const auto [old_key, old_id] = order_.front();
            order_.pop_front();
            if (const auto known = newest_.find(old_key); known->second == old_id) {
                newest_.erase(known);
            }
        }
    }
    /// 0: none.
    std::uint64_t newest(std::uint64_t key) const {
        const auto known = newest_.find(key);
        return known == newest_.end() ? 0 : known->second;
    }
    void clear() {
        order_.clear();
        newest_.clear();
    }

private:
    std::size_t most_;
    std::deque<std::pair<std::uint64_t, std::uint64_t>> order_;
    std::unordered_map<std::uint64_t, std::uint64_t> newest_;
};

}  // namespace skillwake::daemon
