#include "client/match_lines.h"

#include <doctest/doctest.h>

#include <sstream>
#include <vector>

namespace skillwake::client {
namespace {

std::string request_for(std::string_view line, std::string_view cwd = "/here") {
    protocol::JsonParser parser;
    const auto read = read_match_line(parser, line, cwd);
    REQUIRE(std::holds_alternative<LineRequest>(read));
    return std::get<LineRequest>(read).id.text + " " + std::get<LineRequest>(read).params;
}

/// An error code for each line with an "event" of "bad"; else a fixed result.
struct Run {
    ExitCode code = ExitCode::Done;
    std::string out;
    std::vector<std::string> asked;
};

Run run_on(const std::string& lines, const AskEvent& ask) {
    std::istringstream in(lines);
    std::ostringstream out;
    Run run;
    run.code = run_match_lines(in, out, "", [&](std::string_view params) {
        run.asked.emplace_back(params);
        return ask(params);
    });
    run.out = out.str();
    return run;
}

}  // namespace

TEST_CASE("a line becomes the params of session.event: no content, ten ranked, the event as it came") {
    CHECK(request_for(R"({"id":1,"prompt":"a \"b\"\n"})") ==
          R"(1 {"cwd":"/here","event":{"type":"prompt","text":"a \"b\"\n"},"content":"none","ranked":10})");
    CHECK(request_for(R"( {"id":"x","event":{"type":"file","path":"a.py","new_field":[1,2]}} )", "") ==
          R"("x" {"event":{"type":"file","path":"a.py","new_field":[1,2]},"content":"none","ranked":10})");
    CHECK(
        request_for(R"({"id":null,"prompt":"p","session":"s","agent":"a","cwd":"/there"})") ==
        R"(null {"session":"s","agent":"a","cwd":"/there","event":{"type":"prompt","text":"p"},"content":"none","ranked":10})");
    CHECK(request_for(R"({"prompt":"p","session":null,"event":null})", "") ==
          R"(null {"event":{"type":"prompt","text":"p"},"content":"none","ranked":10})");
}

TEST_CASE("an id comes back as it came") {
    for (const auto* id :
         {"0", "-7", "18446744073709551615", "\"a\\\"b\"", "null", "[1,\"x\"]", "{\"k\":true}"}) {
        CAPTURE(id);
        CHECK(request_for(std::string(R"({"prompt":"p","id":)") + id + "}", "")
                  .starts_with(std::string(id) + " "));
    }
}

