#include "daemon/hook_service.h"

#include "protocol/rpc.h"
#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

constexpr std::string_view kPrompt =
    R"({"hook_event_name":"UserPromptSubmit","session_id":"s","cwd":"/w","prompt":"a rocket"})";

/// The answer to `session.hook`: the result as JSON, or "code message".
std::string hooked(House& house, std::string_view input, const std::string& more = "") {
    const auto line = house.answer(R"({"jsonrpc":"2.0","id":1,"method":"session.hook","params":{)" + more +
                                   R"("input":)" + std::string(input) + "}}");
    REQUIRE(line);
    protocol::JsonParser parser;
    const auto answer = parser.parse(*line);
    if (const auto result = answer->member("result")) {
        return result->text();
    }
    const auto error = *answer->member("error");
    return error.member("code")->text() + " " + std::string(*error.member("message")->string());
}

/// Names of what session "s" has been given and still holds.
std::string held(House& house) {
    protocol::SessionParams params;
    params.session = "s";
    const auto shown = house.service().session(params);
    std::string names;
    for (const auto& entry : shown ? shown->ledger : std::vector<protocol::LedgerEntry>()) {
        names += entry.held ? entry.skill + " " : "";
    }
    return names;
}

std::string until(std::uint64_t us) {
    return "\"until_us\":" + std::to_string(us) + ",";
}

}  // namespace

TEST_CASE("a hook's prompt is an event of its session; the result is the host's output") {
    House house;
    house.skill("rockets", wakes_on("rocket"), "Light the fuse.\n");
    const auto output = hooked(house, kPrompt);
    CHECK(output.starts_with(
        R"({"hookSpecificOutput":{"hookEventName":"UserPromptSubmit","additionalContext":")"));
    CHECK(output.find("Light the fuse.") != std::string::npos);
    CHECK(held(house) == "rockets ");
    CHECK(hooked(house, kPrompt) == "null");
}

TEST_CASE("a hook that needs nothing, or a command of the host's own, is no error") {
    House house;
    CHECK(hooked(house, R"({"hook_event_name":"Stop","session_id":"s"})") == "null");
    CHECK(hooked(house, "{}") == "null");
    CHECK(hooked(house, R"({"hook_event_name":"UserPromptExpansion","expansion_type":"slash_command",)"
                        R"("command_name":"no-such-skill","session_id":"s"})") == "null");
}

TEST_CASE("what a hook's params must be") {
    House house;
    CHECK(hooked(house, "[]") == "-32602 params.input: expected object");
    CHECK(hooked(house, "null") == "-32602 params.input: missing");
    CHECK(hooked(house, "{}", R"("host":"emacs",)") ==
          R"(-32602 params.host: expected one of "claude-code" "codex" "gemini")");
    CHECK(hooked(house, "{}", R"("host":"gemini",)") == "null");
}

TEST_CASE("the caller's folder counts where the input names none") {
    House house(House::Roots::Standard);
    house.write("p/.claude/skills/rockets/SKILL.md", skill_text("rockets", wakes_on("rocket")));
    const auto project = (house.folder() / "p").string();
    const std::string bare = R"({"hook_event_name":"UserPromptSubmit","session_id":"s","prompt":"a rocket"})";
    CHECK(hooked(house, bare, R"("cwd":")" + project + R"(",)") != "null");
    CHECK(held(house) == "rockets ");
}

TEST_CASE("when nobody waits any more nothing is given, but what happened is noted") {
    House house;
    house.skill("rockets", wakes_on("rocket"));
    const auto now = static_cast<std::uint64_t>(house.clock.steady().count());
    CHECK(hooked(house, kPrompt, until(now - 1)) == "null");
    CHECK(held(house).empty());
    CHECK(hooked(house, kPrompt, until(now)) != "null");
    CHECK(held(house) == "rockets ");
    CHECK(hooked(house, R"({"hook_event_name":"PostCompact","session_id":"s"})", until(now - 1)) == "null");
    CHECK(held(house).empty());
}

}  // namespace skillwake::daemon
