#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

/// One table of ours in somebody's TOML file, between two comments that say so. Pure: a text in, a text out.
namespace skillwake::client {

/// `text` with table `name` ("mcp_servers.skillwake") at its end, `body` being its lines; ours of before is
/// replaced where it stands. Errc::Exists: there is such a table that we did not write. Errc::Invalid: a
/// string or array does not end, told with its line, or one of our comments is missing.
Result<std::string> set_toml_table(std::string_view text, std::string_view name, std::string_view body);

/// `text` without what set_toml_table() wrote; unchanged where there is nothing of it.
Result<std::string> remove_toml_table(std::string_view text, std::string_view name);

}  // namespace skillwake::client
