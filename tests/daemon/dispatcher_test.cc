#include "daemon/dispatcher.h"

#include "tests/daemon/house.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <fstream>

namespace skillwake::daemon {
namespace {

using protocol::JsonParser;
using protocol::JsonValue;

std::string request(const std::string& id, const std::string& method, const std::string& params = "{}") {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":)" + params + "}";
}

/// "id code" of an error, "id result" of a result, "-" of no answer; of a batch one after the other.
std::string outline_of(JsonValue answer) {
    if (answer.kind() == JsonValue::Kind::Array) {
        std::string all;
        answer.each_element([&all](JsonValue element) {
            all += (all.empty() ? "" : ", ") + outline_of(element);
            return true;
        });
        return "[" + all + "]";
    }
    CHECK(answer.member("jsonrpc"));
    REQUIRE(answer.member("id"));
    const auto id = answer.member("id")->text();
    const auto error = answer.member("error");
    CHECK(error.has_value() != answer.member("result").has_value());
    return id + " " + (error ? error->member("code")->text() : "result");
}

std::string outline_of(House& house, std::string_view line) {
    const auto answer = house.answer(line);
    if (!answer) {
        return "-";
    }
    CHECK(answer->find('\n') == std::string::npos);
    JsonParser parser;
    const auto json = parser.parse(*answer);
    REQUIRE(json);
    return outline_of(*json);
}

TEST_CASE("Each request gets one answer with its id") {
    House house;
    for (const auto* id :
         {"1", "0", "-5", "18446744073709551615", "\"a\"", "\"\"", "\"\\u00e4\"", "null", "1.5"}) {
        CAPTURE(id);
        const auto answer = house.answer(request(id, "hello"));
        REQUIRE(answer);
        const std::string told = std::string(id) == "\"\\u00e4\"" ? "\"\u00e4\"" : id;
        CHECK(answer->starts_with(R"({"jsonrpc":"2.0","id":)" + told + R"(,"result":{)"));
    }
}

TEST_CASE("Ids are echoed exactly") {
    House house;
    for (const std::string id :
         {"0", "-0", "1.0", "1.10", "1e2", "1E400", "18446744073709551615", "18446744073709551616",
          "-9223372036854775809", "null", R"("")", R"("x\"y\n")"}) {
        CAPTURE(id);
        for (const std::string method : {"hello", "no.such"}) {
            const auto answer =
                house.answer(R"({"jsonrpc":"2.0","method":")" + method + R"(","id":)" + id + "}");
            REQUIRE(answer);
            CHECK(answer->starts_with(R"({"jsonrpc":"2.0","id":)" + id + ","));
        }
    }
    const std::string longest = "\"" + std::string(100'000, 'x') + "\"";
    CHECK(house.answer(R"({"jsonrpc":"2.0","method":"hello","id":)" + longest + "}")
              ->starts_with(R"({"jsonrpc":"2.0","id":)" + longest + ","));
    // Elsewhere such a number is refused, and the id is not used for the next line.
    CHECK(house.answer(R"({"jsonrpc":"2.0","id":1.50,"method":"hello","params":{"x":18446744073709551616}})")
              ->starts_with(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700)"));
    CHECK(house.answer(R"({"jsonrpc":"2.0","id":2,"method":"hello"})")
              ->starts_with(R"({"jsonrpc":"2.0","id":2,)"));
}

TEST_CASE("Ids of a batch are echoed as the client wrote them") {
    House house;
    std::string batch;
    std::vector<std::string> ids = {"1.10", "18446744073709551616", "-0", "\"1.10\"", "7", "1e400", "null"};
    for (const auto& id : ids) {
        batch += std::string(batch.empty() ? "[ " : " ,\t") +
                 R"({"method":"none","params":{"a":"],{\"id\":5"},"id": )" + id + R"(,"jsonrpc":"2.0"})";
    }
    const auto answer = house.answer(batch + "]");
    REQUIRE(answer);
    std::size_t at = 0;
    for (const auto& id : ids) {
        CAPTURE(id);
        at = answer->find(R"("id":)" + id + ",", at);
        CHECK(at != std::string::npos);
    }
}

TEST_CASE("What is wrong with a line decides its error") {
    House house;
    struct Row {
        const char* line;
        const char* outline;
    };
    for (const auto& row : {
             Row{"{", "null -32700"},
             Row{"", "null -32700"},
             Row{"hello", "null -32700"},
             Row{R"({"jsonrpc":"2.0","id":1,"method":"hello"} x)", "null -32700"},
             Row{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", "null -32700"},
             Row{R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"x":01}})", "null -32700"},
             Row{"12", "null -32600"},
             Row{"null", "null -32600"},
             Row{R"("hello")", "null -32600"},
             Row{"{}", "null -32600"},
             Row{R"({"id":7})", "7 -32600"},
             Row{R"({"id":7,"method":"hello"})", "7 -32600"},
             Row{R"({"jsonrpc":"1.0","id":7,"method":"hello"})", "7 -32600"},
             Row{R"({"jsonrpc":"2.0","id":7})", "7 -32600"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":8})", "7 -32600"},
             Row{R"({"jsonrpc":"2.0","id":{},"method":"hello"})", "null -32600"},
             Row{R"({"jsonrpc":"2.0","id":[1],"method":"hello"})", "null -32600"},
             Row{R"({"jsonrpc":"2.0","id":true,"method":"hello"})", "null -32600"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":"nothing"})", "7 -32601"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":""})", "7 -32601"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":"Hello"})", "7 -32601"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":"hello","params":[]})", "7 -32602"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":"hello","params":1})", "7 -32602"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":"session.show"})", "7 -32602"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":"session.show","params":{"session":1}})", "7 -32602"},
             Row{R"({"jsonrpc":"2.0","id":7,"method":"session.show","params":{"session":"x"}})", "7 -32001"},
         }) {
        CAPTURE(row.line);
        CHECK(outline_of(house, row.line) == row.outline);
    }
}

