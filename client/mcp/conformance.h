#pragma once

#include "client/mcp/wire.h"

#include <optional>
#include <string>
#include <string_view>

namespace skillwake::client::mcp {

/// What keeps a skill from being one by the Agent Skills specification; empty: nothing. Hosts refuse a skill
/// that is not one, and some refuse the whole list that holds it. `name`: the skill's, as its URI ends.
std::string breach_of(const std::optional<RawJson>& front_matter, std::string_view name);

}  // namespace skillwake::client::mcp
