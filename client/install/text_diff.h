#pragma once

#include <string>
#include <string_view>

namespace skillwake::client {

/// What changes from `before` to `after`, as people read it: hunks of a unified diff with three lines of
/// context, without a header. Empty: nothing changes. Lines are as they are in the texts.
std::string text_diff(std::string_view before, std::string_view after);

}  // namespace skillwake::client
