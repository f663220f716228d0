#pragma once

#include "base/clock.h"
#include "daemon/change.h"
#include "daemon/ledger.h"
#include "matcher/memory.h"
#include "protocol/event.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// The main agent of a conversation, or a subagent: each has a context of its own.
struct Agent {
    Ledger ledger;
    matcher::Memory memory;
    std::set<std::string> denied;  ///< paths of the skills for which a tool had to wait: once each
    std::uint64_t used = 0;        ///< the session's count of uses when it was used last
};

/// One conversation. Plain data.
struct Session {
    std::filesystem::path cwd;
    std::map<std::string, Agent> agents;  ///< the main agent's name is empty
    std::uint64_t events = 0;
    std::uint64_t uses = 0;  ///< of its agents
    Clock::Duration used_at{};
};

/// An agent, and the way to change what it has been given: each change is written down. Valid as long as the
/// agent is.
class AgentRecord {
public:
    /// Of no session: nothing is written down.
    explicit AgentRecord(Agent& agent) : agent_(agent) {}
    AgentRecord(Agent& agent, std::string session, std::string name, ChangeSink* sink)
        : agent_(agent), session_(std::move(session)), name_(std::move(name)), sink_(sink) {}

    const Ledger& ledger() const { return agent_.ledger; }
    matcher::Memory& memory() { return agent_.memory; }
    std::set<std::string>& denied() { return agent_.denied; }

    void note(Ledger::Entry entry);
    void lose_all();
    /// Nothing was given, nothing is remembered.
    void clear();
    /// It has what the other has.
    void copy(const Agent& other);

private:
    void write(Change change) const;

    Agent& agent_;
    std::string session_;
    std::string name_;
    ChangeSink* sink_ = nullptr;
};

/// The conversations that are remembered; beyond the limit the longest unused is forgotten. Loop thread only.
class Sessions {
public:
    /// `sink` may be null, and must outlive this.
    Sessions(std::size_t most_sessions, std::size_t most_agents, ChangeSink* sink = nullptr)
        : most_(most_sessions), most_agents_(most_agents), sink_(sink) {}

    /// The session of that name, made when there is none.
    Session& open(const std::string& id, Clock::Duration now);
    /// An event came: from `cwd`, at `wall`. Written down.
    void seen(const std::string& id, Session& session, const std::filesystem::path& cwd,
              std::chrono::seconds wall) const;
    /// nullptr: none of that name.
    Session* find(const std::string& id);
    bool forget(const std::string& id);
    const std::map<std::string, Session>& all() const { return sessions_; }

    /// The agent of that name within `session`, made when there is none; at the limit the longest unused
    /// subagent is forgotten.
    AgentRecord agent(const std::string& id, Session& session, const std::string& name) const;

    /// What a phase does to the agent that it concerns: a start is a new context, for a session as a whole
    /// when it is the main agent's; compaction loses its contents; clearing its evidence too; a fork begins
    /// with what the main agent of `from` has; a resumed or ended conversation keeps what it has. Twice is as
    /// once.
    void apply(const std::string& id, Session& session, const std::string& agent,
               const protocol::SessionEvent& event);

    /// As it was written down; before anything is opened. `steady` and `wall` are now.
    void restore(std::vector<SavedSession> saved, Clock::Duration steady, std::chrono::seconds wall);

private:
    void drop(std::map<std::string, Session>::iterator session);
    void write(Change change) const;

    std::map<std::string, Session> sessions_;
    std::size_t most_;
    std::size_t most_agents_;
    ChangeSink* sink_;
};

}  // namespace skillwake::daemon
