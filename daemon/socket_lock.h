#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace skillwake::daemon {

/// Makes the folder of `socket_path` (0700) when there is none, and takes the lock beside the socket that
/// says who serves; it is held as long as the descriptor lives, and goes with the process however that ends.
/// Errc::Exists: another daemon holds it. Errc::Denied: the folder is not for us alone (private_folder.h).
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

/// Whether `lock` is still what lies beside the socket: another may have been made when somebody deleted it.
bool is_lock_of(int lock, const std::string& socket_path);

/// Which socket lies at a path. File systems give inode numbers again at once, so the time counts too.
struct SocketIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    std::int64_t changed_s = 0;
    std::int64_t changed_ns = 0;

    bool exists() const { return inode != 0; }
    bool operator==(const SocketIdentity&) const = default;
};
/// None exists: nothing lies there, or something else than a socket.
SocketIdentity identity_at(const std::string& socket_path);

enum class Reached {
    Listener,  ///< who made `listening` listen
    Another,   ///< or nobody
    Unknown,   ///< the system does not tell, or a full backlog does not let us ask
};
/// Whom a client at `socket_path` reaches.
Reached reaches(const std::string& socket_path, int listening);

/// Removes the socket that bind_socket() made, when it still lies there. Only while the lock is held.
void remove_socket(const std::string& socket_path, const SocketIdentity& ours);

}  // namespace skillwake::daemon