TEST_CASE("An error names the field that is wrong") {
    House house;
    struct Row {
        const char* params;
        const char* message;
    };
    for (const auto& row :
         {Row{R"({})", "params.event: missing"},
          Row{R"({"event":{"type":"prompt"}})", "params.event.text: missing"},
          Row{R"({"event":{"type":"prompt","text":1}})", "params.event.text: expected string"},
          Row{R"({"event":{"type":"dance"}})", "params.event.type: missing or unknown"},
          Row{R"({"event":7})", "params.event: expected object"},
          Row{R"({"event":{"type":"prompt","text":"x"},"ranked":-1})",
              "params.ranked: expected unsigned integer"},
          Row{R"({"event":{"type":"session","phase":"x"}})", "params.event.phase: expected one of"}}) {
        CAPTURE(row.params);
        const auto answer = house.answer(request("1", "session.event", row.params));
        REQUIRE(answer);
        CHECK(answer->find("-32602") != std::string::npos);
        CHECK(answer->find(row.message) != std::string::npos);
    }
}

TEST_CASE("Fields that are not known are ignored, and null is absent") {
    House house;
    CHECK(
        outline_of(house,
                   request("1", "session.event",
                           R"({"event":{"type":"prompt","text":"x","mood":1},"session":null,"new":[{}]})")) ==
        "1 result");
    CHECK(outline_of(house, R"({"jsonrpc":"2.0","id":1,"method":"hello","extra":1})") == "1 result");
}

TEST_CASE("A notification is carried out and gets no answer, whatever becomes of it") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    CHECK(
        outline_of(
            house,
            R"({"jsonrpc":"2.0","method":"session.event","params":{"session":"s","event":{"type":"prompt","text":"rocket"}}})") ==
        "-");
    CHECK(house.service().session({"s"})->summary.loaded == 1);
    CHECK(outline_of(house, R"({"jsonrpc":"2.0","method":"nothing"})") == "-");
    CHECK(outline_of(house, R"({"jsonrpc":"2.0","method":"session.show"})") == "-");
    CHECK(outline_of(house, R"({"jsonrpc":"2.0","method":"hello","params":[1]})") == "-");
}

