#pragma once

#include "client/mcp/revision.h"
#include "client/mcp/wire.h"

#include <string>
#include <string_view>

/// What we say of ourselves, and what a revision wants of every result.
namespace skillwake::client::mcp {

RawJson initialize_result(Revision revision);
RawJson discover_result();
/// All revisions, the newest first, as an array.
std::string supported_json();

/// `result` of `method` with the members that `revision` asks for: its type, how long it is fresh, who we
/// are.
RawJson finished(const RawJson& result, std::string_view method, Revision revision);

}  // namespace skillwake::client::mcp
