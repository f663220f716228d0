#include "daemon/session.h"

#include "daemon/ledger.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using std::chrono::seconds;
using Phase = protocol::SessionPhase;
using Mode = protocol::DeliveryMode;

Ledger::Entry entry_of(const std::string& path, const std::string& digest) {
    return {"name", path, digest, Given::Automatic, Mode::Full, 10, seconds(5), true};
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

TEST_CASE("A ledger tells how much of a skill is held, and less than that changes nothing") {
    Ledger ledger;
    auto entry = entry_of("/a", "1");
    entry.mode = Mode::Outline;
    CHECK(ledger.note(entry));
    CHECK(ledger.held("/a", "1") == Mode::Outline);
    CHECK(!ledger.holds("/a", "1"));
    entry.mode = Mode::Line;
    CHECK(!ledger.note(entry));
    CHECK(ledger.held("/a", "1") == Mode::Outline);
    entry.mode = Mode::Full;
    CHECK(ledger.note(entry));
    CHECK(ledger.holds("/a", "1"));
    entry.digest = "2";
    entry.mode = Mode::Line;
    CHECK(ledger.note(entry));
    CHECK(ledger.held("/a", "1") == std::nullopt);
    CHECK(ledger.held("/a", "2") == Mode::Line);
    CHECK(ledger.held_count() == 0);
}

TEST_CASE("A skill is lost when its content was; a line is none") {
    Ledger ledger;
    auto line = entry_of("/line", "1");
    line.mode = Mode::Line;
    ledger.note(line);
    ledger.note(entry_of("/a", "1"));
    CHECK(!ledger.lost("/a"));
    ledger.lose_all();
    CHECK(ledger.lost("/a"));
    CHECK(!ledger.lost("/line"));
    CHECK(!ledger.lost("/b"));
}

TEST_CASE("A ledger adds up what nobody asked for") {
    Ledger ledger;
    ledger.note(entry_of("/a", "1"));
    auto tool = entry_of("/b", "1");
    tool.how = Given::Tool;
    ledger.note(tool);
    ledger.lose_all();
    ledger.note(entry_of("/a", "1"));
    CHECK(ledger.automatic_tokens() == 20);
}

TEST_CASE("At its limit a ledger drops its oldest entry") {
    Ledger ledger;
    for (const auto* path : {"/a", "/b", "/c"}) {
        ledger.note(entry_of(path, "1"), 2);
    }
    CHECK(ledger.entries().size() == 2);
    CHECK(!ledger.holds("/a", "1"));
    CHECK(ledger.holds("/c", "1"));
}

TEST_CASE("The ways of being given have names") {
    CHECK(name_of(Given::Automatic) == "automatic");
    CHECK(name_of(Given::Mention) == "mention");
    CHECK(name_of(Given::Tool) == "tool");
    CHECK(name_of(Given::Script) == "script");
    for (const auto* name : {"automatic", "mention", "tool", "typed", "read", "script"}) {
        REQUIRE(given_named(name));
        CHECK(name_of(*given_named(name)) == name);
    }
    CHECK(!given_named("gift"));
}

/// A session whose agent was given a skill and has seen a file that speaks for it.
void work(Sessions& sessions, const std::string& id, const std::string& name) {
    auto agent = sessions.agent(id, sessions.open(id, seconds(1)), name);
    agent.note(entry_of("/a", "1"));
    agent.denied().insert("/b");
    matcher::Evidence evidence;
    evidence.kind = matcher::EvidenceKind::Import;
    evidence.weight = 0.8;
    evidence.path = "x.py";
    agent.memory().keep("/a", {evidence});
}

TEST_CASE("What each phase of a session leaves of an agent, once or twice told") {
    struct Row {
        Phase phase;
        std::size_t held;
        std::size_t entries;
        bool remembers;
    };
    for (const auto& row :
         {Row{Phase::Start, 0, 0, false}, Row{Phase::SubagentStart, 0, 0, false},
          Row{Phase::Compact, 0, 1, true}, Row{Phase::Clear, 0, 0, false}, Row{Phase::Resume, 1, 1, true},
          Row{Phase::End, 1, 1, true}, Row{Phase::Fork, 1, 1, true}}) {
        for (const int times : {1, 2}) {
            CAPTURE(protocol::name_of(row.phase));
            CAPTURE(times);
            Sessions sessions(10, 10);
            work(sessions, "s", "sub");
            auto& session = *sessions.find("s");
            for (int i = 0; i < times; ++i) {
                sessions.apply("s", session, "sub", {row.phase, std::nullopt});
            }
            const auto& agent = session.agents.at("sub");
            CHECK(agent.ledger.held_count() == row.held);
            CHECK(agent.ledger.entries().size() == row.entries);
            CHECK((agent.memory.strength("/a") > 0) == row.remembers);
            CHECK(agent.denied.empty() == !row.remembers);
        }
    }
}

TEST_CASE("A session that starts anew has no subagents; a nameless subagent changes nothing") {
    Sessions sessions(10, 10);
    work(sessions, "s", "");
    work(sessions, "s", "sub");
    auto& session = *sessions.find("s");
    sessions.apply("s", session, "", {Phase::SubagentStart, std::nullopt});
    CHECK(session.agents.at("").ledger.held_count() == 1);
    sessions.apply("s", session, "", {Phase::Start, std::nullopt});
    CHECK(session.agents.count("sub") == 0);
    CHECK(session.agents.at("").ledger.entries().empty());
}

TEST_CASE("A fork begins with what the main agent of the other session has, and goes its own way") {
    Sessions sessions(10, 10);
    work(sessions, "old", "");
    work(sessions, "old", "sub");
    auto& fork = sessions.open("new", seconds(2));
    sessions.agent("new", fork, "").note(entry_of("/own", "1"));
    sessions.apply("new", fork, "", {Phase::Fork, "old"});
    CHECK(fork.agents.size() == 1);
    CHECK(fork.agents.at("").ledger.entries().size() == 1);
    CHECK(fork.agents.at("").ledger.holds("/a", "1"));
    CHECK(fork.agents.at("").memory.strength("/a") > 0);
    sessions.apply("new", fork, "", {Phase::Clear, std::nullopt});
    CHECK(sessions.find("old")->agents.at("").ledger.holds("/a", "1"));
    for (const auto* from : {"new", "unknown"}) {
        sessions.apply("old", *sessions.find("old"), "", {Phase::Fork, from});
    }
    CHECK(!sessions.find("old")->agents.at("").ledger.holds("/own", "1"));
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
    sessions.agent("a", session, "").note(entry_of("/a", "1"));
    CHECK(sessions.agent("a", session, "").ledger().holds("/a", "1"));
    CHECK(!sessions.agent("a", session, "sub").ledger().holds("/a", "1"));
}

TEST_CASE("At the limit of agents the longest unused subagent is forgotten, never the main agent") {
    Sessions sessions(10, 3);
    auto& session = sessions.open("a", seconds(1));
    sessions.agent("a", session, "");
    sessions.agent("a", session, "z");
    sessions.agent("a", session, "b");
    sessions.agent("a", session, "z");
    sessions.agent("a", session, "c");
    CHECK(session.agents.size() == 3);
    CHECK(session.agents.count("") == 1);
    CHECK(session.agents.count("z") == 1);
    CHECK(session.agents.count("b") == 0);
    CHECK(session.agents.count("c") == 1);
}

}  // namespace
}  // namespace skillwake::daemon
