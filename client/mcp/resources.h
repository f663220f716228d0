#pragma once

#include "client/mcp/wire.h"
#include "client/mcp/workspace.h"

#include <optional>

/// Skills and their files as resources.
namespace skillwake::client::mcp {

Outcome list_resources(Workspace& workspace, const std::optional<JsonValue>& params);
Outcome list_resource_templates();
/// `no_resource`: the code for one that is not there.
Outcome read_resource(Workspace& workspace, const std::optional<JsonValue>& params, int no_resource);
/// `resources/directory/read` of the skills extension: the direct children of a skill's folder.
Outcome read_directory(Workspace& workspace, const std::optional<JsonValue>& params);

}  // namespace skillwake::client::mcp
