#pragma once

#include <sys/types.h>

#include <optional>

namespace skillwake::protocol {

/// The user at the other end of a connected Unix socket; nullopt when the system does not tell.
std::optional<uid_t> peer_uid(int descriptor);
/// Its process; of a listening socket, the one that listens. nullopt when the system does not tell.
std::optional<pid_t> peer_pid(int descriptor);

/// Whether a peer of this user may be talked to: it is our own user, or root, who may do anything anyway.
/// Nobody, when the system did not tell who it is.
bool is_trusted(std::optional<uid_t> peer, uid_t ours);

}  // namespace skillwake::protocol
