#include "protocol/rpc.h"

#include "base/text.h"
#include "tests/support/error_text.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace skillwake::protocol {
namespace {

std::string make_result(const RawJson& id, std::string_view result) {
    std::string line;
    begin_result(line, id);
    line.append(result);
    end_result(line);
    return line;
}

/// "-32600 id=null message" for what is refused, "answer id=7" for a request, "silence" where no answer is
/// due.
std::string verdict(std::string_view line) {
    JsonParser parser;
    const auto json = parser.parse(line);
    REQUIRE(json);
    const auto read = read_request(*json);
    if (const auto* refusal = std::get_if<RpcRefusal>(&read)) {
        if (!refusal->id) {
            return "silence";
        }
        return std::to_string(static_cast<int>(refusal->error.code)) + " id=" + refusal->id->text + " " +
               refusal->error.message;
    }
    const auto& request = std::get<RpcRequest>(read);
    return request.id ? "answer id=" + request.id->text : "silence";
}

}  // namespace

TEST_CASE("a request is read with its id, method and params") {
    JsonParser parser;
    const auto json =
        parser.parse(R"({"jsonrpc":"2.0","id":7,"method":"skill.show","params":{"name":"x"},"more":1})");
    REQUIRE(json);
    const auto read = read_request(*json);
    const auto* request = std::get_if<RpcRequest>(&read);
    REQUIRE(request != nullptr);
    CHECK(request->id == RawJson{"7"});
    CHECK(request->method == "skill.show");
    REQUIRE(request->params);
    CHECK(request->params->member("name")->string() == "x");
}

TEST_CASE("an id comes back exactly as it was sent") {
    for (const auto* id : {"0", "-1", "1.0", "1.5", "null", R"("")", R"("text")", R"("a\"b\\c\n\u0001")",
                           "\"\xF0\x9F\x98\x80\"", "9223372036854775807", "9223372036854775808",
                           "18446744073709551615", "-9223372036854775808"}) {
        CAPTURE(id);
        const auto line = std::string(R"({"jsonrpc":"2.0","method":"hello","id":)") + id + "}";
        CHECK(verdict(line) == std::string("answer id=") + id);
        CHECK(make_result({id}, "{}") == std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"result":{}})");
    }
}

TEST_CASE("an envelope that is wrong is refused with its id as far as that can be read") {
    struct Row {
        std::string_view line;
        std::string_view verdict;
    };
    for (const auto& [line, expected] : {
             Row{"1", "-32600 id=null a request is an object"},
             Row{"[]", "-32600 id=null a request is an object"},
             Row{"{}", "-32600 id=null jsonrpc: expected \"2.0\""},
             Row{R"({"id":3})", "-32600 id=3 jsonrpc: expected \"2.0\""},
             Row{R"({"jsonrpc":2.0,"id":3,"method":"m"})", "-32600 id=3 jsonrpc: expected \"2.0\""},
             Row{R"({"jsonrpc":"1.0","id":3,"method":"m"})", "-32600 id=3 jsonrpc: expected \"2.0\""},
             Row{R"({"jsonrpc":"2.0","id":"x"})", "-32600 id=\"x\" method: expected string"},
             Row{R"({"jsonrpc":"2.0","id":3,"method":1})", "-32600 id=3 method: expected string"},
             Row{R"({"jsonrpc":"2.0","method":null})", "-32600 id=null method: expected string"},
             Row{R"({"jsonrpc":"2.0","id":{},"method":"m"})",
                 "-32600 id=null id: expected string, number or null"},
             Row{R"({"jsonrpc":"2.0","id":[1],"method":"m"})",
                 "-32600 id=null id: expected string, number or null"},
             Row{R"({"jsonrpc":"2.0","id":true,"method":"m"})",
                 "-32600 id=null id: expected string, number or null"},
             Row{R"({"jsonrpc":"2.0","id":3,"method":"m","params":[1]})",
                 "-32602 id=3 params: expected object"},
             Row{R"({"jsonrpc":"2.0","id":3,"method":"m","params":null})",
                 "-32602 id=3 params: expected object"},
             Row{R"({"jsonrpc":"2.0","id":3,"method":"m","params":"x"})",
                 "-32602 id=3 params: expected object"},
         }) {
        CAPTURE(line);
        CHECK(verdict(line) == expected);
    }
}

