#pragma once

#include "daemon/change.h"
#include "daemon/recent_ids.h"
#include "protocol/history.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// What was suggested, loaded and used, over all sessions. At the limit the oldest entry goes. Loop thread
/// only.
class History {
public:
    /// `sink` may be null, and must outlive the history.
    History(std::size_t most_entries, ChangeSink* sink) : most_(most_entries), sink_(sink) {}

    /// The entry's `id` is given here. A suggestion like the last one, which nothing came of, is not
    /// repeated.
    void add(protocol::HistoryEntry entry);
    /// The agent took up a skill: the last that it was told of it counts as used. Whether there was such an
    /// entry; of a session's entries of long ago nothing is known.
    bool mark_used(const std::string& session, const std::string& agent, const std::string& skill);
    void forget(const std::string& session);
    /// As it was written down, the oldest first; before anything is added.
    void restore(std::vector<protocol::HistoryEntry> entries);

    protocol::HistoryListResult list(const protocol::HistoryListParams& params) const;
    protocol::HistoryStatsResult stats() const;

    /// Entries that are looked back upon.
    static constexpr std::size_t kLookBack = 1'000;

private:
    void remember_recent();
    protocol::HistoryEntry* last_of(const std::string& session, const std::string& agent,
                                    const std::string& skill);

    std::deque<protocol::HistoryEntry> entries_;  ///< by id
    RecentIds recent_{kLookBack};                 ///< by session, agent and skill
    std::uint64_t last_id_ = 0;
    std::size_t most_;
    ChangeSink* sink_;
};

}  // namespace skillwake::daemon
