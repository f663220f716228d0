#pragma once

#include "base/clock.h"
#include "daemon/ledger.h"
#include "matcher/memory.h"
#include "protocol/event.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// The main agent of a conversation, or a subagent: each has a context of its own.
struct Agent {
    Ledger ledger;
    matcher::Memory memory;
    std::uint64_t used = 0;  ///< the session's count of uses when it was used last
};

/// One conversation. Plain data.
struct Session {
    std::filesystem::path cwd;
    std::map<std::string, Agent> agents;  ///< the main agent's name is empty
    std::uint64_t events = 0;
    std::uint64_t uses = 0;  ///< of its agents
    Clock::Duration used_at{};
};

/// The conversations that are remembered; beyond the limit the longest unused is forgotten. Loop thread only.
class Sessions {
public:
    Sessions(std::size_t most_sessions, std::size_t most_agents)
        : most_(most_sessions), most_agents_(most_agents) {}

    /// The session of that name, made when there is none.
    Session& open(const std::string& id, Clock::Duration now);
    /// nullptr: none of that name.
    Session* find(const std::string& id);
    bool forget(const std::string& id);
    const std::map<std::string, Session>& all() const { return sessions_; }

    /// The agent of that name within `session`, made when there is none; at the limit the longest unused
    /// subagent is forgotten.
    Agent& agent(Session& session, const std::string& name) const;

private:
    void forget_longest_unused();

    std::map<std::string, Session> sessions_;
    std::size_t most_;
    std::size_t most_agents_;
};

/// What a phase does to the agent that it concerns: a start is a new context, compaction loses its contents,
/// clearing its evidence too; a resumed or ended conversation keeps what it has.
void apply_phase(Agent& agent, protocol::SessionPhase phase);

}  // namespace skillwake::daemon
