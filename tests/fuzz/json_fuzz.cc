#include "base/utf8.h"
#include "protocol/decision.h"
#include "protocol/json.h"
#include "protocol/message.h"
#include "protocol/rpc.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>
#include <variant>

/// Any line from a client: it is refused, or what is read of it can be written and read again without change.
namespace skillwake::fuzz {
namespace {

using namespace protocol;

void check_text(std::string_view bytes) {
    std::string json;
    append_json_string(json, bytes);
    JsonParser parser;
    const auto again = parser.parse(json);
    require(again && again->string() == replace_invalid_utf8(bytes));
}

void check_value(JsonValue value) {
    const auto once = value.text();
    JsonParser parser;
    const auto again = parser.parse(once);
    require(again && again->text() == once && again->kind() == value.kind());
}

void check_event(JsonValue params) {
    const auto event = read_message<EventParams>(params, "params");
    if (!event) {
        require(event.error().message().starts_with("params"));
        return;
    }
    const auto once = to_json(*event);
    JsonParser parser;
    const auto json = parser.parse(once);
    require(static_cast<bool>(json));
    const auto again = read_message<EventParams>(*json, "params");
    require(again && to_json(*again) == once);
}

void check_request(JsonValue json) {
    const auto request = read_request(json);
    JsonParser parser;
    if (const auto* refusal = std::get_if<RpcRefusal>(&request)) {
        require(!refusal->id || parser.parse(make_error(*refusal->id, refusal->error)));
        return;
    }
    const auto& read = std::get<RpcRequest>(request);
    if (read.id) {
        std::string answer;
        begin_result(answer, *read.id);
        answer.append("{}");
        end_result(answer);
        require(static_cast<bool>(parser.parse(answer)));
    }
    if (read.params) {
        check_event(*read.params);
    }
}

}  // namespace

std::vector<std::string> seeds() {
    return {
        R"({"jsonrpc":"2.0","id":1,"method":"session.event","params":{"session":"s","event":{"type":"prompt","text":"x"}}})",
        R"({"jsonrpc":"2.0","id":"\u00e9\n","method":"m","params":{"event":{"type":"file","action":"edit","path":"a.py",)"
        R"("edits":[{"old":"a","new":"b"}]},"ranked":3,"max_tokens":18446744073709551615}})",
        R"({"jsonrpc":"2.0","id":-1.5e3,"method":"m","params":{"event":{"type":"tool","name":"t","input":{"a":[1,null]},)"
        R"("output":0.1,"failed":true},"content":"none"}})",
        R"({"jsonrpc":"2.0","method":"m","params":{"event":{"type":"session","phase":"compact"}}})",
        R"({"jsonrpc":"2.0","id":null,"method":1,"params":[]})",
        "[[[[{\"\\ud83d\\ude00\":\"\xF0\x9F\x98\x80\"}]]]]",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    fuzz::check_text(bytes);
    protocol::JsonParser parser;
    if (const auto json = parser.parse(bytes)) {
        fuzz::check_value(*json);
        fuzz::check_request(*json);
    }
    return 0;
}