TEST_CASE("a bad line says what is wrong, with its id when that could be read") {
    struct Case {
        std::string_view line;
        std::string_view error;
    };
    static constexpr Case kCases[] = {
        {"[1]", R"({"id":null,"error":{"code":-32602,"message":"expected object"}})"},
        {R"({"id":3})", R"({"id":3,"error":{"code":-32602,"message":"prompt or event: missing"}})"},
        {R"({"id":3,"prompt":4})", R"({"id":3,"error":{"code":-32602,"message":"prompt: expected string"}})"},
        {R"({"id":3,"prompt":"a","event":{}})",
         R"({"id":3,"error":{"code":-32602,"message":"give prompt or event, not both"}})"},
        {R"({"id":3,"prompt":"a","session":1})",
         R"({"id":3,"error":{"code":-32602,"message":"session: expected string"}})"},
        {R"({"id":3,"prompt":"a","agent":[]})",
         R"({"id":3,"error":{"code":-32602,"message":"agent: expected string"}})"},
    };
    protocol::JsonParser parser;
    for (const auto& [line, error] : kCases) {
        CAPTURE(line);
        const auto read = read_match_line(parser, line, "");
        REQUIRE(std::holds_alternative<LineError>(read));
        CHECK(match_error_line(std::get<LineError>(read)) == error);
    }
    const auto read = read_match_line(parser, "{\"id\":1,", "");
    REQUIRE(std::holds_alternative<LineError>(read));
    CHECK(match_error_line(std::get<LineError>(read))
              .starts_with(R"({"id":null,"error":{"code":-32700,"message":")"));
}

TEST_CASE("an answer keeps exactly the members that the contract names") {
    protocol::JsonParser parser;
    const auto result = parser.parse(
        R"({"loaded":[{"skill":"a","path":"/a/SKILL.md","confidence":0.9,"content":"x"}],)"
        R"("suggested":[{"skill":"b","path":"/b/SKILL.md","confidence":0.5}],"already_loaded":["c"],)"
        R"("ranked":[{"skill":"a","path":"/a/SKILL.md","score":0.9,"action":"load"},)"
        R"({"skill":"b","path":"/b/SKILL.md","score":0.5}],"elapsed_us":41,"generation":7})");
    REQUIRE(result);
    CHECK(
        match_answer_line({"\"x\""}, *result) ==
        R"({"id":"x","ranked":[{"skill":"a","path":"/a/SKILL.md","score":0.9,"confidence":0},)"
        R"({"skill":"b","path":"/b/SKILL.md","score":0.5,"confidence":0}],"loaded":[{"skill":"a","path":"/a/SKILL.md"}],)"
        R"("suggested":[{"skill":"b","path":"/b/SKILL.md"}],"elapsed_us":41})");
    const auto empty = parser.parse(R"({"loaded":[],"suggested":[]})");
    REQUIRE(empty);
    CHECK(match_answer_line({"1"}, *empty) ==
          R"({"id":1,"ranked":[],"loaded":[],"suggested":[],"elapsed_us":0})");
}

TEST_CASE("a run answers each line in order, skips blank ones, goes on after bad ones, and then fails") {
    protocol::JsonParser answers;
    const auto fine = [&answers](std::string_view) -> EventAnswer {
        return *answers.parse(R"({"loaded":[],"suggested":[],"elapsed_us":5})");
    };
    const auto good = run_on("\n{\"id\":1,\"prompt\":\"a\"}\r\n  \n{\"id\":2,\"prompt\":\"b\"}", fine);
    CHECK(good.code == ExitCode::Done);
    CHECK(good.asked.size() == 2);
    CHECK(good.out ==
          "{\"id\":1,\"ranked\":[],\"loaded\":[],\"suggested\":[],\"elapsed_us\":5}\n"
          "{\"id\":2,\"ranked\":[],\"loaded\":[],\"suggested\":[],\"elapsed_us\":5}\n");

    const auto mixed = run_on("{\"id\":1}\n{\"id\":2,\"prompt\":\"b\"}\n", fine);
    CHECK(mixed.code == ExitCode::Failed);
    CHECK(mixed.asked.size() == 1);
    CHECK(mixed.out ==
          "{\"id\":1,\"error\":{\"code\":-32602,\"message\":\"prompt or event: missing\"}}\n"
          "{\"id\":2,\"ranked\":[],\"loaded\":[],\"suggested\":[],\"elapsed_us\":5}\n");

    CHECK(run_on("", fine).code == ExitCode::Done);
}

TEST_CASE("a line that the daemon refuses fails alone; without a daemon the run ends") {
    const std::string two = "{\"id\":1,\"prompt\":\"a\"}\n{\"id\":2,\"prompt\":\"b\"}\n";
    const auto refused = run_on(two, [](std::string_view) -> EventAnswer {
        return protocol::RpcError{protocol::RpcCode::InvalidParams, "event.type: missing or unknown", {}};
    });
    CHECK(refused.code == ExitCode::Failed);
    CHECK(refused.out ==
          "{\"id\":1,\"error\":{\"code\":-32602,\"message\":\"event.type: missing or unknown\"}}\n"
          "{\"id\":2,\"error\":{\"code\":-32602,\"message\":\"event.type: missing or unknown\"}}\n");

    const auto alone = run_on(two, [](std::string_view) -> EventAnswer { return NobodyThere{}; });
    CHECK(alone.code == ExitCode::NoDaemon);
    CHECK(alone.asked.size() == 1);
}

}  // namespace skillwake::client
