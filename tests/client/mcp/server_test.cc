#include "client/mcp/server.h"

#include "tests/client/mcp/fake_backend.h"
#include "tests/support/fake_clock.h"

namespace skillwake::client::mcp {
namespace {

constexpr const char* kStateless =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";

struct World {
    FakeBackend backend;
    testing::FakeClock clock;
    Server server{backend, clock, {"/here", false, std::nullopt}};

    std::string answer(const std::string& line) { return joined(server.answer(line)); }
    std::string ask(const std::string& method, const std::string& params = "{}") {
        return answer(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}");
    }
    void begin(const std::string& revision, const std::string& capabilities = "{}") {
        CHECK(contains(ask("initialize", R"({"protocolVersion":")" + revision + R"(","capabilities":)" +
                                             capabilities + R"(,"clientInfo":{"name":"t","version":"1"}})"),
                       R"("protocolVersion":")" + revision + "\""));
    }
    std::string initialized() { return answer(R"({"jsonrpc":"2.0","method":"notifications/initialized"})"); }

    static bool contains(const std::string& text, const std::string& part) {
        CAPTURE(text);
        return text.find(part) != std::string::npos;
    }
};

}  // namespace

TEST_CASE("initialize agrees on a revision that both know") {
    const std::pair<const char*, const char*> cases[] = {
        {"2024-11-05", "2024-11-05"}, {"2025-03-26", "2025-03-26"}, {"2025-06-18", "2025-06-18"},
        {"2025-11-25", "2025-11-25"}, {"2026-07-28", "2025-11-25"}, {"1999-01-01", "2025-11-25"}};
    for (const auto& [asked, agreed] : cases) {
        CAPTURE(asked);
        World world;
        const auto answer = world.ask("initialize", std::string(R"({"protocolVersion":")") + asked + R"("})");
        CHECK(World::contains(answer, std::string(R"("protocolVersion":")") + agreed + "\""));
        CHECK(World::contains(answer, R"("io.modelcontextprotocol/skills":{"directoryRead":true})"));
    }
}

TEST_CASE("initialize, server/discover and ping ask nobody") {
    World world;
    CHECK(World::contains(world.answer(R"({"jsonrpc":"2.0","id":"probe","method":"server/discover"})"),
                          R"({"jsonrpc":"2.0","id":"probe","result":{"resultType":"complete",)"));
    world.begin("2025-06-18");
    CHECK(world.initialized().empty());
    CHECK(world.ask("ping") == "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
    CHECK(world.server.skills_changed().empty());
    CHECK(world.backend.asked.empty());
}

TEST_CASE("a stateless request tells its revision, and gets what that wants") {
    World world;
    world.backend.results["skill.list"] = list_json({});
    const auto answer = world.ask("prompts/list", std::string("{") + kStateless + "}");
    CHECK(answer ==
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"ttlMs\":5000,"
          "\"cacheScope\":\"private\","
          "\"_meta\":{\"io.modelcontextprotocol/"
          "serverInfo\":{\"name\":\"skillwake\",\"version\":\"" SKILLWAKE_VERSION "\"}},\"prompts\":[]}}\n");
    CHECK(World::contains(
        world.ask("tools/list", R"({"_meta":{"io.modelcontextprotocol/protocolVersion":"1900-01-01"}})"),
        R"("error":{"code":-32022,"message":"unsupported protocol version","data":{"supported":["2026-07-28",)"));
    CHECK(World::contains(
        world.ask("tools/list", R"({"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}})"),
        R"("error":{"code":-32602,"message":"_meta.io.modelcontextprotocol/clientCapabilities: expected object"})"));
    CHECK(World::contains(world.ask("ping", std::string("{") + kStateless + "}"), "-32601"));
}

