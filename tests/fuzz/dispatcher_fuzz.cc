#include "daemon/dispatcher.h"
#include "protocol/number_id.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_clock.h"

#include <filesystem>
#include <string_view>

/// Lines from a client to the daemon's core as a whole: each answer is one line of JSON-RPC with a result or
/// an error, a request with an id gets one, a notification none.
namespace skillwake::fuzz {
namespace {

using namespace daemon;

class NoProgram final : public Control {
public:
    void stop() override {}
    std::uint64_t reload() override { return 1; }
    void publish(const protocol::DecisionNote& note) override {
        protocol::JsonParser parser;
        require(static_cast<bool>(parser.parse(protocol::to_json(note))));
    }
    std::uint64_t clients() const override { return 1; }
    std::uint64_t subscribers() const override { return 1; }
    std::string socket() const override { return "/s"; }
    std::optional<protocol::HttpStatus> http() const override { return std::nullopt; }
    protocol::LoopStatus loop() const override { return {}; }
};

/// The skills of the conformance tests: read once, since they never change.
struct Skills {
    Skills() { roots.put(make_snapshot({folder, skill::Scope::Project}, nullptr, {})); }
    testing::FakeClock clock;
    std::filesystem::path folder = std::filesystem::path(SKILLWAKE_SOURCE_ROOT) / "tests/conformance/skills";
    RootStore roots{{{folder, skill::Scope::Project}}, {}, clock};
};

void check_answer(protocol::JsonValue answer) {
    require(answer.member("jsonrpc") && answer.member("jsonrpc")->string() == "2.0" && answer.member("id"));
    require(answer.member("result").has_value() != answer.member("error").has_value());
    if (const auto error = answer.member("error")) {
        require(error->member("code")->integer() && !error->member("message")->string()->empty());
    }
}

void check_line(std::string_view line, const Dispatcher::Answer& answer) {
    require(!answer.not_ready);
    protocol::JsonParser questions;
    const auto question = questions.parse(line);
    const bool asks =
        !question || (question->kind() == protocol::JsonValue::Kind::Object && question->member("id"));
    require(answer.line || !asks);
    if (!answer.line) {
        return;
    }
    const auto text = answer.line->text();
    require(text.find('\n') == std::string::npos);
    protocol::JsonParser parser;
    auto json = parser.parse(text);
    if (const auto id = protocol::number_id(text); !json && !id.empty()) {
        // Echoed as it was written, and too wide for our own parser.
        require(id == protocol::number_id(line));
        auto narrow = text;
        json = parser.parse(narrow.replace(narrow.find(id), id.size(), "0"));
    }
    require(static_cast<bool>(json));
    if (json->kind() == protocol::JsonValue::Kind::Array) {
        json->each_element([](protocol::JsonValue one) {
            check_answer(one);
            return true;
        });
    } else {
        check_answer(*json);
    }
}

void check(std::string_view lines) {
    static Skills skills;
    NoProgram program;
    Limits limits;
    limits.sessions = 4;
    limits.history = 8;
    Service service(skills.roots, program, skills.clock, limits, skills.folder);
    Dispatcher dispatcher(service);
    Caller caller;
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        const auto line = lines.substr(0, end);
        if (!line.empty()) {
            check_line(line, dispatcher.answer(line, caller));
        }
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
}

std::string ask(const std::string& method, const std::string& params) {
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}\n";
}

}  // namespace

std::vector<std::string> seeds() {
    return {
        ask("session.event",
            R"({"session":"s","event":{"type":"prompt","text":"a rocket @pdf @wire"},"ranked":3})") +
            ask("session.event", R"({"session":"s","event":{"type":"session","phase":"compact"}})") +
            ask("session.show", R"({"session":"s"})") + ask("session.forget", R"({"session":"s"})"),
        ask("session.event",
            R"({"context":{"max_bytes":900,"mode":"sections"},"event":{"type":"file","path":"a.rocket","action":"edit","old":"a","new":"import x"}})"),
        ask("session.event",
            R"({"agent":"a","event":{"type":"tool","name":"Bash","input":{"command":"ls"},"output":{"x":[1]},"failed":true}})"),
        ask("session.hook",
            R"({"host":"claude-code","cwd":"/w","until_us":99999999999,"input":{"hook_event_name":"UserPromptSubmit","session_id":"s","prompt":"rocket"}})") +
            ask("session.hook",
                R"({"input":{"hook_event_name":"PostToolBatch","tool_calls":[{"tool_name":"Read"}]}})"),
        ask("skill.invoke", R"({"command":"rockets a b","session":"s"})") +
            ask("skill.invoke", R"({"skill":"pdf","args":"x"})"),
        ask("skill.list", "{}") + ask("skill.show", R"({"name":"pdf"})") +
            ask("skill.read", R"({"name":"pdf","section":"Title","first_line":1,"last_line":3})") +
            ask("skill.read", R"({"name":"pdf","file":"forms.md"})") +
            ask("skill.read", R"({"name":"pdf","file":"../wire/SKILL.md"})"),
        ask("match.explain", R"({"skill":"pdf","event":{"type":"prompt","text":"fill the form"}})") +
            ask("history.list", R"({"limit":2})") + ask("history.stats", "{}") + ask("session.list", "{}"),
        R"([{"jsonrpc":"2.0","id":1,"method":"hello"},{"jsonrpc":"2.0","id":"x","method":"daemon.status"},1])"
        "\n[]\n[1]\n{}\n",
        R"({"jsonrpc":"2.0","method":"daemon.subscribe"})"
        "\n"
        R"({"jsonrpc":"2.0","id":18446744073709551616,"method":"hello"})"
        "\n",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    skillwake::fuzz::check({reinterpret_cast<const char*>(data), size});
    return 0;
}
