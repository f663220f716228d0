#pragma once

#include "base/safe_text.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Safe text (base/safe_text.h) within the columns of a terminal.
namespace skillwake::client {

/// Columns that a terminal needs for `text`, which holds no control characters.
std::size_t display_width(std::string_view text);

/// The first part of `text` that needs at most `columns`, with "…" at its end when something was left out.
std::string cut_end(std::string_view text, std::size_t columns);
/// The last part, with "…" at its begin: for paths.
std::string cut_begin(std::string_view text, std::size_t columns);

}  // namespace skillwake::client
