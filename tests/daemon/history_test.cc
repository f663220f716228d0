#include "daemon/history.h"

#include "tests/daemon/house.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace skillwake::daemon {
namespace {

using Action = protocol::HistoryAction;

protocol::HistoryEntry entry_of(const std::string& skill, Action action, const std::string& session = "s") {
    protocol::HistoryEntry entry;
    entry.at = 7;
    entry.session = session;
    entry.skill = skill;
    entry.action = action;
    entry.how = "automatic";
    entry.triggers = {"keyword a"};
    entry.tokens = 10;
    return entry;
}

/// "loaded pdf used, ..." with the newest first.
std::string shown(const History& history, const protocol::HistoryListParams& params = {}) {
    std::string text;
    for (const auto& entry : history.list(params).entries) {
        text += (text.empty() ? "" : ", ") + std::string(protocol::name_of(entry.action)) + " " +
                entry.skill + (entry.used ? " used" : "");
    }
    return text;
}

/// Keeps what it was given.
struct Kept final : ChangeSink {
    void write(Change change) override { changes.push_back(std::move(change)); }
    std::vector<Change> changes;
};

TEST_CASE("A history lists the newest first, by session, by skill, so many") {
    History history(100, nullptr);
    history.add(entry_of("pdf", Action::Loaded, "one"));
    history.add(entry_of("plugin:pdf", Action::Loaded, "two"));
    history.add(entry_of("rockets", Action::Suggested, "two"));
    CHECK(shown(history) == "suggested rockets, loaded plugin:pdf, loaded pdf");
    CHECK(shown(history, {"two", {}, 50}) == "suggested rockets, loaded plugin:pdf");
    CHECK(shown(history, {{}, "PDF", 50}) == "loaded plugin:pdf, loaded pdf");
    CHECK(shown(history, {{}, "plugin:pdf", 50}) == "loaded plugin:pdf");
    CHECK(shown(history, {{}, {}, 1}) == "suggested rockets");
    CHECK(shown(history, {{}, {}, 0}).empty());
    history.forget("two");
    CHECK(shown(history) == "loaded pdf");
}

TEST_CASE("At its limit a history drops the oldest") {
    History history(2, nullptr);
    for (const auto* name : {"a", "b", "c"}) {
        history.add(entry_of(name, Action::Loaded));
    }
    CHECK(shown(history) == "loaded c, loaded b");
}

TEST_CASE("A history of no entries keeps none, and is asked all the same") {
    History history(0, nullptr);
    history.add(entry_of("a", Action::Suggested));
    history.add(entry_of("a", Action::Suggested));
    CHECK(!history.mark_used("s", "", "a"));
    CHECK(shown(history).empty());
}

TEST_CASE("What was told last of a skill counts as used, once, and only in its own session and agent") {
    Kept kept;
    History history(100, &kept);
    history.add(entry_of("pdf", Action::Suggested));
    history.add(entry_of("pdf", Action::Loaded));
    history.add(entry_of("rockets", Action::Loaded));
    CHECK(!history.mark_used("other", "", "pdf"));
    CHECK(!history.mark_used("s", "sub", "pdf"));
    CHECK(history.mark_used("s", "", "pdf"));
    CHECK(history.mark_used("s", "", "pdf"));
    CHECK(shown(history) == "loaded rockets, loaded pdf used, suggested pdf");
    REQUIRE(kept.changes.size() == 4);
    CHECK(std::get<HistoryUsed>(kept.changes[3]).id == 2);
}

TEST_CASE("What was told long ago cannot be marked as used any more") {
    for (const auto others : {History::kLookBack - 1, History::kLookBack}) {
        CAPTURE(others);
        History history(5'000, nullptr);
        history.add(entry_of("pdf", Action::Loaded));
        for (std::size_t i = 0; i < others; ++i) {
            history.add(entry_of("rockets", Action::Loaded));
        }
        CHECK(history.mark_used("s", "", "rockets"));
        CHECK(history.mark_used("s", "", "pdf") == (others < History::kLookBack));
    }
}

TEST_CASE("Entries are found again after others were forgotten, dropped at the limit, or restored") {
    History history(3, nullptr);
    history.add(entry_of("a", Action::Loaded, "one"));
    history.add(entry_of("b", Action::Loaded, "two"));
    history.add(entry_of("c", Action::Loaded, "one"));
    history.forget("one");
    CHECK(!history.mark_used("one", "", "a"));
    CHECK(history.mark_used("two", "", "b"));
    history.add(entry_of("d", Action::Loaded, "two"));
    history.add(entry_of("e", Action::Loaded, "two"));
    history.add(entry_of("f", Action::Loaded, "two"));
    CHECK(!history.mark_used("two", "", "b"));
    CHECK(history.mark_used("two", "", "d"));

    auto saved = history.list({}).entries;
    std::reverse(saved.begin(), saved.end());
    History restored(3, nullptr);
    restored.restore(saved);
    CHECK(restored.mark_used("two", "", "f"));
    CHECK(shown(restored) == "loaded f used, loaded e, loaded d used");
}

TEST_CASE("A suggestion that nothing came of is not written again") {
    History history(100, nullptr);
    history.add(entry_of("pdf", Action::Suggested));
    history.add(entry_of("pdf", Action::Suggested));
    CHECK(shown(history) == "suggested pdf");
    history.mark_used("s", "", "pdf");
    history.add(entry_of("pdf", Action::Suggested));
    CHECK(shown(history) == "suggested pdf, suggested pdf used");
}

TEST_CASE("Statistics count by skill and trigger") {
    History history(100, nullptr);
    history.add(entry_of("pdf", Action::Suggested));
    history.mark_used("s", "", "pdf");
    auto loaded = entry_of("pdf", Action::Loaded);
    loaded.triggers = {"keyword a", "import b"};
    history.add(loaded);
    history.add(entry_of("rockets", Action::Used));
    const auto stats = history.stats();
    CHECK(stats.entries == 3);
    CHECK(stats.since == 7);
    REQUIRE(stats.skills.size() == 2);
    CHECK(protocol::to_json(stats.skills[0]) ==
          R"({"skill":"pdf","suggested":1,"loaded":1,"used":1,"unaided":0,"tokens":10,"triggers":[)"
          R"({"trigger":"keyword a","suggested":1,"loaded":1,"used":1,"tokens":10},)"
          R"({"trigger":"import b","suggested":0,"loaded":1,"used":0,"tokens":10}]})");
    CHECK(stats.skills[1].unaided == 1);
}

TEST_CASE("A restored history goes on where it was") {
    History history(2, nullptr);
    auto old = entry_of("a", Action::Loaded);
    old.id = 40;
    auto newer = entry_of("b", Action::Loaded);
    newer.id = 41;
    history.restore({old, old, newer});
    CHECK(shown(history) == "loaded b, loaded a");
    history.add(entry_of("c", Action::Loaded));
    CHECK(history.list({}).entries[0].id == 42);
}

TEST_CASE("Events, the Skill tool and uses are written into the history, without a word of the prompt") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.skill("pdf", "activation: {patterns: [\"fill .* form\"]}\n");
    house.prompt("SECRET rocket", "s");
    house.prompt("fill SECRET form and @rockets", "s");
    house.prompt("a rocket without a session");
    protocol::EventParams params;
    params.session = "s";
    params.event = protocol::SkillEvent{"rockets", protocol::SkillUse::Read};
    REQUIRE(house.event(params));
    protocol::InvokeParams invoke;
    invoke.command = "pdf";
    invoke.args = "SECRET";
    invoke.session = "other";
    REQUIRE(house.invoke(invoke));
    const auto list = house.answer(R"({"jsonrpc":"2.0","id":1,"method":"history.list"})");
    REQUIRE(list);
    const auto tokens = std::to_string(house.service().history({}).entries[0].tokens);  // of its path, too
    CHECK(list->find("SECRET") == std::string::npos);
    CHECK(
        *list ==
        R"({"jsonrpc":"2.0","id":1,"result":{"entries":[)"
        R"({"id":3,"at":1700000001,"session":"other","agent":"","skill":"pdf","action":"loaded","how":"tool",)"
        R"("mode":"full","triggers":["tool"],"tokens":)" +
            tokens +
            R"(,"used":false},)"
            R"({"id":2,"at":1700000001,"session":"s","agent":"","skill":"pdf","action":"loaded","how":"automatic",)"
            R"("mode":"full","triggers":["pattern fill .* form"],"tokens":7,"used":false},)"
            R"({"id":1,"at":1700000001,"session":"s","agent":"","skill":"rockets","action":"loaded","how":"automatic",)"
            R"("mode":"full","triggers":["keyword rocket","term rocket"],"tokens":8,"used":true}]}})");
    CHECK(house.service().forget({"s"}));
    CHECK(house.service().history({}).entries.size() == 1);
}

TEST_CASE("A use that nothing of ours came before stands by itself") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    protocol::EventParams params;
    params.session = "s";
    params.event = protocol::SkillEvent{"rockets", protocol::SkillUse::Typed};
    REQUIRE(house.event(params));
    const auto stats = house.service().stats();
    REQUIRE(stats.skills.size() == 1);
    CHECK(stats.skills[0].unaided == 1);
    CHECK(stats.skills[0].triggers[0].trigger == "typed");
}

}  // namespace
}  // namespace skillwake::daemon
