#include "client/hook_io.h"

#include "protocol/peer.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

namespace skillwake::client {
namespace {

/// A hook's input and its answer fit in most cases.
constexpr std::size_t kFirstBytes = 24 * 1024;

Error too_late(std::string_view what) {
    return {Errc::Unavailable, std::string(what) + " when the deadline passed"};
}

/// After a failed call with errno: whether to make it again. Waits where the descriptor does not block.
bool try_again(int descriptor, short wanted, const Deadline& deadline) {
    const bool would_wait = errno == EAGAIN;
    if (!would_wait && errno != EINTR) {
        return false;
    }
    if (would_wait) {
        pollfd wait{descriptor, wanted, 0};
        ::poll(&wait, 1, deadline.left_ms());
    }
    errno = EINTR;
    return !deadline.has_passed();
}

Error failed_call(std::string_view waiting) {
    return errno == EINTR ? too_late(waiting) : system_error(errno);
}

/// Reads into the room of `bytes`; how much, 0: the end.
Result<std::size_t> read_more(int descriptor, Bytes& bytes, const Deadline& deadline) {
    const auto room = bytes.room();
    for (;;) {
        const auto got = ::read(descriptor, room.data(), room.size());
        // Who never stops writing never makes us wait either.
        if (got > 0 && deadline.has_passed()) {
            return too_late("still reading");
        }
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (!try_again(descriptor, POLLIN, deadline)) {
            return failed_call("still waiting");
        }
    }
}

Error too_much(std::size_t max_bytes) {
    return {Errc::TooLarge, "more than " + std::to_string(max_bytes) + " bytes"};
}

}  // namespace

std::span<char> Bytes::room() {
    if (size_ == capacity_) {
        const auto larger = std::max(kFirstBytes, capacity_ * 2);
        auto moved = std::make_unique_for_overwrite<char[]>(larger);
        std::copy_n(bytes_.get(), size_, moved.get());
        bytes_ = std::move(moved);
        capacity_ = larger;
    }
    return {bytes_.get() + size_, capacity_ - size_};
}

Result<Bytes> read_to_end(int descriptor, std::size_t max_bytes, const Deadline& deadline) {
    Bytes bytes;
    bool too_large = false;
    for (;;) {
        const auto got = read_more(descriptor, bytes, deadline);
        if (!got) {
            return got.error();
        }
        if (*got == 0 && too_large) {
            return too_much(max_bytes);
        }
        if (*got == 0) {
            return bytes;
        }
        bytes.add(*got);
        too_large = too_large || bytes.text().size() > max_bytes;
        if (too_large) {
            bytes.cut(0);
        }
    }
}

Result<Bytes> read_line(int descriptor, std::size_t max_bytes, const Deadline& deadline) {
    Bytes bytes;
    for (;;) {
        const auto got = read_more(descriptor, bytes, deadline);
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return Error(Errc::Unavailable, "closed before the end of a line");
        }
        const auto searched = bytes.text().size();
        bytes.add(*got);
        const auto end = bytes.text().find('\n', searched);
        if (end != std::string_view::npos) {
            bytes.cut(end);
            return bytes;
        }
        if (bytes.text().size() > max_bytes) {
            return too_much(max_bytes);
        }
    }
}

Status write_all(int descriptor, std::vector<std::string_view> parts, const Deadline& deadline) {
    std::size_t first = 0;
    for (;;) {
        std::vector<iovec> rest;
        for (auto at = first; at < parts.size(); ++at) {
            rest.push_back({const_cast<char*>(parts[at].data()), parts[at].size()});
        }
        auto wrote = ::writev(descriptor, rest.data(), static_cast<int>(rest.size()));
        if (wrote < 0 && !try_again(descriptor, POLLOUT, deadline)) {
            return failed_call("not all was taken");
        }
        for (; first < parts.size() && wrote >= 0; ++first) {
            const auto taken = std::min(static_cast<std::size_t>(wrote), parts[first].size());
            wrote -= static_cast<ssize_t>(taken);
            parts[first].remove_prefix(taken);
            if (!parts[first].empty()) {
                break;
            }
        }
        if (first == parts.size()) {
            return Ok{};
        }
    }
}

Result<FileDescriptor> connect_to(const std::string& path, const Deadline& deadline) {
    constexpr std::chrono::milliseconds kPause{1};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return Error(Errc::TooLarge, "socket path is too long");
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    if (!socket) {
        return system_error(errno);
    }
    while (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) {
            return Error(Errc::NotFound, "nobody listens there");
        }
        // Linux waits for a place in a full backlog, until it is interrupted; others may refuse at once.
        if (errno != EINTR && errno != EAGAIN) {
            return Error(Errc::Io, system_error(errno).message());
        }
        if (deadline.has_passed()) {
            return too_late("no place in the backlog");
        }
        std::this_thread::sleep_for(kPause);
    }
    if (!protocol::is_trusted(protocol::peer_uid(socket.get()), ::getuid())) {
        return Error(Errc::Denied, "the daemon there belongs to another user");
    }
    return socket;
}

}  // namespace skillwake::client
