#include "daemon/service.h"

#include "tests/daemon/house.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>

namespace skillwake::daemon {
namespace {

using std::chrono::seconds;

constexpr const char* kSections = "Intro.\n\n## First part\nOne.\n\n## Second part\nTwo.\nThree.\n";

Result<protocol::ReadResult> read_of(House& house, protocol::ReadParams params) {
    return house.ready([&] { return house.service().read(params); });
}

TEST_CASE("hello tells versions, who we are and the limits") {
    House house;
    const auto hello = house.service().hello();
    CHECK(hello.protocol == protocol::kProtocolVersion);
    CHECK(hello.version == SKILLWAKE_VERSION);
    CHECK(hello.pid == static_cast<std::uint64_t>(::getpid()));
    CHECK(!hello.capabilities.empty());
    CHECK(!hello.limits.empty());
}

TEST_CASE("skill.list gives every skill of the workspace, the hidden ones with who hides them") {
    House house(House::Roots::Standard);
    const auto front = house.write("p/.claude/skills/pdf/SKILL.md", skill_text("pdf", ""));
    const auto behind = house.write("home/.claude/skills/pdf/SKILL.md", skill_text("pdf", ""));
    house.write("home/.claude/skills/csv/SKILL.md",
                skill_text("csv", "disable-model-invocation: true\nuser-invocable: false\n"));
    const protocol::ListParams params{(house.folder() / "p").string()};
    const auto list = house.ready([&] { return house.service().list(params); });
    REQUIRE(list);
    REQUIRE(list->skills.size() == 3);
    const auto& pdf = list->skills[0];
    CHECK(pdf.path == front.string());
    CHECK(pdf.scope == "project");
    CHECK(pdf.description == "Test skill number one of its kind");
    CHECK(pdf.tokens > 0);
    CHECK(pdf.automatic);
    CHECK(pdf.invocable);
    CHECK(!pdf.shadowed_by);
    const auto& csv = list->skills[1];
    CHECK(csv.name == "csv");
    CHECK(csv.scope == "user");
    CHECK(!csv.automatic);
    CHECK(!csv.invocable);
    CHECK(list->skills[2].path == behind.string());
    CHECK(list->skills[2].shadowed_by == front.string());
    CHECK(list->generation == 2);
}

TEST_CASE("A bad skill is a diagnostic and hides nothing else") {
    House house;
    house.skill("good", "");
    const auto bad = house.write("skills/bad/SKILL.md", "---\nname: [unclosed\n");
    const auto list = house.ready([&] { return house.service().list({}); });
    REQUIRE(list);
    CHECK(std::any_of(list->skills.begin(), list->skills.end(),
                      [](const auto& skill) { return skill.name == "good"; }));
    REQUIRE(!list->diagnostics.empty());
    CHECK(list->diagnostics[0].path == bad.string());
    CHECK(!list->diagnostics[0].message.empty());
}

TEST_CASE(
    "A trigger that cannot be compiled is listed with its skill and in the status, and disables itself "
    "alone") {
    House house;
    const auto file = house.skill("rockets", "activation: {keywords: [rocket], patterns: [\"(unclosed\"]}\n");
    CHECK(house.prompt("a rocket").loaded.size() == 1);
    const auto shown = house.service().show({"rockets", {}});
    REQUIRE(shown);
    REQUIRE(shown->diagnostics.size() == 1);
    CHECK(shown->diagnostics[0].path == file.string());
    CHECK(shown->diagnostics[0].line > 0);
    const auto status = *house.service().status();
    REQUIRE(status.diagnostics.size() == 1);
    CHECK(status.diagnostics[0].message == shown->diagnostics[0].message);
    CHECK(status.roots.at(0).diagnostics == 1);
}

TEST_CASE("skill.show gives front matter, outline, declared triggers and resources") {
    House house;
    house.skill("parts",
                "license: MIT\nactivation: {keywords: [rocket], ast: {python: {imports: [wirelib]}}}\n",
                kSections);
    house.write("skills/parts/data/a.txt", "abc");
    const auto shown = house.ready([&] { return house.service().show({"PARTS", {}}); });
    REQUIRE(shown);
    CHECK(shown->skill.name == "parts");
    const auto& entries = shown->front_matter;
    CHECK(std::any_of(entries.begin(), entries.end(),
                      [](const auto& entry) { return entry.key == "license" && entry.value == "MIT"; }));
    REQUIRE(shown->outline.size() == 3);
    CHECK(shown->outline[0].title == "Title of parts");
    CHECK(shown->outline[0].level == 1);
    CHECK(shown->outline[1].number == 2);
    CHECK(shown->outline[1].title == "First part");
    CHECK(shown->outline[1].first_line == 10);
    CHECK(shown->outline[1].last_line == 11);
    CHECK(shown->outline[2].last_line == 15);
    CHECK(shown->outline[2].tokens > 0);
    REQUIRE(shown->triggers.size() > 2);
    CHECK(shown->triggers[0].kind == "keyword");
    CHECK(shown->triggers[0].text == "rocket");
    CHECK(shown->triggers[0].source == "declared");
    CHECK(!shown->triggers[0].language);
    CHECK(shown->triggers[1].language == "python");
    CHECK(shown->triggers[2].kind == "term");
    CHECK(shown->triggers[2].source == "derived");
    CHECK(shown->triggers[2].line > 0);
    CHECK(shown->triggers[2].weight > 0);
    REQUIRE(shown->resources.size() == 1);
    CHECK(shown->resources[0].file == "data/a.txt");
    CHECK(shown->diagnostics.empty());
}

TEST_CASE("skill.show says with the triggers what wakes a skill, or does not, without one") {
    House house;
    const auto file = house.skill("parts", "modeSlugs: [code]\n");
    house.write("skills/parts/agents/openai.yaml", "policy:\n  allow_implicit_invocation: no\n");
    const auto shown = house.ready([&] { return house.service().show({"parts", {}}); });
    REQUIRE(shown);
    REQUIRE(shown->triggers.size() > 2);
    const auto& named = shown->triggers[0];
    CHECK(named.kind == "named at most");
    CHECK(named.text == "code");
    CHECK(named.source == "roo: modeSlugs");
    CHECK(named.line == 4);
    CHECK(named.weight == 0);
    CHECK(!named.file);
    const auto& by_name = shown->triggers[1];
    CHECK(by_name.kind == "by name");
    CHECK(by_name.source == "codex: policy.allow_implicit_invocation");
    CHECK(by_name.line == 2);
    CHECK(by_name.file == (file.parent_path() / "agents/openai.yaml").string());
}

TEST_CASE("skill.show of an unknown name is an error with the nearest names") {
    House house;
    house.skill("parts", "");
    const auto shown = house.ready([&] { return house.service().show({"party", {}}); });
    REQUIRE(!shown);
    CHECK(shown.error().code() == Errc::NotFound);
    CHECK(shown.error().names() == Names{"parts"});
}

TEST_CASE("skill.read gives the body, a section by heading or number, lines, or a resource") {
    House house;
    const auto file = house.skill("parts", "", kSections);
    const auto resource = house.write("skills/parts/data/a.txt", "abc\ndef\n");
    const auto body = read_of(house, {"parts", {}, {}, {}, {}});
    REQUIRE(body);
    CHECK(body->skill == "parts");
    CHECK(body->path == file.string());
    CHECK(body->text == "# Title of parts\n" + std::string(kSections));
    CHECK(body->first_line == 5);
    CHECK(body->last_line == 13);
    CHECK(body->tokens > 0);

    for (const auto* wanted : {"Second part", "second PART", "second", "3"}) {
        CAPTURE(wanted);
        const auto section = read_of(house, {"parts", {}, wanted, {}, {}});
        REQUIRE(section);
        CHECK(section->text == "## Second part\nTwo.\nThree.\n");
        CHECK(section->first_line == 11);
        CHECK(section->last_line == 13);
    }
    const auto lines = read_of(house, {"parts", {}, {}, protocol::LineRange{1, 2}, {}});
    REQUIRE(lines);
    CHECK(lines->text == "---\nname: parts\n");
    const auto other = read_of(house, {"parts", {}, {}, {}, "data/a.txt"});
    REQUIRE(other);
    CHECK(other->text == "abc\ndef\n");
    CHECK(other->path == resource.string());
}

TEST_CASE("What skill.read refuses, and with which error") {
    House house;
    house.skill("parts", "", kSections);
    house.write("secret.txt", "secret");
    std::filesystem::create_symlink(house.folder() / "secret.txt", house.skills() / "parts/link.txt");
    struct Row {
        protocol::ReadParams params;
        Errc code;
    };
    const std::vector<Row> rows = {
        {{"parts", {}, "Third part", {}, {}}, Errc::NotFound},
        {{"parts", {}, "99", {}, {}}, Errc::NotFound},
        {{"parts", {}, "part", {}, {}}, Errc::Ambiguous},
        {{"parts", {}, {}, protocol::LineRange{0, 2}, {}}, Errc::Invalid},
        {{"parts", {}, {}, protocol::LineRange{5, 2}, {}}, Errc::Invalid},
        {{"parts", {}, {}, protocol::LineRange{500, 501}, {}}, Errc::NotFound},
        {{"parts", {}, {}, {}, "../../secret.txt"}, Errc::Denied},
        {{"parts", {}, {}, {}, "link.txt"}, Errc::Denied},
        {{"parts", {}, {}, {}, (house.folder() / "secret.txt").string()}, Errc::Denied},
        {{"parts", {}, {}, {}, "none.txt"}, Errc::NotFound},
        {{"parts", {}, "1", protocol::LineRange{1, 2}, {}}, Errc::Invalid},
        {{"parts", {}, "1", {}, "x"}, Errc::Invalid},
        {{"nobody", {}, {}, {}, {}}, Errc::NotFound}};
    for (const auto& row : rows) {
        CAPTURE(protocol::to_json(row.params));
        const auto read = read_of(house, row.params);
        REQUIRE(!read);
        CHECK(static_cast<int>(read.error().code()) == static_cast<int>(row.code));
        CHECK(read.error().message().find("secret\n") == std::string::npos);
    }
}

TEST_CASE("session.list tells each session with its folder, events, loads and idle time") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.prompt("a rocket", "one");
    house.prompt("a rocket", "one");
    house.prompt("a rocket", "one", "sub");
    house.clock.advance(seconds(90));
    house.prompt("nothing", "two");
    const auto list = house.service().sessions();
    REQUIRE(list.sessions.size() == 2);
    CHECK(list.sessions[0].session == "one");
    CHECK(list.sessions[0].cwd == house.folder().string());
    CHECK(list.sessions[0].events == 3);
    CHECK(list.sessions[0].loaded == 2);
    CHECK(list.sessions[0].idle_s == 90);
    CHECK(list.sessions[1].loaded == 0);
    CHECK(list.sessions[1].idle_s == 0);
}

TEST_CASE("session.show gives the ledger of all agents, what was lost as well") {
    House house;
    const auto file = house.skill("rockets", wakes_on("rocket"));
    house.prompt("a rocket", "s");
    house.prompt("a rocket", "s", "sub");
    house.phase(protocol::SessionPhase::Compact, "s");
    const auto shown = house.service().session({"s"});
    REQUIRE(shown);
    CHECK(shown->summary.loaded == 1);
    REQUIRE(shown->ledger.size() == 2);
    CHECK(shown->ledger[0].agent.empty());
    CHECK(shown->ledger[0].skill == "rockets");
    CHECK(shown->ledger[0].path == file.string());
    CHECK(shown->ledger[0].how == "automatic");
    CHECK(!shown->ledger[0].held);
    CHECK(shown->ledger[0].given_at == house.clock.wall().count());
    CHECK(shown->ledger[1].agent == "sub");
    CHECK(shown->ledger[1].held);
}

TEST_CASE("A session that nobody knows is an error to show, and no news to forget") {
    House house;
    const auto shown = house.service().session({"none"});
    REQUIRE(!shown);
    CHECK(shown.error().code() == Errc::NotFound);
    CHECK(!house.service().forget({"none"})->forgotten);
}

TEST_CASE("A forgotten session begins anew") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.prompt("a rocket", "s");
    CHECK(house.service().forget({"s"})->forgotten);
    CHECK(house.service().sessions().sessions.empty());
    CHECK(house.prompt("a rocket", "s").loaded.size() == 1);
}

