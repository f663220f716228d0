#pragma once

#include "client/mcp/wire.h"
#include "client/mcp/workspace.h"

#include <optional>

/// io.modelcontextprotocol/skills: each skill with its front matter and a digest of every file. Skills that
/// do not keep the Agent Skills specification, or the extension's limits, are left out: a host would refuse
/// them.
namespace skillwake::client::mcp {

Outcome list_skill_entries(Workspace& workspace, const std::optional<JsonValue>& params);
Outcome get_skill_entry(Workspace& workspace, const std::optional<JsonValue>& params);

}  // namespace skillwake::client::mcp
