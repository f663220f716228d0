#include "daemon/event_service.h"

#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using Phase = protocol::SessionPhase;

TEST_CASE("A skill that an event wakes comes with all that a host needs") {
    House house;
    const auto file = house.skill("rockets", wakes_on("rocket"),
                                  "Build in ${CLAUDE_PROJECT_DIR} for ${CLAUDE_SESSION_ID}.\n");
    house.write("skills/rockets/scripts/launch.py", "print()\n");
    const auto result = house.prompt("build me a rocket", "s1");
    REQUIRE(result.loaded.size() == 1);
    const auto& loaded = result.loaded[0];
    CHECK(loaded.skill == "rockets");
    CHECK(loaded.path == file.string());
    CHECK(loaded.confidence > 0.6);
    CHECK(loaded.why.find("rocket") != std::string::npos);
    REQUIRE(!loaded.evidence.empty());
    CHECK(loaded.evidence[0].kind == "keyword");
    CHECK(loaded.evidence[0].trigger == "rocket");
    CHECK(loaded.evidence[0].begin == 11U);
    CHECK(loaded.evidence[0].end == 17U);
    CHECK(!loaded.digest.empty());
    CHECK(loaded.tokens > 0);
    REQUIRE(loaded.resources.size() == 1);
    CHECK(loaded.resources[0].file == "scripts/launch.py");
    REQUIRE(loaded.content);
    CHECK(loaded.content->plain().find("Base directory for this skill: " + file.parent_path().string()) !=
          std::string::npos);
    CHECK(loaded.content->plain().find("Build in " + house.folder().string() + " for s1.") !=
          std::string::npos);
    CHECK(loaded.content->plain().find("activation:") == std::string::npos);
    CHECK(result.complete);
    CHECK(result.generation == 1);
    CHECK(!result.ranked);
}

TEST_CASE("A skill is not loaded again in the same session as long as the conversation has it") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    CHECK(names_of(house.prompt("a rocket", "s").loaded) == Names{"rockets"});
    const auto again = house.prompt("another rocket", "s");
    CHECK(again.loaded.empty());
    CHECK(again.already_loaded == Names{"rockets"});
    CHECK(house.prompt("nothing of the kind", "s").already_loaded.empty());
}

TEST_CASE("Sessions do not share what they were given") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    CHECK(house.prompt("a rocket", "one").loaded.size() == 1);
    CHECK(house.prompt("a rocket", "two").loaded.size() == 1);
}

TEST_CASE("A subagent gets its own, for it does not see its caller's context") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
    CHECK(house.prompt("a rocket", "s", "sub").loaded.size() == 1);
    CHECK(house.prompt("a rocket", "s", "sub").loaded.empty());
    CHECK(house.prompt("a rocket", "s").loaded.empty());
    house.phase(Phase::SubagentStart, "s", "sub");
    CHECK(house.prompt("a rocket", "s", "sub").loaded.size() == 1);
    CHECK(house.prompt("a rocket", "s").loaded.empty());
}

TEST_CASE("The start of a subagent that has no name takes nothing from the main agent") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
    house.phase(Phase::SubagentStart, "s");
    CHECK(house.prompt("a rocket", "s").loaded.empty());
}

TEST_CASE("A skill is loaded again when its content changed") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto first = house.prompt("a rocket", "s");
    house.skill("rockets", wakes_on("rocket"), "Do it better.\n");
    house.reload();
    const auto second = house.prompt("a rocket", "s");
    REQUIRE(second.loaded.size() == 1);
    CHECK(second.loaded[0].content->plain().find("Do it better.") != std::string::npos);
    CHECK(second.loaded[0].digest != first.loaded.at(0).digest);
    CHECK(house.prompt("a rocket", "s").loaded.empty());
}

TEST_CASE("A reload that changes nothing of a skill does not load it again") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
    house.skill("other", "");
    house.reload();
    CHECK(house.prompt("a rocket", "s").loaded.empty());
}