TEST_CASE("daemon.status tells roots, counts, latency and limits") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    house.skill("other", "");
    auto before = *house.service().status();
    CHECK(before.roots.empty());
    CHECK(before.generation == 0);
    CHECK(!house.store->catalogue(house.folder()));
    CHECK(house.service().status()->roots.at(0).state == "loading");

    house.prompt("a rocket", "s");
    house.clock.advance(seconds(42));
    const auto status = *house.service().status();
    CHECK(status.version == SKILLWAKE_VERSION);
    CHECK(status.pid == static_cast<std::uint64_t>(::getpid()));
    CHECK(status.socket == "/run/test.sock");
    CHECK(status.uptime_s == 42);
    CHECK(status.generation == 1);
    CHECK(status.skills == 2);
    REQUIRE(status.roots.size() == 1);
    CHECK(status.roots[0].path == house.skills().string());
    CHECK(status.roots[0].scope == "project");
    CHECK(status.roots[0].skills == 2);
    CHECK(status.roots[0].loads == 1);
    CHECK(status.roots[0].state == "loaded");
    CHECK(status.sessions == 1);
    CHECK(status.clients == 3);
    CHECK(status.events.count == 1);
    CHECK(status.diagnostics.empty());
    CHECK(status.limits.size() == house.service().hello().limits.size());
}

TEST_CASE("A root whose folder is not there is missing") {
    House house;
    house.remove("skills");
    house.prompt("a rocket");
    CHECK(house.service().status()->roots.at(0).state == "missing");
    house.skill("rockets", "");
    house.reload();
    CHECK(house.service().status()->roots.at(0).state == "loaded");
}

TEST_CASE("Reload, stop and subscribe reach the program around the service") {
    House house;
    CHECK(house.service().reload().roots == 2);
    CHECK(house.control.reloads == 1);
    CHECK(house.service().stop().stopping);
    CHECK(house.control.stops == 1);
    Caller caller;
    CHECK(house.service().subscribe(caller).subscribed);
    CHECK(caller.subscribed);
}

}  // namespace
}  // namespace skillwake::daemon
