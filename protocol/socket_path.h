#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>

namespace skillwake::protocol {

/// Longest path that the system's sockaddr_un holds, with its end mark left out. A longer one would be cut
/// silently and meet another file.
inline constexpr std::size_t kMaxSocketPathBytes = 107;

/// Where daemon and clients meet: `chosen` when not empty, else $SKILLWAKE_SOCKET, else
/// $XDG_RUNTIME_DIR/skillwake/skillwake.sock, else /tmp/skillwake-$UID/skillwake.sock.
/// Errc::TooLarge: longer than kMaxSocketPathBytes. Errc::Invalid: holds a NUL.
Result<std::string> socket_path(const std::string& chosen);

}  // namespace skillwake::protocol
