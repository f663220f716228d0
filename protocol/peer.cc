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

#else

std::optional<uid_t> peer_uid(int descriptor) {
    uid_t user = 0;
    gid_t group = 0;
    if (::getpeereid(descriptor, &user, &group) != 0) {
        return std::nullopt;
    }
    return user;
}

#endif

}  // namespace skillwake::protocol
