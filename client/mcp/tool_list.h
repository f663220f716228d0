#pragma once

#include "client/mcp/wire.h"
#include "client/mcp/workspace.h"

#include <cstddef>

namespace skillwake::client::mcp {

/// Of the list of skills in Skill's description.
inline constexpr std::size_t kListingBytes = 15'000;

/// `tools/list`: Skill, with the skills in its description, list_skills, search_skills and read_skill.
Outcome list_tools(Workspace& workspace);

}  // namespace skillwake::client::mcp
