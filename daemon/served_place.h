#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "daemon/socket_lock.h"

#include <string>

namespace skillwake::daemon {

/// The path at which we serve, from its lock to its end: what we put there, whether that still lies there,
/// and putting it there again. Loop thread only.
class ServedPlace {
public:
    /// Locks `path`, which is ours to bind. As lock_socket() says.
    static Result<ServedPlace> own(std::string path);
    /// The same for a socket that somebody else bound there: it is never removed or bound again.
    static Result<ServedPlace> handed_over(std::string path);

    const std::string& path() const { return path_; }

    /// A new socket that listens there. As bind_socket() says; Errc::Exists too where it is not ours to bind.
    Result<FileDescriptor> bind();
    /// What we serve at; of a socket handed over, that one. Valid as long as it listens.
    void serving_at(int listening);

    /// Whether a client that looks for us there finds us. Cheap, as long as nobody has touched the socket.
    bool is_ours();
    /// When it is not: locks again where the lock was deleted too, and binds again. Errors: somebody else has
    /// the place now.
    Result<FileDescriptor> take_back();

    /// Removes what we have bound, when it still lies there.
    void remove() const;

private:
    ServedPlace(std::string path, FileDescriptor lock, bool ours)
        : path_(std::move(path)), lock_(std::move(lock)), ours_(ours) {}

    std::string path_;
    FileDescriptor lock_;
    bool ours_;
    int listening_ = -1;
    SocketIdentity known_;
};

}  // namespace skillwake::daemon
