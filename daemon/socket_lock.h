#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <string>

namespace skillwake::daemon {

/// Makes the folder of `socket_path` (0700) when there is none, and takes the lock beside the socket that
/// says who serves; it is held as long as the descriptor lives, and goes with the process however that ends.
/// Errc::Exists: another daemon holds it. Errc::Denied: the folder belongs to another user.
Result<FileDescriptor> lock_socket(const std::string& socket_path);

/// Binds and listens. Only the holder of the lock calls it: a socket at which nobody listens is stale and is
/// replaced; anything else that lies there is never removed (Errc::Exists). Errc::TooLarge: the path does not
/// fit an address.
Result<FileDescriptor> bind_socket(const std::string& socket_path);

/// A socket that somebody else bound and will remove.
struct InheritedSocket {
    FileDescriptor descriptor;  ///< empty: none was handed over
    std::string path;
};

/// The listening socket that systemd handed over (socket activation). Takes the variables that say so out of
/// the environment. Errc::Invalid: what was handed over is not one Unix stream socket that listens at a path
/// of our own user.
Result<InheritedSocket> inherited_socket();

/// Removes the socket that bind_socket() made. Only while the lock is held: then no other daemon's can lie
/// there.
void remove_socket(const std::string& socket_path);

}  // namespace skillwake::daemon
