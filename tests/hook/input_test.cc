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

TEST_CASE("hosts have names") {
    CHECK(host_named("claude-code") == Host::ClaudeCode);
    CHECK(host_named("codex") == Host::Codex);
    CHECK(host_named("gemini") == Host::Gemini);
    CHECK_FALSE(host_named("Codex"));
    CHECK_FALSE(host_named(""));
}

}  // namespace skillwake::hook
