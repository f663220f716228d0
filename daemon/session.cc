#include "daemon/session.h"

#include <algorithm>

namespace skillwake::daemon {

Session& Sessions::open(const std::string& id, Clock::Duration now) {
    const auto known = sessions_.find(id);
    if (known == sessions_.end() && sessions_.size() >= most_) {
        forget_longest_unused();
    }
    auto& session = sessions_[id];
    session.used_at = now;
    return session;
}

Session* Sessions::find(const std::string& id) {
    const auto known = sessions_.find(id);
    return known == sessions_.end() ? nullptr : &known->second;
}

bool Sessions::forget(const std::string& id) {
    return sessions_.erase(id) > 0;
}

Agent& Sessions::agent(Session& session, const std::string& name) const {
    auto& agents = session.agents;
    if (agents.count(name) == 0 && agents.size() >= most_agents_) {
        // The main agent's empty name sorts first: it is kept.
        const auto first = agents.count("") > 0 ? std::next(agents.begin()) : agents.begin();
        const auto oldest = std::min_element(
            first, agents.end(), [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        if (oldest != agents.end()) {
            agents.erase(oldest);
        }
    }
    auto& agent = agents[name];
    agent.used = ++session.uses;
    return agent;
}

void Sessions::forget_longest_unused() {
    const auto oldest =
        std::min_element(sessions_.begin(), sessions_.end(),
                         [](const auto& a, const auto& b) { return a.second.used_at < b.second.used_at; });
    if (oldest != sessions_.end()) {
        sessions_.erase(oldest);
    }
}

void apply_phase(Agent& agent, protocol::SessionPhase phase) {
    using Phase = protocol::SessionPhase;
    switch (phase) {
        case Phase::Start:
        case Phase::SubagentStart:
            agent.ledger = {};
            agent.memory.clear();
            return;
        case Phase::Compact:
            agent.ledger.lose_all();
            return;
        case Phase::Clear:
            agent.ledger.lose_all();
            agent.memory.clear();
            return;
        case Phase::Fork:
        case Phase::Resume:
        case Phase::End:
            return;
    }
}

}  // namespace skillwake::daemon
