#pragma once

#include "base/result.h"

#include <filesystem>
#include <string_view>

namespace skillwake::daemon {

/// Makes `folder` with mode 0700 when there is none, and the folders above it. Errc::Denied: it belongs to
/// another user; `flag` chooses another. Errc::Invalid: it is no folder.
Status make_private_folder(const std::filesystem::path& folder, std::string_view flag);

}  // namespace skillwake::daemon
