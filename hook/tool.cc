#include "hook/tool.h"

#include "base/text.h"

#include <string>
#include <string_view>
#include <utility>

namespace skillwake::hook {
namespace {

using protocol::JsonValue;
using protocol::RawJson;

std::optional<JsonValue> present(JsonValue object, std::string_view name) {
    auto member = object.member(name);
    return member && member->kind() != JsonValue::Kind::Null ? member : std::nullopt;
}

std::optional<std::string_view> text_of(JsonValue object, std::string_view name) {
    const auto member = object.member(name);
    const auto text = member ? member->string() : std::nullopt;
    return text && !text->empty() ? text : std::nullopt;
}

/// Tools that put a skill into the conversation; an MCP server's are called "mcp__server__Skill".
bool gives_skill(std::string_view tool) {
    const auto mark = tool.rfind("__");
    const auto name = fold_ascii(mark == std::string_view::npos ? tool : tool.substr(mark + 2));
    return name == "skill" || name == "activate_skill";
}

/// The skill that a call of such a tool names, without its arguments.
std::optional<std::string> named_skill(JsonValue input) {
    for (const auto* member : {"command", "skill", "name", "skill_name", "skillName"}) {
        if (const auto text = text_of(input, member)) {
            auto name = trim(*text);
            name = name.substr(name.starts_with('/') || name.starts_with('@') ? 1 : 0);
            name = name.substr(0, name.find_first_of(" \t\n"));
            return name.empty() ? std::nullopt : std::optional<std::string>(name);
        }
    }
    return std::nullopt;
}

/// Gemini CLI tells what its model gets beside what its user sees: the former counts.
JsonValue seen_by_model(JsonValue response) {
    return present(response, "llmContent").value_or(response);
}

/// "text", or {"message": "text", ...}; empty: there is no text.
std::string error_text(JsonValue error) {
    if (const auto text = error.string()) {
        return std::string(*text);
    }
    return std::string(text_of(error, "message").value_or(""));
}

}  // namespace

std::optional<protocol::Event> tool_event(JsonValue call, ToolMoment moment) {
    const auto name = text_of(call, "tool_name");
    if (!name) {
        return std::nullopt;
    }
    const auto input = present(call, "tool_input");
    const auto response = present(call, "tool_response");
    if (moment == ToolMoment::After && input && gives_skill(*name)) {
        if (auto skill = named_skill(*input)) {
            return protocol::SkillEvent{*std::move(skill), protocol::SkillUse::Tool};
        }
    }
    protocol::ToolEvent tool;
    tool.name = *name;
    tool.before = moment == ToolMoment::Before;
    tool.failed = moment == ToolMoment::Failed;
    if (input) {
        tool.input = RawJson{input->text()};
    }
    if (response) {
        tool.output = RawJson{seen_by_model(*response).text()};
    }
    auto error = present(call, "error");
    if (!error && response) {
        error = present(*response, "error");
    }
    if (error) {
        tool.failed = true;
        tool.error = error_text(*error);
    }
    return tool;
}

}  // namespace skillwake::hook