TEST_CASE("what is no request is told so, with an id where there is one") {
    const std::pair<const char*, const char*> cases[] = {
        {"{", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,"},
        {"[]", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"expected an object\"}}"},
        {"7", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"expected an object\"}}"},
        {R"({"id":1,"method":"ping"})",
         R"("id":1,"error":{"code":-32600,"message":"jsonrpc: expected \"2.0\""})"},
        {R"({"jsonrpc":"2.0","id":null,"method":"ping"})", R"("message":"id: expected string or integer")"},
        {R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", R"("message":"id: expected string or integer")"},
        {R"({"jsonrpc":"2.0","id":2})",
         R"("id":2,"error":{"code":-32600,"message":"method: expected string"})"},
        {R"({"jsonrpc":"2.0","id":"a","method":"ping","params":[1]})",
         R"("id":"a","error":{"code":-32600,"message":"params: expected object"})"},
        {R"({"jsonrpc":"2.0","id":3,"method":"a\"b"})",
         R"("error":{"code":-32601,"message":"no method 'a\"b'"})"},
    };
    World world;
    for (const auto& [line, part] : cases) {
        CAPTURE(line);
        CHECK(World::contains(world.answer(line), part));
    }
    CHECK(world.answer("").empty());
    CHECK(world.answer(" \t\r").empty());
    CHECK(world.answer(R"({"jsonrpc":"2.0","method":"notifications/unheard"})").empty());
    CHECK(world.answer(R"({"jsonrpc":"2.0","id":9,"result":{}})").empty());
    CHECK(world.answer(R"({"jsonrpc":"2.0","id":9,"error":{"code":1,"message":"m"}})").empty());
}

TEST_CASE("older revisions have no place for an error without an id") {
    World world;
    world.begin("2025-06-18");
    CHECK(world.answer("{").empty());
    CHECK(world.answer("[]").empty());
    CHECK(World::contains(world.answer(R"({"jsonrpc":"2.0","id":2})"), "-32600"));
}

TEST_CASE("batches are answered where the revision has them") {
    const std::string batch = R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"x"},)"
                              R"({"jsonrpc":"2.0","id":2,"method":"ping"}])";
    World world;
    world.begin("2025-03-26");
    CHECK(world.answer(batch) ==
          "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}]\n");
    CHECK(world.answer(R"([{"jsonrpc":"2.0","method":"x"}])").empty());
    World later;
    later.begin("2025-11-25");
    CHECK(World::contains(later.answer(batch), "-32600"));
}

TEST_CASE("without a daemon lists are empty, and tools say why") {
    World world;
    world.begin("2025-11-25");
    CHECK(World::contains(world.ask("tools/list"), "No skills are available now."));
    CHECK(World::contains(world.ask("resources/list"), R"("result":{"resources":[]})"));
    CHECK(World::contains(world.ask("prompts/list"), R"("result":{"prompts":[]})"));
    CHECK(World::contains(world.ask("skills/list"), R"("skills":[])"));
    for (const auto* call : {R"({"name":"Skill","arguments":{"skill":"a"}})", R"({"name":"list_skills"})",
                             R"({"name":"search_skills","arguments":{"query":"a"}})",
                             R"({"name":"read_skill","arguments":{"name":"a"}})"}) {
        CAPTURE(call);
        const auto answer = world.ask("tools/call", call);
        CHECK(World::contains(answer, "no daemon listens at /s"));
        CHECK(World::contains(answer, R"("isError":true)"));
    }
}

TEST_CASE("who began with initialize is told which lists changed, once he is ready") {
    World world;
    world.begin("2025-11-25");
    world.backend.results["skill.list"] = list_json({skill_json("a")}, 1);
    world.ask("tools/list");
    world.backend.results["skill.list"] = list_json({skill_json("a"), skill_json("b")}, 2);
    CHECK(world.server.skills_changed().empty());
    world.initialized();
    world.backend.results["skill.list"] = list_json({skill_json("a")}, 3);
    CHECK(joined(world.server.skills_changed()) ==
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n"
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\"}\n"
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/list_changed\"}\n");
    CHECK(world.server.skills_changed().empty());
    world.backend.results["skill.list"] = list_json({skill_json("a", R"(,"automatic":false)")}, 3);
    CHECK(World::contains(joined(world.server.skills_changed()), "tools/list_changed"));
    world.backend.results["skill.list"] = list_json({skill_json("a", R"(,"automatic":false)")}, 4);
    CHECK(joined(world.server.skills_changed()) ==
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/list_changed\"}\n");
    // Another daemon may be at the same number.
    world.server.daemon_lost();
    CHECK(World::contains(joined(world.server.skills_changed()), "resources/list_changed"));
}

