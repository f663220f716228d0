#include "client/mcp/tool_call.h"
#include "client/mcp/tool_list.h"
#include "tests/client/mcp/fake_backend.h"
#include "tests/support/fake_clock.h"

namespace skillwake::client::mcp {
namespace {

struct Desk {
    FakeBackend backend;
    testing::FakeClock clock;
    Workspace workspace{backend, clock, "/here"};
    protocol::JsonParser parser;

    /// The result, or the failure's message.
    std::string call(const std::string& params, const std::optional<std::string>& session = std::nullopt) {
        const auto json = parser.parse(params);
        REQUIRE(json);
        const auto outcome = call_tool(workspace, *json, session);
        const auto* failure = std::get_if<Failure>(&outcome);
        return failure != nullptr ? failure->message : std::get<RawJson>(outcome).text;
    }
};

bool contains(const std::string& text, const std::string& part) {
    CAPTURE(text);
    return text.find(part) != std::string::npos;
}

constexpr const char* kInvoked =
    R"({"skill":"a","path":"/s/a/SKILL.md","base_directory":"/s/a","content":"Base\n\nBody","resources":[],"tokens":1,"digest":"d"})";

}  // namespace

TEST_CASE("Skill takes the name under every key that hosts use, and gives the content inline") {
    const std::pair<const char*, const char*> cases[] = {
        {R"({"command":"a"})", R"({"command":"a","cwd":"/here"})"},
        {R"({"command":"a b c"})", R"({"command":"a b c","cwd":"/here"})"},
        {R"({"skill":"p:a","args":"x y"})", R"({"skill":"p:a","args":"x y","cwd":"/here"})"},
        {R"({"skill":"a","args":null})", R"({"skill":"a","cwd":"/here"})"},
        {R"({"skillName":"a"})", R"({"skillName":"a","cwd":"/here"})"},
        // What a model makes up of these is not for it to say.
        {R"({"skill":"a","cwd":"/etc","session":"s","agent":"b"})", R"({"skill":"a","cwd":"/here"})"},
    };
    for (const auto& [arguments, asked] : cases) {
        CAPTURE(arguments);
        Desk desk;
        desk.backend.results["skill.invoke"] = kInvoked;
        CHECK(desk.call(std::string(R"({"name":"Skill","arguments":)") + arguments + "}") ==
              R"({"content":[{"type":"text","text":"Base\n\nBody"}],"isError":false})");
        CHECK(desk.backend.asked == std::vector{"skill.invoke " + std::string(asked)});
    }
}

TEST_CASE("a skill that is given stands in the host's ledger when its session is known") {
    Desk desk;
    desk.backend.results["skill.invoke"] = kInvoked;
    desk.call(R"({"name":"Skill","arguments":{"skill":"a"}})", "of the process");
    CHECK(desk.backend.asked.back() ==
          R"(skill.invoke {"skill":"a","session":"of the process","cwd":"/here"})");
    desk.call(
        R"({"name":"Skill","arguments":{"skill":"a"},"_meta":{"skillwake/session":"s1","skillwake/agent":"sub"}})",
        "of the process");
    CHECK(desk.backend.asked.back() ==
          R"(skill.invoke {"skill":"a","session":"s1","agent":"sub","cwd":"/here"})");
}

TEST_CASE("what goes wrong in a tool is a result for the model, with what may help") {
    Desk desk;
    desk.backend.errors["skill.invoke"] = {protocol::RpcCode::NotFound, "no skill 'pdg'",
                                           RawJson{R"({"nearest":["pdf","pdx"]})"}};
    CHECK(
        desk.call(R"({"name":"Skill","arguments":{"skill":"pdg"}})") ==
        R"({"content":[{"type":"text","text":"no skill 'pdg'\ndid you mean: pdf, pdx\nlist_skills names all skills, )"
        R"(search_skills finds them by task."}],"isError":true})");
    CHECK(contains(desk.call(R"({"name":"Skill","arguments":{"skill":7}})"),
                   "arguments.skill: expected string"));
    CHECK(contains(desk.call(R"({"name":"Skill","arguments":"x"})"), "arguments: expected object"));
    CHECK(contains(desk.call(R"({"name":"search_skills","arguments":{}})"), "query: missing"));
    CHECK(contains(desk.call(R"({"name":"read_skill"})"), "arguments.name: missing"));
    CHECK(desk.call(R"({"name":"lost"})") == "no tool 'lost'");
    CHECK(desk.call(R"({})") == "name: expected string");
}