TEST_CASE(
    "After compaction, clearing or a new start a skill is loaded again; after resuming and the end it is "
    "not") {
    struct Row {
        Phase phase;
        std::size_t loaded;
    };
    for (const auto& row : {Row{Phase::Compact, 1}, Row{Phase::Clear, 1}, Row{Phase::Start, 1},
                            Row{Phase::Resume, 0}, Row{Phase::End, 0}}) {
        CAPTURE(protocol::name_of(row.phase));
        House house;
        house.skill("rockets", wakes_on("rocket"));
        CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
        house.phase(row.phase, "s");
        CHECK(house.prompt("a rocket", "s").loaded.size() == row.loaded);
        CHECK(house.prompt("a rocket", "s").loaded.empty());
    }
}

TEST_CASE("Compaction of the main agent leaves a subagent what it has") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.prompt("a rocket", "s");
    house.prompt("a rocket", "s", "sub");
    house.phase(Phase::Compact, "s");
    CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
    CHECK(house.prompt("a rocket", "s", "sub").loaded.empty());
}

TEST_CASE("An event without a session is judged by itself, and nothing of it is kept") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    CHECK(house.prompt("a rocket").loaded.size() == 1);
    CHECK(house.prompt("a rocket").loaded.size() == 1);
    CHECK(house.service().sessions().sessions.empty());
}

TEST_CASE("Without inline content the decision is the same and the skill counts as given") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    auto params = prompt_params("a rocket", "s");
    params.content = protocol::ContentMode::None;
    const auto result = house.event(params);
    REQUIRE(result);
    REQUIRE(result->loaded.size() == 1);
    CHECK(!result->loaded[0].content);
    CHECK(house.prompt("a rocket", "s").loaded.empty());
}

TEST_CASE("No more skills are loaded than max_skills allows; the others are named") {
    House house;
    for (const auto* name : {"rocket-a", "rocket-b", "rocket-c", "rocket-d", "rocket-e"}) {
        house.skill(name, wakes_on("rocket"));
    }
    auto params = prompt_params("a rocket", "s");
    params.max_skills = 2;
    const auto two = house.event(params);
    REQUIRE(two);
    CHECK(names_of(two->loaded) == Names{"rocket-a", "rocket-b"});
    CHECK(two->over_budget == Names{"rocket-c", "rocket-d", "rocket-e"});

    params.max_skills = 0;
    const auto none = house.event(params);
    REQUIRE(none);
    CHECK(none->loaded.empty());
    CHECK(none->over_budget == Names{"rocket-c", "rocket-d", "rocket-e"});
    CHECK(none->already_loaded == Names{"rocket-a", "rocket-b"});

    params.max_skills = 100;  // the daemon's own limit holds
    const auto rest = house.event(params);
    REQUIRE(rest);
    CHECK(rest->loaded.size() == 3);
    CHECK(house.prompt("a rocket", "t").loaded.size() == house.limits.turn.skills);
}

TEST_CASE("No more tokens are loaded than max_tokens allows") {
    House house;
    house.skill("rocket-a", wakes_on("rocket"), std::string(4000, 'a') + "\n");
    house.skill("rocket-b", wakes_on("rocket"), std::string(4000, 'b') + "\n");
    auto params = prompt_params("a rocket", "s");
    params.max_tokens = 1'500;
    const auto result = house.event(params);
    REQUIRE(result);
    CHECK(names_of(result->loaded) == Names{"rocket-a"});
    CHECK(result->over_budget == Names{"rocket-b"});
    params.max_tokens = 1;
    CHECK(house.event(params)->over_budget == Names{"rocket-b"});
    params.max_tokens.reset();
    CHECK(names_of(house.event(params)->loaded) == Names{"rocket-b"});
}

TEST_CASE("A mention loads its skill, a skill that is never loaded by itself too") {
    House house;
    house.skill("manual", "disable-model-invocation: true\n" + wakes_on("rocket"));
    CHECK(house.prompt("a rocket", "s").loaded.empty());
    const auto result = house.prompt("use @manual please", "s");
    REQUIRE(names_of(result.loaded) == Names{"manual"});
    CHECK(result.loaded[0].confidence == 1.0);
    CHECK(result.loaded[0].evidence.at(0).kind == "mention");
    CHECK(result.loaded[0].evidence.at(0).text == "@manual");
    CHECK(house.service().session({"s"})->ledger.at(0).how == "mention");
    CHECK(house.prompt("use @manual please", "s").already_loaded == Names{"manual"});
}

