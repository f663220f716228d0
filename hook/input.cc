#include "hook/input.h"

#include "hook/tool.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace skillwake::hook {
namespace {

using protocol::JsonValue;
using protocol::SessionPhase;

/// The first of these members that is a string with something in it.
std::optional<std::string> text_of(JsonValue object, std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        const auto member = object.member(name);
        const auto text = member ? member->string() : std::nullopt;
        if (text && !text->empty()) {
            return std::string(*text);
        }
    }
    return std::nullopt;
}

std::optional<std::string> absolute(std::optional<std::string> path) {
    return path && path->starts_with('/') ? std::move(path) : std::nullopt;
}

protocol::Event phase(SessionPhase phase) {
    return protocol::SessionEvent{phase, {}};
}

/// What the members of an input say about its event.
class Reading {
public:
    Reading(JsonValue json, HookInput& input) : json_(json), input_(input) {}

    void prompt() {
        if (auto text = text_of(json_, {"prompt"})) {
            add(protocol::PromptEvent{*std::move(text)});
        }
    }

    void session_start() {
        const auto source = text_of(json_, {"source"}).value_or("");
        if (source == "fork") {
            add(protocol::SessionEvent{SessionPhase::Fork,
                                       text_of(json_, {"parent_session_id", "forked_from_session_id",
                                                       "forked_from", "source_session_id"})});
            return;
        }
        constexpr std::array<std::pair<std::string_view, SessionPhase>, 3> kPhases = {
            {{"startup", SessionPhase::Start},
             {"clear", SessionPhase::Clear},
             {"compact", SessionPhase::Compact}}};
        const auto* const known = std::find_if(kPhases.begin(), kPhases.end(),
                                               [&](const auto& entry) { return entry.first == source; });
        // A source that we do not know must not make us forget what the conversation holds.
        add(phase(known == kPhases.end() ? SessionPhase::Resume : known->second));
    }

    void compact() { add(phase(SessionPhase::Compact)); }
    void session_end() { add(phase(SessionPhase::End)); }
    void subagent_start() { add(phase(SessionPhase::SubagentStart)); }

    /// No event says only where one is: going on there does, and has the skills of the new place read.
    void cwd_changed() {
        if (auto place = absolute(text_of(json_, {"new_cwd"}))) {
            input_.cwd = std::move(place);
        }
        add(phase(SessionPhase::Resume));
    }

    void expansion() {
        auto name = text_of(json_, {"command_name"});
        const auto kind = text_of(json_, {"expansion_type"});
        if (name && kind == "slash_command") {
            add(protocol::SkillEvent{*std::move(name), protocol::SkillUse::Typed});
        }
    }

    void file_changed() {
        auto path = text_of(json_, {"file_path"});
        const auto change = text_of(json_, {"event"});
        if (path && change != "unlink") {
            protocol::FileEvent file;
            file.path = *std::move(path);
            add(std::move(file));
        }
    }

    void before_tool() { add_tool(json_, ToolMoment::Before); }
    void after_tool() { add_tool(json_, ToolMoment::After); }
    void failed_tool() { add_tool(json_, ToolMoment::Failed); }

    void batch() {
        const auto calls = json_.member("tool_calls");
        if (!calls) {
            return;
        }
        calls->each_element([this](JsonValue call) {
            add_tool(call, ToolMoment::After);
            return input_.events.size() < kMaxBatchCalls;
        });
    }

private:
    void add(protocol::Event event) { input_.events.push_back(std::move(event)); }

    void add_tool(JsonValue call, ToolMoment moment) {
        if (auto event = tool_event(call, moment)) {
            add(*std::move(event));
        }
    }

    JsonValue json_;
    HookInput& input_;
};

struct KnownEvent {
    std::string_view name;
    void (Reading::*read)();
    Context context;  ///< of Claude Code and Gemini CLI
};

/// What is missing here needs nothing: Stop, PreCompact (PostCompact follows), models' turns, permissions.
constexpr std::array<KnownEvent, 16> kEvents = {{
    {"UserPromptSubmit", &Reading::prompt, Context::Passed},
    {"PostToolUse", &Reading::after_tool, Context::Passed},
    {"PreToolUse", &Reading::before_tool, Context::Passed},
    {"PostToolUseFailure", &Reading::failed_tool, Context::Passed},
    {"PostToolBatch", &Reading::batch, Context::Passed},
    {"SessionStart", &Reading::session_start, Context::Passed},
    {"SubagentStart", &Reading::subagent_start, Context::Passed},
    {"UserPromptExpansion", &Reading::expansion, Context::Passed},
    {"PostCompact", &Reading::compact, Context::Ignored},
    {"FileChanged", &Reading::file_changed, Context::Ignored},
    {"CwdChanged", &Reading::cwd_changed, Context::Ignored},
    {"SessionEnd", &Reading::session_end, Context::Ignored},
    {"BeforeAgent", &Reading::prompt, Context::Passed},
    {"AfterTool", &Reading::after_tool, Context::Passed},
    {"BeforeTool", &Reading::before_tool, Context::Ignored},
    {"PreCompress", &Reading::compact, Context::Ignored},
}};

}  // namespace

Result<HookInput> read_hook_input(std::string_view json, std::optional<Host> host) {
    protocol::JsonParser parser;
    return read_hook_input(json, host, parser);
}

Result<HookInput> read_hook_input(std::string_view json, std::optional<Host> host,
                                  protocol::JsonParser& parser) {
    const auto document = parser.parse(json);
    if (!document) {
        return document.error();
    }
    if (document->kind() != JsonValue::Kind::Object) {
        return Error(Errc::Invalid, "expected object");
    }
    HookInput input;
    input.host = host ? *host : guess_host(*document);
    input.event_name = text_of(*document, {"hook_event_name"}).value_or("");
    input.session = text_of(*document, {"session_id", "transcript_path"});
    input.agent = text_of(*document, {"agent_id"});
    input.cwd = absolute(text_of(*document, {"cwd"}));
    for (const auto& known : kEvents) {
        if (known.name == input.event_name) {
            input.context = known.context;
            (Reading(*document, input).*known.read)();
        }
    }
    if (input.host == Host::Codex && input.event_name == "PreToolUse") {
        input.context = Context::Ignored;  // versions of 2026 call additional context there an error
    }
    return input;
}

}  // namespace skillwake::hook