TEST_CASE("a change that is met while answering is told behind the answer") {
    World world;
    world.begin("2025-11-25");
    world.initialized();
    world.backend.results["skill.list"] = list_json({skill_json("a")}, 1);
    world.ask("prompts/list");
    world.backend.results["skill.list"] = list_json({skill_json("b")}, 2);
    CHECK(!World::contains(world.ask("prompts/list"), "list_changed"));
    world.clock.advance(std::chrono::seconds(3));
    const auto answer = world.ask("prompts/list");
    CHECK(World::contains(answer, "About b"));
    CHECK(answer.find("prompts/list_changed") > answer.find("About b"));
}

TEST_CASE("a subscription is told what it asked for, until it is cancelled") {
    World world;
    world.backend.results["skill.list"] = list_json({skill_json("a")}, 1);
    const auto params = [](const std::string& filter) {
        return std::string("{") + kStateless + R"(,"notifications":)" + filter + "}";
    };
    CHECK(
        world.ask("subscriptions/listen",
                  params(R"({"toolsListChanged":true,"resourceSubscriptions":["x:"]})")) ==
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":"
        "{\"io.modelcontextprotocol/subscriptionId\":1},\"notifications\":{\"toolsListChanged\":true}}}\n");
    world.backend.results["skill.list"] = list_json({skill_json("b")}, 2);
    CHECK(joined(world.server.skills_changed()) ==
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":"
          "{\"io.modelcontextprotocol/subscriptionId\":1}}}\n");
    world.answer(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})");
    world.backend.results["skill.list"] = list_json({skill_json("c")}, 3);
    CHECK(world.server.skills_changed().empty());
    CHECK(World::contains(world.ask("subscriptions/listen", std::string("{") + kStateless + "}"), "-32602"));
    for (int number = 0; number < 64; ++number) {
        world.ask("subscriptions/listen", params("{}"));
    }
    CHECK(World::contains(world.ask("subscriptions/listen", params("{}")), "more than 64 subscriptions"));
    world.begin("2025-11-25");
    CHECK(World::contains(world.ask("subscriptions/listen", R"({"notifications":{}})"), "-32601"));
}

TEST_CASE("the client's first file root is where skills are looked for") {
    World world;
    world.begin("2025-06-18", R"({"roots":{"listChanged":true}})");
    CHECK(world.initialized() == "{\"jsonrpc\":\"2.0\",\"id\":\"roots-1\",\"method\":\"roots/list\"}\n");
    world.answer(
        R"({"jsonrpc":"2.0","id":"roots-1","result":{"roots":[{"uri":"https://a/b"},{"uri":"file:///my%20project"}]}})");
    CHECK(world.backend.asked.empty());
    world.ask("tools/list");
    CHECK(world.backend.asked.back() == R"(skill.list {"cwd":"/my project"})");
    CHECK(World::contains(world.answer(R"({"jsonrpc":"2.0","method":"notifications/roots/list_changed"})"),
                          "roots-2"));
    // An answer to an older question, and a refusal, change nothing.
    world.answer(R"({"jsonrpc":"2.0","id":"roots-1","result":{"roots":[{"uri":"file:///old"}]}})");
    world.answer(R"({"jsonrpc":"2.0","id":"roots-2","error":{"code":-32601,"message":"no"}})");
    world.clock.advance(std::chrono::seconds(3));
    world.ask("tools/list");
    CHECK(world.backend.asked.back() == R"(skill.list {"cwd":"/my project"})");
}

TEST_CASE("a folder that the user chose is not changed by the client's roots") {
    FakeBackend backend;
    const testing::FakeClock clock;
    Server server(backend, clock, {"/chosen", true, std::nullopt});
    server.answer(
        R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":{}}}})");
    CHECK(server.answer(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").empty());
}

}  // namespace skillwake::client::mcp