TEST_CASE("Mentioned skills come before others, in the order of the prompt") {
    House house;
    for (const auto* name : {"one", "two"}) {
        house.skill(name, "");
    }
    house.skill("rockets", wakes_on("rocket"));
    CHECK(names_of(house.prompt("rocket, with @two and @one").loaded) == Names{"two", "one", "rockets"});
}

TEST_CASE("Unknown mentions change nothing and are listed with the nearest names") {
    House house;
    house.skill("rockets", "");
    const auto result = house.prompt("ask @rocketz and @zzzzzzzzzz");
    CHECK(result.loaded.empty());
    REQUIRE(result.unknown_mentions.size() == 2);
    CHECK(result.unknown_mentions[0].name == "rocketz");
    CHECK(result.unknown_mentions[0].nearest == Names{"rockets"});
    CHECK(result.unknown_mentions[1].nearest.empty());
}

TEST_CASE("#name loads the steering file of that name, and is otherwise nothing") {
    House house(House::Roots::Standard);
    house.write("home/.kiro/steering/style.md", "---\ninclusion: manual\n---\nTabs, never blanks.\n");
    house.write("home/.claude/skills/rockets/SKILL.md", skill_text("rockets", ""));
    CHECK(names_of(house.prompt("please heed #Style here").loaded) == Names{"style"});
    for (const std::string prompt : {"please heed the style here", "see #styles and #77"}) {
        CAPTURE(prompt);
        const auto result = house.prompt(prompt);
        CHECK(result.loaded.empty());
        CHECK(result.unknown_mentions.empty());
    }
    CHECK(names_of(house.prompt("@rockets and #style", "other").loaded) == Names{"rockets", "style"});
}

TEST_CASE("A mention that fits several skills loads none of them and lists the candidates") {
    House house;
    house.write("skills/a/SKILL.md", skill_text("twin", ""));
    house.write("skills/b/SKILL.md", skill_text("twin", "", "Do it another way.\n"));
    const auto result = house.prompt("use @twin");
    CHECK(result.loaded.empty());
    REQUIRE(result.ambiguous_mentions.size() == 1);
    CHECK(result.ambiguous_mentions[0].name == "twin");
    CHECK(result.ambiguous_mentions[0].candidates.size() == 2);
}

TEST_CASE("The ranking holds what was asked for, best first, with what is done about each") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.skill("engines", wakes_on("engine"));
    auto params = prompt_params("@engines for a rocket", "s");
    params.ranked = 10;
    const auto result = house.event(params);
    REQUIRE(result);
    REQUIRE(result->ranked);
    REQUIRE(names_of(*result->ranked) == Names{"engines", "rockets"});
    CHECK(result->ranked->at(0).score == 1.0);
    CHECK(result->ranked->at(0).action == protocol::Action::Load);
    CHECK(result->ranked->at(1).score < 1.0);
    params.ranked = 1;
    CHECK(names_of(*house.event(params)->ranked) == Names{"engines"});
}

