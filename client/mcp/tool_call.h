#pragma once

#include "client/mcp/wire.h"
#include "client/mcp/workspace.h"

#include <optional>
#include <string>

namespace skillwake::client::mcp {

/// `tools/call`. All tools only read. `session`: the host's conversation, in whose ledger a skill that is
/// given shall stand; params._meta may name another one ("skillwake/session", "skillwake/agent"). Failure: no
/// such tool. What goes wrong inside of one is a result with isError, for the model to read.
Outcome call_tool(Workspace& workspace, const std::optional<JsonValue>& params,
                  const std::optional<std::string>& session);

}  // namespace skillwake::client::mcp
