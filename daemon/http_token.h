#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace skillwake::daemon {

/// The secret in `file`; where there is none, a new one of 256 random bits is put there, mode 0600.
/// Errc::Denied: others may read the file, or it is another user's. Errc::Invalid: it holds no token: 32 to
/// 1,000 letters, digits and -._~+/=, white space around them aside.
Result<std::string> http_token(const std::filesystem::path& file);

/// Puts `text` into `file`, mode 0600, whole or not at all; replaces what lies there.
Status write_private(const std::filesystem::path& file, std::string_view text);

}  // namespace skillwake::daemon