TEST_CASE("A batch is answered in one line, in its order, without its notifications") {
    House house;
    CHECK(outline_of(house, "[" + request("1", "hello") + "," + request("\"b\"", "nothing") + ",7," +
                                R"({"jsonrpc":"2.0","method":"hello"},)" + request("3", "session.list") +
                                "]") == "[1 result, \"b\" -32601, null -32600, 3 result]");
    CHECK(outline_of(house, R"([{"jsonrpc":"2.0","method":"hello"}])") == "-");
    CHECK(outline_of(house, "[]") == "null -32600");
    CHECK(outline_of(house, "[[]]") == "[null -32600]");
    CHECK(outline_of(house, "[1") == "null -32700");
}

TEST_CASE("A batch has at most a thousand requests") {
    House house;
    const auto batch_of = [](int count) {
        std::string line = "[1";
        for (int number = 1; number < count; ++number) {
            line += ",1";
        }
        return line + "]";
    };
    CHECK(outline_of(house, batch_of(1'000)).size() > 1'000);
    CHECK(outline_of(house, batch_of(1'001)) == "null -32600");
}

TEST_CASE("A request whose workspace is not loaded has no answer yet, and has changed nothing") {
    House house;
    const auto line =
        request("1", "session.event", R"({"session":"s","event":{"type":"prompt","text":"x"}})");
    const auto answer = house.dispatcher().answer(line, house.caller);
    CHECK(answer.not_ready);
    CHECK(!answer.line);
    CHECK(house.service().sessions().sessions.empty());
    CHECK(outline_of(house, line) == "1 result");
    CHECK(house.service().session({"s"})->summary.events == 1);
}

TEST_CASE("A notification whose workspace is not loaded waits as well") {
    House house;
    const std::string line =
        R"({"jsonrpc":"2.0","method":"session.event","params":{"session":"s","event":{"type":"prompt","text":"x"}}})";
    CHECK(house.dispatcher().answer(line, house.caller).not_ready);
    CHECK(outline_of(house, line) == "-");
    CHECK(house.service().session({"s"})->summary.events == 1);
}

TEST_CASE("What needs no skills is answered while they are being loaded") {
    House house;
    CHECK(!house.store->catalogue(house.folder()));
    for (const auto* method :
         {"hello", "daemon.status", "session.list", "daemon.reload", "daemon.subscribe", "daemon.stop"}) {
        CAPTURE(method);
        const auto answer = house.dispatcher().answer(request("1", method), house.caller);
        CHECK(!answer.not_ready);
        CHECK(answer.line);
    }
}

TEST_CASE("A batch of which one workspace is not loaded changes nothing") {
    House house(House::Roots::Standard);
    house.write("b/.claude/skills/rockets/SKILL.md", skill_text("rockets", ""));
    const auto event_in = [&house](const std::string& folder, const std::string& session) {
        return request("1", "session.event",
                       R"({"session":")" + session + R"(","cwd":")" + (house.folder() / folder).string() +
                           R"(","event":{"type":"prompt","text":"x"}})");
    };
    REQUIRE(house.answer(event_in("a", "first")));
    const auto line = "[" + event_in("a", "second") + "," + event_in("b", "third") + "]";
    const auto answer = house.dispatcher().answer(line, house.caller);
    CHECK(answer.not_ready);
    CHECK(!answer.line);
    CHECK(house.service().sessions().sessions.size() == 1);
    CHECK(outline_of(house, line) == "[1 result, 1 result]");
    CHECK(house.service().sessions().sessions.size() == 3);
}

namespace {

/// What becomes of a batch when a workspace gets a new root at the `nth` time that somebody asks for the
/// time.
std::string outline_when_growing(int nth) {
    House house(House::Roots::Standard);
    std::filesystem::create_directories(house.folder() / "a");
    const auto event = request(
        "1", "session.event",
        R"({"cwd":")" + (house.folder() / "a").string() + R"(","event":{"type":"prompt","text":"x"}})");
    const auto hello = request("7", "hello");
    REQUIRE(house.answer(event));
    REQUIRE(house.answer(hello));  // its workspace is another one
    int looks = 0;
    house.clock.asked = [&] {
        if (++looks == nth) {
            house.write("a/.claude/skills/late/SKILL.md", skill_text("late", ""));
            house.clock.advance(std::chrono::seconds(3));
        }
    };
    auto outline = outline_of(house, "[" + hello + "," + event + "]");
    house.clock.asked = nullptr;
    return outline;
}

}  // namespace

TEST_CASE("A request of a batch whose workspace grows in between says so; the others keep their answers") {
    std::set<std::string> outlines;
    for (int nth = 1; nth <= 8; ++nth) {
        outlines.insert(outline_when_growing(nth));
    }
    // Before the look at the batch as a whole, or behind all of it, nothing is in between.
    CHECK(outlines == std::set<std::string>{"[7 result, 1 -32005]", "[7 result, 1 result]"});
}

TEST_CASE("daemon.subscribe marks its own caller only") {
    House house;
    Caller other;
    CHECK(outline_of(house, request("1", "daemon.subscribe")) == "1 result");
    CHECK(house.caller.subscribed);
    CHECK(!other.subscribed);
}

/// The method that the specification's examples call, and ours that does as much.
std::string with_our_method(std::string line) {
    for (const auto* theirs : {"subtract", "sum", "get_data", "foo.get"}) {
        const auto quoted = "\"" + std::string(theirs) + "\"";
        if (const auto at = line.find(quoted); at != std::string::npos && std::string(theirs) != "foo.get") {
            line.replace(at, quoted.size(), "\"hello\"");
        }
    }
    return line;
}

std::string code_or_result(JsonValue answer) {
    const auto error = answer.member("error");
    return error ? error->member("code")->text() : "result";
}

/// Ours take named params only, so that a call by position is refused where the example has a result.
bool same_kind(JsonValue expected, JsonValue given, bool by_position) {
    CHECK(given.member("id")->text() == expected.member("id")->text());
    const auto wanted = code_or_result(expected);
    return code_or_result(given) == (wanted == "result" && by_position ? "-32602" : wanted);
}

TEST_CASE("The examples of the JSON-RPC specification") {
    const auto file = testing::shared_material("jsonrpc/spec-examples.jsonl");
    if (!file) {
        return;
    }
    House house;
    std::ifstream in(*file);
    std::string line;
    int count = 0;
    while (std::getline(in, line)) {
        JsonParser example_parser;
        const auto example = example_parser.parse(line);
        REQUIRE(example);
        const auto name = std::string(*example->member("name")->string());
        CAPTURE(name);
        const auto sent = with_our_method(std::string(*example->member("send")->string()));
        const auto expected = *example->member("expect");
        const auto answer = house.answer(sent);
        ++count;
        REQUIRE(answer.has_value() == (expected.kind() != JsonValue::Kind::Null));
        if (!answer) {
            continue;
        }
        JsonParser parser;
        const auto given = parser.parse(*answer);
        REQUIRE(given);
        REQUIRE((given->kind() == JsonValue::Kind::Array) == (expected.kind() == JsonValue::Kind::Array));
        if (expected.kind() != JsonValue::Kind::Array) {
            CHECK(same_kind(expected, *given, sent.find('[') != std::string::npos));
            continue;
        }
        std::vector<std::string> ids;
        expected.each_element(
            [&ids](JsonValue element) { return ids.push_back(element.member("id")->text()), true; });
        std::vector<std::string> given_ids;
        given->each_element(
            [&](JsonValue element) { return given_ids.push_back(element.member("id")->text()), true; });
        CHECK(given_ids == ids);
    }
    CHECK(count == 15);
}

}  // namespace
}  // namespace skillwake::daemon
