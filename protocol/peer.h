#pragma once

#include <sys/types.h>

#include <optional>

namespace skillwake::protocol {

/// The user at the other end of a connected Unix socket; nullopt when the system does not tell.
std::optional<uid_t> peer_uid(int descriptor);

}  // namespace skillwake::protocol
