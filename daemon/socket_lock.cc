#include "daemon/socket_lock.h"

#include "daemon/private_folder.h"
#include "daemon/scoped_umask.h"
#include "protocol/peer.h"
#include "protocol/socket_path.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

namespace skillwake::daemon {
namespace {

constexpr int kBacklog = 511;
constexpr mode_t kPrivateFile = 0600;

std::string lock_path_of(const std::string& socket_path) {
    return socket_path + ".lock";
}

/// nullopt: it does not fit.
std::optional<sockaddr_un> address_of(const std::string& path) {
    sockaddr_un address{};
    if (path.size() > protocol::kMaxSocketPathBytes) {
        return std::nullopt;
    }
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

/// Whether somebody may listen there: a daemon that systemd started holds no lock, and other programs know of
/// none.
bool is_served(const sockaddr_un& address) {
    const FileDescriptor client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    return ::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
           errno != ECONNREFUSED;  // a full backlog, a socket of another type
}

Status remove_stale_socket(const std::string& path, const sockaddr_un& address) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        return errno == ENOENT ? Status(Ok{}) : Status(system_error(errno).context(path));
    }
    if (!S_ISSOCK(info.st_mode) || info.st_uid != ::getuid()) {
        return Error(Errc::Exists,
                     path + ": something else lies there; remove it or choose another path with --socket");
    }
    if (is_served(address)) {
        return Error(Errc::Exists,
                     path + ": another program listens there; choose another path with --socket");
    }
    if (::unlink(path.c_str()) != 0) {
        return system_error(errno).context(path);
    }
    return Ok{};
}

/// How many descriptors are for us, by the protocol of sd_listen_fds(3).
long handed_over() {
    // NOLINTBEGIN(concurrency-mt-unsafe): before any thread
    const char* const pid_text = std::getenv("LISTEN_PID");
    const char* const count_text = std::getenv("LISTEN_FDS");
    long pid = 0;
    long count = 0;
    if (pid_text != nullptr && count_text != nullptr) {
        std::from_chars(pid_text, pid_text + std::strlen(pid_text), pid);
        std::from_chars(count_text, count_text + std::strlen(count_text), count);
    }
    for (const auto* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
        ::unsetenv(name);
    }
    // NOLINTEND(concurrency-mt-unsafe)
    return pid == ::getpid() && count > 0 ? count : 0;
}

/// Where a socket listens; Errc::Invalid: it does not, or it is none that only our user can have put there.
Result<std::string> listening_path(int descriptor) {
    sockaddr_un address{};
    socklen_t size = sizeof address;
    int type = 0;
    int listens = 0;
    socklen_t int_size = sizeof type;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &int_size) != 0 ||
        ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &int_size) != 0) {
        return Error(Errc::Invalid, "not a socket");
    }
    if (address.sun_family != AF_UNIX || type != SOCK_STREAM || listens == 0) {
        return Error(Errc::Invalid, "not a Unix stream socket that listens");
    }
    const auto* const begin = static_cast<const char*>(address.sun_path);
    const auto longest = size - offsetof(sockaddr_un, sun_path);
    const std::string path(begin, ::strnlen(begin, longest));
    struct stat info {};
    if (path.empty() || ::lstat(path.c_str(), &info) != 0 || !S_ISSOCK(info.st_mode) ||
        info.st_uid != ::getuid()) {
        return Error(Errc::Invalid, "not at a path of our own user");
    }
    return path;
}

}  // namespace

Result<FileDescriptor> lock_socket(const std::string& socket_path) {
    const auto folder = std::filesystem::path(socket_path).parent_path();
    if (auto made = make_folder_for_us_alone(folder, "--socket"); !made) {
        return std::move(made).error();
    }
    const auto lock_path = lock_path_of(socket_path);
    const ScopedUmask only_ours(0177);
    FileDescriptor lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivateFile));
    if (!lock) {
        return system_error(errno).context(lock_path);
    }
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return Error(Errc::Exists, "another daemon already serves " + socket_path);
        }
        return system_error(errno).context(lock_path);
    }
    return lock;
}

Result<FileDescriptor> bind_socket(const std::string& socket_path) {
    const auto address = address_of(socket_path);
    if (!address) {
        return Error(Errc::TooLarge, "socket path is too long");
    }
    if (auto removed = remove_stale_socket(socket_path, *address); !removed) {
        return std::move(removed).error();
    }
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) {
        return system_error(errno);
    }
    const ScopedUmask only_ours(0177);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0 ||
        ::listen(socket.get(), kBacklog) != 0) {
        return system_error(errno).context(socket_path);
    }
    return socket;
}

Result<InheritedSocket> inherited_socket() {
    constexpr int kFirstInherited = 3;
    const auto count = handed_over();
    if (count == 0) {
        return InheritedSocket{};
    }
    if (count != 1) {
        return Error(Errc::Invalid, "LISTEN_FDS: expected one socket, got " + std::to_string(count));
    }
    FileDescriptor socket(kFirstInherited);
    ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC);
    auto path = listening_path(socket.get());
    if (!path) {
        return std::move(path).error().context("the socket handed over");
    }
    return InheritedSocket{std::move(socket), *std::move(path)};
}

bool is_lock_of(int lock, const std::string& socket_path) {
    struct stat held {};
    struct stat lying {};
    return ::fstat(lock, &held) == 0 && ::lstat(lock_path_of(socket_path).c_str(), &lying) == 0 &&
           held.st_dev == lying.st_dev && held.st_ino == lying.st_ino;
}

SocketIdentity identity_at(const std::string& socket_path) {
    struct stat lying {};
    if (::lstat(socket_path.c_str(), &lying) != 0 || !S_ISSOCK(lying.st_mode)) {
        return {};
    }
#if defined(__APPLE__)
    const auto& changed = lying.st_ctimespec;
#else
    const auto& changed = lying.st_ctim;
#endif
    return {lying.st_dev, lying.st_ino, changed.tv_sec, changed.tv_nsec};
}

Reached reaches(const std::string& socket_path, int listening) {
    const auto address = address_of(socket_path);
    const auto wanted = protocol::peer_pid(listening);
    const FileDescriptor client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!address || !client || !wanted) {
        return Reached::Unknown;
    }
    if (::connect(client.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
        return errno == EAGAIN || errno == EINTR ? Reached::Unknown : Reached::Another;
    }
    return protocol::peer_pid(client.get()) == wanted ? Reached::Listener : Reached::Another;
}

void remove_socket(const std::string& socket_path, const SocketIdentity& ours) {
    if (const auto lying = identity_at(socket_path); lying.exists() && lying == ours) {
        ::unlink(socket_path.c_str());
    }
}

}  // namespace skillwake::daemon
