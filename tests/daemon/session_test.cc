#include "daemon/session.h"

#include "daemon/ledger.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using std::chrono::seconds;
using Phase = protocol::SessionPhase;

Ledger::Entry entry_of(const std::string& path, const std::string& digest) {
    return {"name", path, digest, Given::Automatic, 10, seconds(5), true};
}

TEST_CASE("A ledger holds the version of a skill that was given, and no other") {
    Ledger ledger;
    CHECK(!ledger.holds("/a", "1"));
    ledger.note(entry_of("/a", "1"));
    CHECK(ledger.holds("/a", "1"));
    CHECK(!ledger.holds("/a", "2"));
    CHECK(!ledger.holds("/b", "1"));
    CHECK(ledger.held_count() == 1);
}

TEST_CASE("A skill has one entry in a ledger, its newest") {
    Ledger ledger;
    ledger.note(entry_of("/a", "1"));
    ledger.note(entry_of("/b", "1"));
    ledger.note(entry_of("/a", "2"));
    REQUIRE(ledger.entries().size() == 2);
    CHECK(ledger.entries()[0].digest == "2");
    CHECK(!ledger.holds("/a", "1"));
    CHECK(ledger.holds("/a", "2"));
}

TEST_CASE("What a ledger lost stays written down, and may be given again") {
    Ledger ledger;
    ledger.note(entry_of("/a", "1"));
    ledger.lose_all();
    CHECK(!ledger.holds("/a", "1"));
    CHECK(ledger.held_count() == 0);
    REQUIRE(ledger.entries().size() == 1);
    CHECK(!ledger.entries()[0].held);
    ledger.note(entry_of("/a", "1"));
    CHECK(ledger.holds("/a", "1"));
    CHECK(ledger.entries().size() == 1);
}

TEST_CASE("The ways of being given have names") {
    CHECK(name_of(Given::Automatic) == "automatic");
    CHECK(name_of(Given::Mention) == "mention");
    CHECK(name_of(Given::Tool) == "tool");
}

/// An agent that was given a skill and has seen a file that speaks for it.
Agent worked_agent() {
    Agent agent;
    agent.ledger.note(entry_of("/a", "1"));
    matcher::Evidence evidence;
    evidence.kind = matcher::EvidenceKind::Import;
    evidence.weight = 0.8;
    evidence.path = "x.py";
    agent.memory.keep("/a", {evidence});
    return agent;
}

TEST_CASE("What each phase of a session leaves of an agent's ledger and memory") {
    struct Row {
        Phase phase;
        std::size_t held;
        std::size_t entries;
        bool remembers;
    };
    for (const auto& row : {Row{Phase::Start, 0, 0, false}, Row{Phase::SubagentStart, 0, 0, false},
                            Row{Phase::Compact, 0, 1, true}, Row{Phase::Clear, 0, 1, false},
                            Row{Phase::Resume, 1, 1, true}, Row{Phase::End, 1, 1, true}}) {
        CAPTURE(protocol::name_of(row.phase));
        auto agent = worked_agent();
        REQUIRE(agent.memory.strength("/a") > 0);
        apply_phase(agent, row.phase);
        CHECK(agent.ledger.held_count() == row.held);
        CHECK(agent.ledger.entries().size() == row.entries);
        CHECK((agent.memory.strength("/a") > 0) == row.remembers);
    }
}

TEST_CASE("A session is made when it is opened, found by its name, and gone when it is forgotten") {
    Sessions sessions(10, 10);
    CHECK(sessions.find("a") == nullptr);
    sessions.open("a", seconds(1)).cwd = "/w";
    REQUIRE(sessions.find("a") != nullptr);
    CHECK(sessions.find("a")->cwd == "/w");
    CHECK(sessions.open("a", seconds(2)).cwd == "/w");
    CHECK(sessions.all().size() == 1);
    CHECK(sessions.forget("a"));
    CHECK(!sessions.forget("a"));
    CHECK(sessions.find("a") == nullptr);
}

TEST_CASE("At the limit of sessions the longest unused is forgotten") {
    Sessions sessions(3, 10);
    sessions.open("a", seconds(1));
    sessions.open("b", seconds(2));
    sessions.open("c", seconds(3));
    sessions.open("a", seconds(4));
    CHECK(sessions.all().size() == 3);
    sessions.open("d", seconds(5));
    CHECK(sessions.all().size() == 3);
    CHECK(sessions.find("a") != nullptr);
    CHECK(sessions.find("b") == nullptr);
    CHECK(sessions.find("c") != nullptr);
    CHECK(sessions.find("d") != nullptr);
}

TEST_CASE("Each agent of a session has a ledger of its own") {
    Sessions sessions(10, 10);
    auto& session = sessions.open("a", seconds(1));
    sessions.agent(session, "").ledger.note(entry_of("/a", "1"));
    CHECK(sessions.agent(session, "").ledger.holds("/a", "1"));
    CHECK(!sessions.agent(session, "sub").ledger.holds("/a", "1"));
}

TEST_CASE("At the limit of agents the longest unused subagent is forgotten, never the main agent") {
    Sessions sessions(10, 3);
    auto& session = sessions.open("a", seconds(1));
    sessions.agent(session, "");
    sessions.agent(session, "z");
    sessions.agent(session, "b");
    sessions.agent(session, "z");
    sessions.agent(session, "c");
    CHECK(session.agents.size() == 3);
    CHECK(session.agents.count("") == 1);
    CHECK(session.agents.count("z") == 1);
    CHECK(session.agents.count("b") == 0);
    CHECK(session.agents.count("c") == 1);
}

}  // namespace
}  // namespace skillwake::daemon
