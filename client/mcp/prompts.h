#pragma once

#include "client/mcp/wire.h"
#include "client/mcp/workspace.h"

#include <optional>
#include <string>

/// Skills that users may call by name, as prompts with one argument, `args`.
namespace skillwake::client::mcp {

Outcome list_prompts(Workspace& workspace, const std::optional<JsonValue>& params);
/// `session`: the host's conversation, in whose ledger the skill shall stand.
Outcome get_prompt(Workspace& workspace, const std::optional<JsonValue>& params,
                   const std::optional<std::string>& session);

}  // namespace skillwake::client::mcp
