#include "daemon/session.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {

void AgentRecord::write(Change change) const {
    if (sink_ != nullptr) {
        sink_->write(std::move(change));
    }
}

void AgentRecord::note(Ledger::Entry entry) {
    if (agent_.ledger.note(entry)) {
        write(SkillGiven{session_, name_, std::move(entry), agent_.ledger.automatic_tokens()});
    }
}

void AgentRecord::lose_all() {
    agent_.ledger.lose_all();
    write(SkillsLost{session_, name_});
}

void AgentRecord::clear() {
    agent_.ledger = {};
    agent_.memory.clear();
    agent_.denied.clear();
    write(AgentCleared{session_, name_});
}

void AgentRecord::copy(const Agent& other) {
    const auto used = agent_.used;
    agent_ = other;
    agent_.used = used;
    write(AgentCleared{session_, name_});
    for (const auto& entry : agent_.ledger.entries()) {
        write(SkillGiven{session_, name_, entry, agent_.ledger.automatic_tokens()});
    }
}

Session& Sessions::open(const std::string& id, Clock::Duration now) {
    if (const auto known = sessions_.find(id); known != sessions_.end()) {
        known->second.used_at = now;
        return known->second;
    }
    if (sessions_.size() >= most_) {
        const auto oldest = std::min_element(
            sessions_.begin(), sessions_.end(),
            [](const auto& a, const auto& b) { return a.second.used_at < b.second.used_at; });
        if (oldest != sessions_.end()) {
            drop(oldest);
        }
    }
    auto& session = sessions_[id];
    session.used_at = now;
    return session;
}

void Sessions::seen(const std::string& id, Session& session, const std::filesystem::path& cwd,
                    std::chrono::seconds wall) const {
    if (session.cwd.native() != cwd.native()) {
        session.cwd = cwd;
    }
    write(SessionSeen{id, cwd.string(), session.events, wall});
}

Session* Sessions::find(const std::string& id) {
    const auto known = sessions_.find(id);
    return known == sessions_.end() ? nullptr : &known->second;
}

bool Sessions::forget(const std::string& id) {
    const auto known = sessions_.find(id);
    if (known == sessions_.end()) {
        return false;
    }
    drop(known);
    return true;
}

void Sessions::drop(std::map<std::string, Session>::iterator session) {
    write(SessionForgotten{session->first});
    sessions_.erase(session);
}

AgentRecord Sessions::agent(const std::string& id, Session& session, const std::string& name) const {
    auto& agents = session.agents;
    if (agents.count(name) == 0 && agents.size() >= most_agents_) {
        // The main agent's empty name sorts first: it is kept.
        const auto first = agents.count("") > 0 ? std::next(agents.begin()) : agents.begin();
        const auto oldest = std::min_element(
            first, agents.end(), [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        if (oldest != agents.end()) {
            write(AgentCleared{id, oldest->first});
            agents.erase(oldest);
        }
    }
    auto& agent = agents[name];
    agent.used = ++session.uses;
    return {agent, id, name, sink_};
}

void Sessions::apply(const std::string& id, Session& session, const std::string& agent,
                     const protocol::SessionEvent& event) {
    using Phase = protocol::SessionPhase;
    switch (event.phase) {
        case Phase::Start:
            if (agent.empty()) {
                for (const auto& [name, other] : session.agents) {
                    write(AgentCleared{id, name});
                }
                session.agents.clear();
            }
            this->agent(id, session, agent).clear();
            return;
        case Phase::SubagentStart:
            // A subagent that the host does not name is not the main agent, whose context goes on.
            if (!agent.empty()) {
                this->agent(id, session, agent).clear();
            }
            return;
        case Phase::Clear:
            this->agent(id, session, agent).clear();
            return;
        case Phase::Compact:
            this->agent(id, session, agent).lose_all();
            return;
        case Phase::Fork:
            if (const auto from = sessions_.find(event.from.value_or("")); from != sessions_.end()) {
                const auto original = from->second.agents.find("");
                if (&from->second != &session && original != from->second.agents.end()) {
                    this->agent(id, session, agent).copy(original->second);
                }
            }
            return;
        case Phase::Resume:
        case Phase::End:
            return;
    }
}

void Sessions::restore(std::vector<SavedSession> saved, Clock::Duration steady, std::chrono::seconds wall) {
    for (auto& one : saved) {
        if (sessions_.size() >= most_) {
            return;
        }
        auto& session = sessions_[one.session];
        session.cwd = std::move(one.cwd);
        session.events = one.events;
        session.used_at = steady - std::max(wall - one.used_at, std::chrono::seconds(0));
        for (auto& agent : one.agents) {
            session.agents[agent.agent].ledger =
                Ledger::restored(std::move(agent.entries), agent.automatic_tokens);
        }
    }
}

void Sessions::write(Change change) const {
    if (sink_ != nullptr) {
        sink_->write(std::move(change));
    }
}

}  // namespace skillwake::daemon
