#pragma once

#include "protocol/event.h"
#include "protocol/json.h"

#include <optional>

namespace skillwake::hook {

enum class ToolMoment { Before, After, Failed };

/// One call of a tool as its host tells it (`tool_name`, `tool_input`, `tool_response`, `error`). A host's
/// own tool that gives a skill becomes a SkillEvent once it has. nullopt: the call has no name.
std::optional<protocol::Event> tool_event(protocol::JsonValue call, ToolMoment moment);

}  // namespace skillwake::hook
