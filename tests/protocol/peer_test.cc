#include "protocol/peer.h"

#include "base/file_descriptor.h"

#include <doctest/doctest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace skillwake::protocol {

TEST_CASE("a socket's other end is the user and the process that made it") {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    const FileDescriptor one(ends[0]);
    const FileDescriptor other(ends[1]);
    CHECK(peer_uid(one.get()) == ::geteuid());
    CHECK(peer_pid(one.get()) == ::getpid());
}

TEST_CASE("where the system does not tell who is there, nobody is, and nobody is not trusted") {
    const FileDescriptor unconnected(::socket(AF_UNIX, SOCK_STREAM, 0));
    CHECK_FALSE(peer_pid(unconnected.get()));
    CHECK_FALSE(is_trusted(peer_uid(unconnected.get()), ::getuid()));
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const FileDescriptor no_socket(ends[0]);
    const FileDescriptor writer(ends[1]);
    for (const int descriptor : {-1, no_socket.get()}) {
        CHECK_FALSE(peer_uid(descriptor));
        CHECK_FALSE(peer_pid(descriptor));
        CHECK_FALSE(is_trusted(peer_uid(descriptor), ::getuid()));
    }
}

TEST_CASE("our own user and root are trusted, and no other") {
    CHECK(is_trusted(1000, 1000));
    CHECK(is_trusted(0, 1000));
    CHECK_FALSE(is_trusted(1001, 1000));
    CHECK_FALSE(is_trusted(1000, 0));
    CHECK_FALSE(is_trusted(std::nullopt, 1000));
}

}  // namespace skillwake::protocol
