#pragma once

#include "base/result.h"

#include <filesystem>
#include <string_view>

namespace skillwake::daemon {

/// Makes `folder` with mode 0700 when there is none, and the folders above it. Errc::Denied: it belongs to
/// another user; `flag` chooses another. Errc::Invalid: it is no folder.
Status make_private_folder(const std::filesystem::path& folder, std::string_view flag);

/// The same for a folder in which nobody else may do anything: who can write there can put something else in
/// the place of what we serve. Errc::Denied too when it is open to others, or when its name is a symbolic
/// link, which somebody may have planted.
Status make_folder_for_us_alone(const std::filesystem::path& folder, std::string_view flag);

}  // namespace skillwake::daemon