TEST_CASE("list_skills gives pages that say how to go on") {
    Desk desk;
    desk.backend.results["skill.list"] = list_json(
        {skill_json("a"), skill_json("p:b"), skill_json("c", R"(,"shadowed_by":"/x")"), skill_json("d")});
    CHECK(contains(desk.call(R"({"name":"list_skills"})"),
                   R"(3 skills:\n- a (user): About a\n- p:b (user): About p:b\n- d (user): About d\n")"));
    CHECK(contains(
        desk.call(R"({"name":"list_skills","arguments":{"limit":1,"offset":1}})"),
        R"(3 skills; these are 2 to 2:\n- p:b (user): About p:b\nMore: list_skills with offset 2.\n)"));
    CHECK(contains(desk.call(R"({"name":"list_skills","arguments":{"offset":99}})"), "3 skills"));
}

TEST_CASE("search_skills gives the matcher's ranking") {
    Desk desk;
    desk.backend.results["skill.list"] = list_json({skill_json("a"), skill_json("b")});
    desk.backend.results["match.explain"] =
        R"({"ranked":[{"skill":"b","path":"/s/b/SKILL.md","score":0.9},{"skill":"a","path":"/s/a/SKILL.md","score":0.125}],)"
        R"("thresholds":{"load":0.8,"suggest":0.4}})";
    CHECK(contains(desk.call(R"({"name":"search_skills","arguments":{"query":"do it"}})"),
                   R"(1. b (score 0.90): About b\n2. a (score 0.12): About a\n)"));
    CHECK(desk.backend.asked.front() ==
          R"(match.explain {"cwd":"/here","event":{"type":"prompt","text":"do it"}})");
    CHECK(
        !contains(desk.call(R"({"name":"search_skills","arguments":{"query":"do it","limit":1}})"), "2. a"));
    desk.backend.results["match.explain"] = R"({"ranked":[],"thresholds":{"load":0.8,"suggest":0.4}})";
    CHECK(contains(desk.call(R"({"name":"search_skills","arguments":{"query":"x"}})"), "No skill"));
}

TEST_CASE("read_skill hands on what part is wanted") {
    Desk desk;
    desk.backend.results["skill.read"] =
        R"({"skill":"a","path":"/s/a/SKILL.md","text":"## Two\n","first_line":3,"last_line":3,"tokens":1})";
    CHECK(
        contains(desk.call(R"({"name":"read_skill","arguments":{"name":"a","lines":{"first":3,"last":3}}})"),
                 R"(/s/a/SKILL.md, lines 3 to 3:\n\n## Two\n)"));
    CHECK(desk.backend.asked.back() ==
          R"(skill.read {"name":"a","cwd":"/here","lines":{"first":3,"last":3}})");
}

TEST_CASE("tools/list names the skills that may be loaded unasked, and keeps hosts from hiding or cutting") {
    Desk desk;
    desk.backend.results["skill.list"] =
        list_json({skill_json("a"), skill_json("b", R"(,"automatic":false)")});
    const auto outcome = list_tools(desk.workspace);
    const auto& json = std::get<RawJson>(outcome).text;
    CHECK(contains(json, R"(Available skills:\n- a: About a\n")"));
    CHECK(!contains(json, "About b"));
    std::size_t tools = 0;
    for (auto at = json.find("anthropic/alwaysLoad"); at != std::string::npos;
         at = json.find("anthropic/alwaysLoad", at + 1)) {
        ++tools;
    }
    CHECK(tools == 4);
    CHECK(desk.parser.parse(json));
}

}  // namespace skillwake::client::mcp
