#pragma once

#include "protocol/json.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// What hosts' tools are called, and what their inputs call the same things.
namespace skillwake::daemon {

enum class ToolKind { Read, Write, Edit, Shell, Skill, Other };

/// By the tool's name in any case; of an MCP server's tool ("mcp__server__Skill") by the name behind the
/// server.
ToolKind tool_kind(std::string_view name);

/// The first of these members that is a string.
std::optional<std::string_view> text_member(protocol::JsonValue object,
                                            std::initializer_list<std::string_view> names);

/// The file that a tool works on.
std::optional<std::string_view> path_of(protocol::JsonValue input);
/// The skill that a Skill tool asks for, as it is written there.
std::optional<std::string_view> skill_name_of(protocol::JsonValue input);

/// A command as it would be typed; some hosts give its words: ["bash","-lc","make it"].
std::optional<std::string> command_of(protocol::JsonValue input);

}  // namespace skillwake::daemon
