#pragma once

#include "client/look.h"

#include <string>
#include <string_view>

namespace skillwake::client {

/// Appends "name:      value" with the values of following lines below each other; the value is made safe.
void append_field(std::string& out, std::string_view name, std::string_view value, const Look& look,
                  Style style = Style::Plain);

/// Appends an empty line and the title of what follows.
void append_title(std::string& out, std::string_view title, const Look& look);

}  // namespace skillwake::client
