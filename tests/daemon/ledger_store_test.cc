#include "daemon/ledger_store.h"

#include "daemon/ledger_writer.h"
#include "daemon/session.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using Mode = protocol::DeliveryMode;
using Phase = protocol::SessionPhase;

constexpr seconds kNow{1'700'000'000};

LedgerStore opened(const fs::path& folder, const StoreLimits& limits = {}) {
    auto store = LedgerStore::open(folder, limits, kNow);
    REQUIRE_MESSAGE(store, store.error().message());
    return *std::move(store);
}

Ledger::Entry entry_of(const std::string& path, Mode mode = Mode::Full) {
    return {"skill" + path, path, "digest", Given::Automatic, mode, 10, kNow, true};
}

SessionSeen seen(const std::string& id, seconds at = kNow) {
    return {id, "/w", 1, at};
}

protocol::HistoryEntry history_entry(std::uint64_t id) {
    protocol::HistoryEntry entry;
    entry.id = id;
    entry.at = 5;
    entry.session = "s";
    entry.skill = "pdf";
    entry.action = protocol::HistoryAction::Loaded;
    entry.how = "automatic";
    entry.mode = Mode::Excerpt;
    entry.triggers = {"keyword a", "import b"};
    entry.tokens = 7;
    return entry;
}

/// "session[agent: path mode held|lost ...] ..." of what is written down.
std::string shown(const std::vector<SavedSession>& sessions) {
    std::string text;
    for (const auto& session : sessions) {
        text += session.session + "[";
        for (const auto& agent : session.agents) {
            text += agent.agent + ":";
            for (const auto& entry : agent.entries) {
                text += " " + entry.path + " " + std::string(protocol::name_of(entry.mode)) +
                        (entry.held ? " held" : " lost");
            }
            text += ";";
        }
        text += "] ";
    }
    return text;
}

std::string loaded(LedgerStore& store) {
    auto saved = store.load();
    REQUIRE(saved);
    return shown(saved->sessions);
}

TEST_CASE("A new store is empty and private; what is written is there when it is opened again") {
    const testing::TempDir dir;
    const auto folder = dir.path() / "a/skillwake";
    {
        auto store = opened(folder);
        CHECK(loaded(store).empty());
        const std::vector<Change> changes = {seen("s"), SkillGiven{"s", "", entry_of("/a"), 10},
                                             SkillGiven{"s", "sub", entry_of("/b", Mode::Outline), 20},
                                             HistoryAdded{history_entry(3)}, HistoryUsed{3}};
        REQUIRE(store.write(changes));
    }
    struct stat info {};
    REQUIRE(::stat(folder.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0700U);
    for (const auto& file : fs::directory_iterator(folder)) {
        CAPTURE(file.path().string());
        REQUIRE(::stat(file.path().c_str(), &info) == 0);
        CHECK((info.st_mode & 0777U) == 0600U);
    }
    auto store = opened(folder);
    CHECK(loaded(store) == "s[: /a full held;sub: /b outline held;] ");
    const auto saved = store.load();
    CHECK(saved->sessions[0].cwd == "/w");
    CHECK(saved->sessions[0].events == 1);
    CHECK(saved->sessions[0].used_at == kNow);
    CHECK(saved->sessions[0].agents[1].automatic_tokens == 20);
    CHECK(saved->sessions[0].agents[0].entries[0] == entry_of("/a"));
    auto entry = history_entry(3);
    entry.used = true;
    REQUIRE(saved->history.size() == 1);
    CHECK(protocol::to_json(saved->history[0]) == protocol::to_json(entry));
}

TEST_CASE("Each change does to the store what it says") {
    const testing::TempDir dir;
    auto store = opened(dir.path());
    const std::vector<Change> given = {seen("s"), SkillGiven{"s", "", entry_of("/a"), 10},
                                       SkillGiven{"s", "sub", entry_of("/b"), 10}, seen("t"),
                                       SkillGiven{"t", "", entry_of("/a"), 10}};
    REQUIRE(store.write(given));
    REQUIRE(store.write(std::vector<Change>{SkillsLost{"s", ""}}));
    CHECK(loaded(store) == "s[: /a full lost;sub: /b full held;] t[: /a full held;] ");
    REQUIRE(store.write(std::vector<Change>{SkillGiven{"s", "", entry_of("/a", Mode::Outline), 20}}));
    CHECK(loaded(store) == "s[: /a outline held;sub: /b full held;] t[: /a full held;] ");
    REQUIRE(store.write(std::vector<Change>{AgentCleared{"s", "sub"}}));
    CHECK(loaded(store) == "s[: /a outline held;] t[: /a full held;] ");
    REQUIRE(store.write(std::vector<Change>{SessionForgotten{"s"}}));
    CHECK(loaded(store) == "t[: /a full held;] ");
    REQUIRE(store.write(std::vector<Change>{HistoryAdded{history_entry(1)}, HistoryForgotten{"s"}}));
    CHECK(store.load()->history.empty());
    REQUIRE(store.write(std::vector<Change>{seen("u")}, LedgerStore::Begin::Anew));
    CHECK(loaded(store) == "u[] ");
}

TEST_CASE("Any bytes may stand in names") {
    const testing::TempDir dir;
    auto store = opened(dir.path());
    const std::string odd("a'\"\0\xFF\n;--", 9);
    REQUIRE(store.write(std::vector<Change>{seen(odd), SkillGiven{odd, odd, entry_of(odd), 1}}));
    const auto saved = store.load();
    REQUIRE(saved);
    REQUIRE(saved->sessions.size() == 1);
    CHECK(saved->sessions[0].session == odd);
    CHECK(saved->sessions[0].agents[0].entries[0].path == odd);
}

TEST_CASE(
    "Old sessions, and those beyond the limit, are pruned when the store is opened; so is the history") {
    const testing::TempDir dir;
    StoreLimits limits;
    {
        auto store = opened(dir.path());
        REQUIRE(store.write(std::vector<Change>{
            seen("old", kNow - limits.oldest_session - seconds(1)), SkillGiven{"old", "", entry_of("/a"), 1},
            seen("kept", kNow - limits.oldest_session), seen("newest", kNow), seen("new", kNow - seconds(1)),
            HistoryAdded{history_entry(1)}, HistoryAdded{history_entry(2)}, HistoryAdded{history_entry(3)}}));
    }
    {
        auto store = opened(dir.path());
        CHECK(loaded(store) == "newest[] new[] kept[] ");
    }
    limits.sessions = 2;
    limits.history = 2;
    auto store = opened(dir.path(), limits);
    CHECK(loaded(store) == "newest[] new[] ");
    CHECK(store.load()->history.front().id == 2);
    REQUIRE(store.write(std::vector<Change>{HistoryAdded{history_entry(4)}}));
    CHECK(store.load()->history.front().id == 3);
}

TEST_CASE("A damaged database is kept aside and a new one begun") {
    const testing::TempDir dir;
    const std::string garbage(8'192, 'x');
    dir.write("ledger.db", garbage);
    auto store = opened(dir.path());
    CHECK(store.damaged_aside() == (dir.path() / "ledger.db.damaged").string());
    CHECK(fs::file_size(store.damaged_aside()) == garbage.size());
    CHECK(loaded(store).empty());
    REQUIRE(store.write(std::vector<Change>{seen("s")}));
}

TEST_CASE("A database whose pages were overwritten is found out") {
    const testing::TempDir dir;
    {
        auto store = opened(dir.path());
        std::vector<Change> changes;
        for (int i = 0; i < 500; ++i) {
            changes.push_back(seen("session" + std::to_string(i)));
        }
        REQUIRE(store.write(changes));
    }
    const auto file = dir.path() / "ledger.db";
    const auto bytes = fs::file_size(file);
    REQUIRE(bytes > 16'384);
    {
        std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(4'096);
        out << std::string(static_cast<std::size_t>(bytes) - 4'096, '\x5A');
    }
    auto store = opened(dir.path());
    CHECK(!store.damaged_aside().empty());
    CHECK(loaded(store).empty());
}

TEST_CASE("A database of a newer version is left alone") {
    const testing::TempDir dir;
    { opened(dir.path()); }
    const auto file = dir.path() / "ledger.db";
    {
        std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(60);  // user_version, big-endian, in SQLite's file header
        out.write("\0\0\0\x07", 4);
    }
    const auto store = LedgerStore::open(dir.path(), {}, kNow);
    REQUIRE(!store);
    CHECK(store.error().message() == file.string() + ": written by a newer version of skillwaked");
    CHECK(!fs::exists(file.string() + ".damaged"));
}

TEST_CASE("A folder that cannot be used is an error") {
    const testing::TempDir dir;
    dir.write("file", "");
    CHECK(!LedgerStore::open(dir.path() / "file", {}, kNow));
    CHECK(!LedgerStore::open(dir.path() / "file/below", {}, kNow));
    fs::create_directories(dir.path() / "taken/ledger.db");
    CHECK(!LedgerStore::open(dir.path() / "taken", {}, kNow));
}

/// Keeps what it was given.
struct Kept final : ChangeSink {
    void write(Change change) override { changes.push_back(std::move(change)); }
    std::vector<Change> changes;
};

/// The sessions of a live ledger as they would be saved.
std::string shown(const Sessions& sessions) {
    std::vector<SavedSession> saved;
    for (const auto& [id, session] : sessions.all()) {
        SavedSession one{id, session.cwd.string(), session.events, {}, {}};
        for (const auto& [name, agent] : session.agents) {
            if (!agent.ledger.entries().empty()) {
                auto entries = agent.ledger.entries();
                std::sort(entries.begin(), entries.end(),
                          [](const auto& a, const auto& b) { return a.path < b.path; });
                one.agents.push_back({name, 0, std::move(entries)});
            }
        }
        saved.push_back(std::move(one));
    }
    return shown(saved);
}

TEST_CASE("Any number of the first changes leaves a ledger that was true, or is between two that were") {
    const testing::TempDir dir;
    std::mt19937 random(7);
    Kept kept;
    Sessions sessions(3, 2, &kept);
    struct Moment {
        std::size_t changes;
        std::string ledger;
        std::set<std::string> held;
    };
    std::vector<Moment> moments = {{0, "", {}}};
    const auto held_in = [](const std::vector<SavedSession>& saved) {
        std::set<std::string> held;
        for (const auto& session : saved) {
            for (const auto& agent : session.agents) {
                for (const auto& entry : agent.entries) {
                    if (entry.held) {
                        held.insert(session.session + "/" + agent.agent + "/" + entry.path + "/" +
                                    std::string(protocol::name_of(entry.mode)));
                    }
                }
            }
        }
        return held;
    };
    for (int step = 0; step < 60; ++step) {
        const auto id = std::string(1, static_cast<char>('a' + random() % 4));
        const auto name = random() % 3 == 0 ? "sub" + std::to_string(random() % 2) : std::string();
        auto& session = sessions.open(id, seconds(step));
        sessions.seen(id, session, "/w", kNow);
        constexpr Phase kPhases[] = {Phase::Start, Phase::Compact, Phase::Clear, Phase::Fork, Phase::Resume};
        if (random() % 20 == 0) {
            sessions.forget(id);
        } else if (random() % 3 == 0) {
            sessions.apply(id, session, name,
                           {kPhases[random() % 5], std::string(1, static_cast<char>('a' + random() % 4))});
        } else {
            sessions.agent(id, session, name)
                .note(entry_of("/" + std::to_string(random() % 4),
                               random() % 2 == 0 ? Mode::Full : Mode::Outline));
        }
        std::vector<SavedSession> now;
        for (const auto& [other, live] : sessions.all()) {
            SavedSession one{other, "", 0, {}, {}};
            for (const auto& [agent_name, agent] : live.agents) {
                one.agents.push_back({agent_name, 0, agent.ledger.entries()});
            }
            now.push_back(std::move(one));
        }
        moments.push_back({kept.changes.size(), shown(sessions), held_in(now)});
    }
    for (std::size_t m = 1; m < moments.size(); ++m) {
        for (auto count = moments[m - 1].changes + 1; count <= moments[m].changes; ++count) {
            CAPTURE(count);
            const auto folder = dir.path() / std::to_string(count % 2);
            fs::remove_all(folder);
            auto store = opened(folder);
            REQUIRE(store.write(std::span(kept.changes).first(count)));
            auto saved = store.load();
            REQUIRE(saved);
            std::sort(saved->sessions.begin(), saved->sessions.end(),
                      [](const auto& a, const auto& b) { return a.session < b.session; });
            if (count == moments[m].changes) {
                CHECK(shown(saved->sessions) == moments[m].ledger);
            }
            for (const auto& held : held_in(saved->sessions)) {
                const bool was_true = moments[m - 1].held.count(held) + moments[m].held.count(held) > 0;
                CHECK_MESSAGE(was_true, held);
            }
        }
    }
}

TEST_CASE("A writer has written everything when it ends") {
    const testing::TempDir dir;
    std::vector<std::string> warnings;
    {
        LedgerWriter writer(opened(dir.path()), [&](const std::string& text) { warnings.push_back(text); });
        for (int i = 0; i < 1'000; ++i) {
            writer.write({seen("s" + std::to_string(i))});
        }
    }
    CHECK(warnings.empty());
    StoreLimits all;
    all.sessions = 2'000;
    auto store = opened(dir.path(), all);
    CHECK(store.load()->sessions.size() == 1'000);
}

TEST_CASE("Past its limit a writer's ledger begins anew, so that nothing untrue is believed") {
    const testing::TempDir dir;
    {
        auto store = opened(dir.path());
        REQUIRE(store.write(std::vector<Change>{seen("s"), SkillGiven{"s", "", entry_of("/a"), 1}}));
    }
    std::vector<std::string> warnings;
    {
        // A queue that holds nothing drops whatever waits.
        LedgerWriter writer(
            opened(dir.path()), [&](const std::string& text) { warnings.push_back(text); }, 0);
        writer.write({SkillsLost{"s", ""}});
        writer.write({seen("t")});
    }
    CHECK(!warnings.empty());
    auto store = opened(dir.path());
    CHECK(loaded(store).find("held") == std::string::npos);
}

}  // namespace
}  // namespace skillwake::daemon
