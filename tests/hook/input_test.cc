#include "hook/input.h"

#include "tests/hook/hook_case.h"
#include "tests/support/error_text.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <map>
#include <variant>

namespace skillwake::hook {
namespace {

/// What the events of `input` are, for people: "prompt", "session.start", "" for none.
std::string told(const HookInput& input) {
    std::string text;
    for (const auto& event : input.events) {
        text += text.empty() ? "" : " ";
        text += std::visit([](const auto& alternative) { return alternative.kType; }, event);
        if (const auto* change = std::get_if<protocol::SessionEvent>(&event)) {
            text.append(".").append(protocol::name_of(change->phase));
        }
    }
    return text;
}

Host host_of(const std::filesystem::path& recording) {
    const auto client = recording.parent_path().filename().string();
    return client.starts_with("codex")    ? Host::Codex
           : client.starts_with("gemini") ? Host::Gemini
                                          : Host::ClaudeCode;
}

/// By the start of a recording's name; an event that is not here needs nothing.
const std::map<std::string, std::string> kWanted = {{"UserPromptSubmit", "prompt"},
                                                    {"BeforeAgent", "prompt"},
                                                    {"UserPromptExpansion", "skill"},
                                                    {"PreToolUse", "tool"},
                                                    {"BeforeTool", "tool"},
                                                    {"PostToolUse", "tool"},
                                                    {"AfterTool", "tool"},
                                                    {"PostToolBatch", "tool"},
                                                    {"PostToolUseFailure", "tool"},
                                                    {"PostToolUse.Skill", "skill"},
                                                    {"PostToolBatch.Skill", "skill"},
                                                    {"SessionStart.startup", "session.start"},
                                                    {"SessionStart.resume", "session.resume"},
                                                    {"SessionStart.compact", "session.compact"},
                                                    {"SubagentStart", "session.subagent_start"},
                                                    {"PostCompact", "session.compact"},
                                                    {"PreCompress", "session.compact"},
                                                    {"SessionEnd", "session.end"}};

std::string wanted_for(std::string name) {
    for (;;) {
        const auto known = kWanted.find(name);
        if (known != kWanted.end()) {
            return known->second;
        }
        const auto dot = name.rfind('.');
        if (dot == std::string::npos) {
            return "";
        }
        name.resize(dot);
    }
}

}  // namespace

TEST_CASE("inputs that real hosts wrote are understood") {
    const auto folder = testing::shared_material("hook-inputs");
    if (!folder) {
        return;
    }
    for (const auto& file : files_of(*folder)) {
        CAPTURE(file.string());
        const auto input = read_hook_input(testing::bytes_of(file), std::nullopt);
        REQUIRE_MESSAGE(input, testing::error_text(input));
        CHECK(input->host == host_of(file));
        CHECK(told(*input) == wanted_for(file.stem().string()));
        CHECK(input->session);
        CHECK(input->cwd == "/home/user/project");
        CHECK(file.filename().string().starts_with(input->event_name));
    }
}

TEST_CASE("what is no JSON object is refused, whatever the host") {
    for (const auto* text : {"", "{", "[]", "null", "\"x\"", "{} {}", "{\"a\":}", "{\"a\":\"\xff\"}", "\n"}) {
        CAPTURE(text);
        const auto input = read_hook_input(text, Host::Codex);
        REQUIRE_FALSE(input);
        CHECK(input.error().code() == Errc::Invalid);
    }
}

TEST_CASE("of a batch so many calls are looked at") {
    const auto batch = [](std::size_t calls) {
        std::string json = R"({"hook_event_name":"PostToolBatch","tool_calls":[{"tool_name":"T"})";
        for (std::size_t at = 1; at < calls; ++at) {
            json += R"(,{"tool_name":"T"})";
        }
        return read_hook_input(json + "]}", std::nullopt)->events.size();
    };
    CHECK(batch(1) == 1);
    CHECK(batch(kMaxBatchCalls) == kMaxBatchCalls);
    CHECK(batch(kMaxBatchCalls + 1) == kMaxBatchCalls);
}

TEST_CASE("what an input leaves out, or has in another shape, is no event and no error") {
    struct Row {
        std::string_view json;
        std::string_view events;
    };
    for (
        const auto& [json, events] : {
            Row{R"({"hook_event_name":"CwdChanged"})", "session.resume"},
            Row{R"({"hook_event_name":"CwdChanged","new_cwd":"relative"})", "session.resume"},
            Row{R"({"hook_event_name":"UserPromptExpansion","expansion_type":"slash_command"})", ""},
            Row{R"({"hook_event_name":"UserPromptExpansion","command_name":"x"})", ""},
            Row{R"({"hook_event_name":"FileChanged","event":"change"})", ""},
            Row{R"({"hook_event_name":"FileChanged","file_path":"","event":"change"})", ""},
            Row{R"({"hook_event_name":"FileChanged","file_path":"/a"})", "file"},
            Row{R"({"hook_event_name":"PostToolBatch"})", ""},
            Row{R"({"hook_event_name":"PostToolUse"})", ""},
            Row{R"({"hook_event_name":"PostToolUse","tool_name":""})", ""},
            Row{R"({"hook_event_name":"PostToolUse","tool_name":7})", ""},
            Row{R"({"hook_event_name":"PostToolUse","tool_name":"T","tool_input":null,"tool_response":null})",
                "tool"},
        }) {
        CAPTURE(json);
        const auto input = read_hook_input(json, std::nullopt);
        REQUIRE(input);
        CHECK(told(*input) == events);
        CHECK_FALSE(input->cwd);
    }
}

TEST_CASE("a skill is named however a host's tool names it; a call that names none is a tool's") {
    struct Row {
        std::string_view input;
        std::string_view skill;
    };
    for (const auto& [input, skill] : {
             Row{R"({"command":"pdf"})", "pdf"},
             Row{R"({"command":" /pdf fill in"})", "pdf"},
             Row{R"({"command":"","skill":"@pdf"})", "pdf"},
             Row{R"({"skill":7,"name":"p:pdf\nx"})", "p:pdf"},
             Row{R"({"skill_name":"pdf"})", "pdf"},
             Row{R"({"skillName":"pdf"})", "pdf"},
             Row{R"({"skill":"/"})", ""},
             Row{R"({"skill":"  "})", ""},
             Row{R"({"other":"pdf"})", ""},
             Row{R"("pdf")", ""},
         }) {
        CAPTURE(input);
        const auto read =
            read_hook_input(R"({"hook_event_name":"PostToolUse","tool_name":"Skill","tool_input":)" +
                                std::string(input) + "}",
                            std::nullopt);
        REQUIRE(read);
        REQUIRE(read->events.size() == 1);
        const auto* const used = std::get_if<protocol::SkillEvent>(&read->events[0]);
        CHECK((used != nullptr) == !skill.empty());
        CHECK((used == nullptr ? "" : used->name) == skill);
        CHECK((used != nullptr || std::holds_alternative<protocol::ToolEvent>(read->events[0])));
    }
}

TEST_CASE("a tool's error is told in its own words, or at all") {
    struct Row {
        std::string_view members;
        std::string_view error;
    };
    for (const auto& [members, error] : {
             Row{R"("error":"no such file")", "no such file"},
             Row{R"("error":{"message":"no such file"})", "no such file"},
             Row{R"("error":{"code":2})", ""},
             Row{R"("error":{"message":""})", ""},
             Row{R"("tool_response":{"error":"no such file"})", "no such file"},
         }) {
        CAPTURE(members);
        const auto read = read_hook_input(
            R"({"hook_event_name":"PostToolUse","tool_name":"T",)" + std::string(members) + "}",
            std::nullopt);
        REQUIRE(read);
        const auto& tool = std::get<protocol::ToolEvent>(read->events.at(0));
        CHECK(tool.failed);
        CHECK(tool.error == std::string(error));
    }
}

TEST_CASE("hosts have names") {
    CHECK(host_named("claude-code") == Host::ClaudeCode);
    CHECK(host_named("codex") == Host::Codex);
    CHECK(host_named("gemini") == Host::Gemini);
    CHECK_FALSE(host_named("Codex"));
    CHECK_FALSE(host_named(""));
}

}  // namespace skillwake::hook