TEST_CASE("a notification gets no answer, not even about its params") {
    for (const auto* line :
         {R"({"jsonrpc":"2.0","method":"m"})", R"({"jsonrpc":"2.0","method":"m","params":{}})",
          R"({"jsonrpc":"2.0","method":"m","params":[1]})"}) {
        CAPTURE(line);
        CHECK(verdict(line) == "silence");
    }
    CHECK(verdict(R"({"jsonrpc":"2.0","method":"m","id":null})") == "answer id=null");
}

TEST_CASE("JSON-RPC's own examples are taken as the specification says, params by position apart") {
    const auto file = testing::shared_material("jsonrpc/spec-examples.jsonl");
    if (!file) {
        return;
    }
    const auto text = testing::bytes_of(*file);
    for (const auto line : split_lines(text)) {
        JsonParser parser;
        const auto example = parser.parse(line);
        REQUIRE(example);
        const auto expected = *example->member("expect");
        const std::string sent(*example->member("send")->string());
        CAPTURE(sent);
        const auto error = expected.member("error");
        if (error && error->member("code")->integer() == -32700) {
            CHECK_FALSE(JsonParser().parse(sent));
        } else if (sent.starts_with('[')) {
            CHECK(verdict(sent) == "-32600 id=null a request is an object");  // a batch is no request
        } else if (error && error->member("code")->integer() == -32600) {
            CHECK(verdict(sent).starts_with("-32600 id=null"));
        } else if (expected.kind() == JsonValue::Kind::Null) {
            CHECK(verdict(sent) == "silence");
        } else if (sent.find("\"params\": [") != std::string::npos) {
            CHECK(verdict(sent).starts_with("-32602 id=" + expected.member("id")->text()));
        } else {
            CHECK(verdict(sent) == "answer id=" + expected.member("id")->text());
        }
    }
}

TEST_CASE("every error of ours has one code on the wire") {
    struct Row {
        Errc ours;
        int theirs;
    };
    for (const auto& [ours, theirs] : {
             Row{Errc::Invalid, -32602},
             Row{Errc::NotFound, -32001},
             Row{Errc::Ambiguous, -32002},
             Row{Errc::TooLarge, -32003},
             Row{Errc::Denied, -32004},
             Row{Errc::Unavailable, -32005},
             Row{Errc::Exists, -32005},
             Row{Errc::NotReady, -32005},
             Row{Errc::Io, -32603},
         }) {
        CAPTURE(theirs);
        CHECK(static_cast<int>(rpc_code(ours)) == theirs);
    }
}

TEST_CASE("the lines that are written have the specification's shape") {
    CHECK(make_result({"\"x\""}, R"({"a":1})") == R"({"jsonrpc":"2.0","id":"x","result":{"a":1}})");
    CHECK(make_error({"null"}, {RpcCode::ParseError, "line is not JSON", {}}) ==
          R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"line is not JSON"}})");
    CHECK(
        make_error({"5"}, {RpcCode::NotFound, "no skill \"x\"", RawJson{R"({"nearest":["y"]})"}}) ==
        R"({"jsonrpc":"2.0","id":5,"error":{"code":-32001,"message":"no skill \"x\"","data":{"nearest":["y"]}}})");
    CHECK(make_request(18446744073709551615U, "hello", "{}") ==
          R"({"jsonrpc":"2.0","id":18446744073709551615,"method":"hello","params":{}})");
    CHECK(make_notification("daemon.decision", R"({"session":"s"})") ==
          R"({"jsonrpc":"2.0","method":"daemon.decision","params":{"session":"s"}})");
}

TEST_CASE("whatever a message holds, its line is one line of valid JSON") {
    for (const auto* text : {"a\nb", "\"}", "\xFF\xFE", "\r\n"}) {
        CAPTURE(text);
        const auto line = make_error({"1"}, {RpcCode::InternalError, text, {}});
        CHECK(line.find('\n') == std::string::npos);
        CHECK(JsonParser().parse(line));
        CHECK(JsonParser().parse(make_request(1, text, "{}")));
        CHECK(JsonParser().parse(make_notification(text, "{}")));
    }
}

TEST_CASE("what one end writes the other end reads") {
    CHECK(verdict(make_request(4, "session.event", "{}")) == "answer id=4");
    CHECK(verdict(make_notification("daemon.decision", "{}")) == "silence");
}

}  // namespace skillwake::protocol
