#pragma once

#include "daemon/ledger.h"
#include "protocol/history.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// What changes in the ledger and the history, as records that something can write down, and all of it as it
/// was written down. Plain data. Each record alone leaves a consistent ledger behind, so any number of the
/// first ones of a list does.
namespace skillwake::daemon {

/// An event of a session, and where it stands.
struct SessionSeen {
    std::string session;
    std::string cwd;
    std::uint64_t events = 0;
    std::chrono::seconds used_at{};  ///< since 1970
};
struct SkillGiven {
    std::string session;
    std::string agent;
    Ledger::Entry entry;
    std::uint64_t automatic_tokens = 0;  ///< of the agent, this entry's among them
};
struct SkillsLost {
    std::string session;
    std::string agent;
};
/// Its context is empty, or nobody remembers the agent.
struct AgentCleared {
    std::string session;
    std::string agent;
};
struct SessionForgotten {
    std::string session;
};
struct HistoryAdded {
    protocol::HistoryEntry entry;
};
struct HistoryUsed {
    std::uint64_t id = 0;
};
struct HistoryForgotten {
    std::string session;
};

using Change = std::variant<SessionSeen, SkillGiven, SkillsLost, AgentCleared, SessionForgotten, HistoryAdded,
                            HistoryUsed, HistoryForgotten>;

/// Where changes go. Does not wait for a disk.
class ChangeSink {
public:
    virtual ~ChangeSink() = default;
    virtual void write(Change change) = 0;
};

struct SavedAgent {
    std::string agent;
    std::uint64_t automatic_tokens = 0;
    std::vector<Ledger::Entry> entries;
};
struct SavedSession {
    std::string session;
    std::string cwd;
    std::uint64_t events = 0;
    std::chrono::seconds used_at{};
    std::vector<SavedAgent> agents;
};
struct Saved {
    std::vector<SavedSession> sessions;
    std::vector<protocol::HistoryEntry> history;  ///< the oldest first
};

}  // namespace skillwake::daemon