TEST_CASE("The ranking holds 1,000 skills at most, whatever was asked for") {
    House house;
    for (int i = 0; i <= 1'000; ++i) {
        house.skill("s" + std::to_string(i), wakes_on("rocket"));
    }
    auto params = prompt_params("a rocket");
    params.ranked = 1'000'000;
    const auto result = house.event(params);
    REQUIRE(result);
    CHECK(result->ranked->size() == 1'000);
}

TEST_CASE("What files said earlier in a session counts later, until the session is cleared") {
    House house;
    house.skill("wire", "activation: {ast: {python: {imports: [wirelib]}}, keywords: [wiring]}\n");
    protocol::FileEvent file;
    file.path = "a.py";
    file.content = "import wirelib\n";
    protocol::EventParams params;
    params.session = "s";
    params.event = file;
    CHECK(names_of(house.event(params)->loaded) == Names{"wire"});
    protocol::ExplainParams later;
    later.session = "s";
    later.event = protocol::PromptEvent{"\"wiring\" again"};
    const auto with_memory = house.explain(later)->ranked.at(0).score;
    later.session.reset();
    const auto without = house.explain(later)->ranked.at(0).score;
    CHECK(with_memory > without);
    house.phase(Phase::Clear, "s");
    later.session = "s";
    CHECK(house.explain(later)->ranked.at(0).score == without);
}

TEST_CASE("A later event without cwd stays in its session's workspace") {
    House house(House::Roots::Standard);
    house.write("p/.claude/skills/rockets/SKILL.md", skill_text("rockets", wakes_on("rocket")));
    auto params = prompt_params("nothing", "s");
    params.cwd = (house.folder() / "p").string();
    REQUIRE(house.event(params));
    CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
    CHECK(house.prompt("a rocket", "t").loaded.empty());
    CHECK(house.prompt("a rocket").loaded.empty());
    CHECK(house.service().session({"s"})->summary.cwd == (house.folder() / "p").string());
}

TEST_CASE("A cwd with a slash at its end is the same workspace, and paths are told from there") {
    House house(House::Roots::Standard);
    house.write("p/.claude/skills/rockets/SKILL.md",
                skill_text("rockets", "activation: {paths: [\"/src/*.rkt\"]}\n"));
    protocol::EventParams params;
    params.session = "s";
    params.cwd = (house.folder() / "p").string() + "/";
    protocol::FileEvent file;
    file.path = (house.folder() / "p/src/a.rkt").string();
    params.event = file;
    CHECK(names_of(house.event(params)->loaded) == Names{"rockets"});
}

TEST_CASE("A cwd that is not absolute is refused, for the daemon's own folder means nothing to a client") {
    House house(House::Roots::Standard);
    auto params = prompt_params("hello");
    params.cwd = "src";
    const auto result = house.event(params);
    REQUIRE(!result);
    CHECK(result.error().code() == Errc::Invalid);
    CHECK(result.error().message() == "params.cwd: expected an absolute path");
}

TEST_CASE("A workspace that is not loaded leaves everything as it was") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    auto params = prompt_params("a rocket", "s");
    CHECK(house.service().event(params).error().code() == Errc::NotReady);
    CHECK(house.service().sessions().sessions.empty());
    CHECK(house.service().status()->events.count == 0);
    CHECK(house.control.notes.empty());
    CHECK(house.event(params)->loaded.size() == 1);
    CHECK(house.service().status()->events.count == 1);
}

TEST_CASE("Who subscribed gets a note of each decision, without any text of the event") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.skill("quiet", "");
    house.prompt("a rocket", "s");
    CHECK(house.control.notes.empty());
    house.control.listening = 1;
    house.prompt("SECRET rocket @quiet", "s", "sub");
    house.prompt("SECRET rocket", "s", "sub");
    REQUIRE(house.control.notes.size() == 2);
    const auto& note = house.control.notes[0];
    CHECK(note.session == "s");
    CHECK(note.agent == "sub");
    CHECK(note.event == "prompt");
    CHECK(note.loaded == Names{"quiet", "rockets"});
    CHECK(house.control.notes[1].already_loaded == Names{"rockets"});
    CHECK(protocol::to_json(note).find("SECRET") == std::string::npos);
}

TEST_CASE("The time of an event is the time that it took") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.prompt("warm up");
    house.clock.asked = [&house] { house.clock.advance(std::chrono::milliseconds(3)); };
    const auto result = house.prompt("a rocket");
    house.clock.asked = nullptr;
    CHECK(result.elapsed_us >= 3'000);
    CHECK(result.elapsed_us <= 60'000);
    CHECK(house.service().status()->events.max_us == result.elapsed_us);
}

}  // namespace
}  // namespace skillwake::daemon
