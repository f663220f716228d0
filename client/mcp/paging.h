#pragma once

#include "client/mcp/wire.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

namespace skillwake::client::mcp {

/// A part of a list, and where the next one begins.
struct Page {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::optional<std::string> next_cursor;  ///< absent: this is the last
};

/// The page of `total` things that `params.cursor` asks for. A cursor is a place in the list as it is now:
/// what changes between two pages may be missed or seen twice, and is told by list_changed.
std::variant<Page, Failure> page_of(const std::optional<JsonValue>& params, std::size_t total,
                                    std::size_t most);

}  // namespace skillwake::client::mcp
