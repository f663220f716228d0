#include "protocol/peer.h"

#include <sys/socket.h>
#include <unistd.h>

namespace skillwake::protocol {

#if defined(SO_PEERCRED)

std::optional<uid_t> peer_uid(int descriptor) {
    struct ucred credentials {};
    socklen_t size = sizeof credentials;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return std::nullopt;
    }
    return credentials.uid;
}

std::optional<pid_t> peer_pid(int descriptor) {
    struct ucred credentials {};
    socklen_t size = sizeof credentials;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0 || credentials.pid <= 0) {
        return std::nullopt;
    }
    return credentials.pid;
}

#else

std::optional<uid_t> peer_uid(int descriptor) {
    uid_t user = 0;
    gid_t group = 0;
    if (::getpeereid(descriptor, &user, &group) != 0) {
        return std::nullopt;
    }
    return user;
}

std::optional<pid_t> peer_pid(int /*descriptor*/) {
    return std::nullopt;
}

#endif

bool is_trusted(std::optional<uid_t> peer, uid_t ours) {
    return peer && (*peer == ours || *peer == 0);
}

}  // namespace skillwake::protocol
