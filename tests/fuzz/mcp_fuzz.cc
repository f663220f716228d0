#include "client/mcp/server.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_clock.h"

#include <string_view>

/// Any lines from an MCP client: each answer is one line of JSON-RPC with a result or an error, or a request
/// of ours. What the daemon would have said, odd answers among it, lies in the input too, behind a NUL.
namespace skillwake::fuzz {
namespace {

using namespace client::mcp;

/// Answers every question with one text, when that is JSON.
class OneAnswer final : public Backend {
public:
    explicit OneAnswer(std::string_view text) : text_(text) {}

    std::variant<protocol::JsonValue, protocol::RpcError> call(std::string_view /*method*/,
                                                               std::string_view params_json) override {
        protocol::JsonParser params;
        require(static_cast<bool>(params.parse(params_json)));
        const auto json = parser_.parse(text_);
        if (!json) {
            return protocol::RpcError{protocol::RpcCode::NotFound, "no such skill", std::nullopt};
        }
        return *json;
    }

private:
    std::string text_;
    protocol::JsonParser parser_;
};

void check_line(const std::string& line) {
    require(line.find('\n') == std::string::npos);
    protocol::JsonParser parser;
    const auto json = parser.parse(line);
    require(static_cast<bool>(json));
    const auto check = [](protocol::JsonValue one) {
        require(one.member("jsonrpc") && one.member("jsonrpc")->string() == "2.0");
        const bool answer = one.member("result").has_value() != one.member("error").has_value();
        require(answer || one.member("method"));
        return true;
    };
    if (json->kind() == protocol::JsonValue::Kind::Array) {
        json->each_element(check);
    } else {
        check(*json);
    }
}

void check(std::string_view lines, std::string_view answer) {
    OneAnswer backend(answer);
    testing::FakeClock clock;
    Server server(backend, clock, {"/here", false, std::nullopt});
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        for (const auto& line : server.answer(lines.substr(0, end))) {
            check_line(line);
        }
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    for (const auto& line : server.skills_changed()) {
        check_line(line);
    }
    server.daemon_lost();
}

const std::string kBegin =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":{"listChanged":true}},"clientInfo":{"name":"t","version":"1"}}})"
    "\n"
    R"({"jsonrpc":"2.0","method":"notifications/initialized"})"
    "\n";
const std::string kMeta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";
const std::string kList =
    std::string(1, '\0') +
    R"({"skills":[{"name":"a","qualified_name":"p:a","description":"About","path":"/s/a/SKILL.md","scope":"user","tokens":1,"digest":"d"}],"diagnostics":[],"generation":1})";

std::string ask(const std::string& method, const std::string& params) {
    return R"({"jsonrpc":"2.0","id":"x","method":")" + method + R"(","params":)" + params + "}\n";
}

}  // namespace

std::vector<std::string> seeds() {
    return {
        kBegin + ask("tools/list", "{}") + ask("prompts/list", R"({"cursor":"1"})") + kList,
        kBegin +
            ask("tools/call",
                R"({"name":"Skill","arguments":{"command":"a b"},"_meta":{"progressToken":1}})") +
            kList,
        kBegin + ask("prompts/get", R"({"name":"a","arguments":{"arguments":"x"}})") + kList,
        kBegin + ask("resources/read", R"({"uri":"skill://p/a/SKILL.md"})") + ask("resources/list", "{}") +
            ask("resources/subscribe", R"({"uri":"skill://p/a/SKILL.md"})") + kList,
        kBegin + R"({"jsonrpc":"2.0","id":1,"result":{"roots":[{"uri":"file:///w%20x","name":"w"}]}})" +
            "\n" + R"({"jsonrpc":"2.0","method":"notifications/roots/list_changed"})" + "\n",
        ask("server/discover", "{" + kMeta + "}") + ask("tools/list", "{" + kMeta + "}") + kList,
        R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"completion/complete"}])"
        "\n" +
            ask("tools/call", R"({"name":"Skill","arguments":{"command":"a"}})") + std::string(1, '\0') +
            R"({"skill":"a","content":"text\u0000","path":"/s/a/SKILL.md","resources":[{"file":"b.md","bytes":3}],"tokens":1})",
        R"({"jsonrpc":"2.0","id":1.5,"method":1})"
        "\n{\n\n",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto cut = bytes.find('\0');
    skillwake::fuzz::check(bytes.substr(0, cut),
                           cut == std::string_view::npos ? std::string_view() : bytes.substr(cut + 1));
    return 0;
}
