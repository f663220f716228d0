#include "client/hook_io.h"

#include "protocol/peer.h"
#include "tests/support/error_text.h"
#include "tests/support/failing_call.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

namespace skillwake::client {
namespace {

using std::chrono::milliseconds;
using testing::Call;
using testing::error_text;
using testing::FailingCall;

const Deadline kLong(milliseconds(60'000));
const Deadline kPassed(milliseconds(0));

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        out = FileDescriptor(ends[0]);
        in = FileDescriptor(ends[1]);
    }
    /// What is written, and the end behind it.
    explicit Pipe(std::string_view text) : Pipe() {
        REQUIRE(::write(in.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
        in = FileDescriptor();
    }
    FileDescriptor out;
    FileDescriptor in;
};

std::string text_of(const Result<Bytes>& read) {
    return read ? std::string(read->text()) : "(" + read.error().message() + ")";
}

/// A listener at `path`.
FileDescriptor listen_at(const std::string& path, int backlog) {
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket.get(), backlog) == 0);
    return socket;
}

}  // namespace

TEST_CASE("a hook's input is read to its end, however long it is and however often it is interrupted") {
    const testing::TempDir dir;
    for (const std::size_t bytes : {0UL, 1UL, 24'576UL, 24'577UL, 200'000UL}) {
        CAPTURE(bytes);
        const std::string text(bytes, 'x');
        const FileDescriptor file(::open(dir.write("input", text).c_str(), O_RDONLY));
        const FailingCall interrupted(Call::Read, EINTR, 0, 2);
        CHECK(text_of(read_to_end(file.get(), 200'000, kLong)) == text);
    }
}

TEST_CASE("of an input that is too long all is read, and nothing kept") {
    const testing::TempDir dir;
    for (const std::size_t bytes : {101UL, 100'000UL}) {
        const FileDescriptor file(::open(dir.write("input", std::string(bytes, 'x')).c_str(), O_RDONLY));
        CHECK(text_of(read_to_end(file.get(), 100, kLong)) == "(more than 100 bytes)");
        CHECK(::lseek(file.get(), 0, SEEK_CUR) == static_cast<off_t>(bytes));
    }
}

TEST_CASE("what cannot be read is told") {
    const Pipe pipe("x");
    const FailingCall broken(Call::Read, EIO);
    CHECK(text_of(read_to_end(pipe.out.get(), 100, kLong)) == "(input/output error)");
}

TEST_CASE("who writes nothing, or never stops, is waited for until the deadline") {
    const Pipe silent;
    REQUIRE(::fcntl(silent.out.get(), F_SETFL, O_NONBLOCK) == 0);
    CHECK(text_of(read_to_end(silent.out.get(), 100, Deadline(milliseconds(1)))) ==
          "(still waiting when the deadline passed)");
    const FileDescriptor endless(::open("/dev/zero", O_RDONLY));
    CHECK(text_of(read_to_end(endless.get(), 100, kPassed)) == "(still reading when the deadline passed)");
}

TEST_CASE("a descriptor that does not block is waited for") {
    const Pipe pipe("text\n");
    const FailingCall empty(Call::Read, EAGAIN);
    CHECK(text_of(read_line(pipe.out.get(), 100, kLong)) == "text");
}

TEST_CASE("a line is read up to its end, and no further than allowed") {
    CHECK(text_of(read_line(Pipe("one\ntwo\n").out.get(), 100, kLong)) == "one");
    CHECK(text_of(read_line(Pipe("").out.get(), 100, kLong)) == "(closed before the end of a line)");
    CHECK(text_of(read_line(Pipe("half").out.get(), 100, kLong)) == "(closed before the end of a line)");
    CHECK(text_of(read_line(Pipe(std::string(101, 'x')).out.get(), 100, kLong)) == "(more than 100 bytes)");
    const Pipe pipe("x\n");
    const FailingCall broken(Call::Read, EIO);
    CHECK(text_of(read_line(pipe.out.get(), 100, kLong)) == "(input/output error)");
}

TEST_CASE("all parts are written, in order, also through a socket that takes little at a time") {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0);
    const FileDescriptor in(ends[0]);
    const FileDescriptor out(ends[1]);
    const int small = 4096;
    REQUIRE(::setsockopt(in.get(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small) == 0);
    const std::string middle(1U << 20U, 'm');
    Status done = Error(Errc::Unavailable, "not yet");
    std::thread writer([&] { done = write_all(in.get(), {"first", "", middle, "last"}, kLong); });
    std::string text;
    while (text.size() < middle.size() + 9) {
        std::array<char, 65536> chunk{};
        const auto got = ::read(out.get(), chunk.data(), chunk.size());
        if (got > 0) {
            text.append(chunk.data(), static_cast<std::size_t>(got));
        }
    }
    writer.join();
    CHECK(done);
    CHECK((text == "first" + middle + "last"));
}

TEST_CASE("who takes nothing, or has gone, is told") {
    ::signal(SIGPIPE, SIG_IGN);
    const Pipe full;
    REQUIRE(::fcntl(full.in.get(), F_SETFL, O_NONBLOCK) == 0);
    const std::string much(1U << 20U, 'x');
    CHECK(error_text(write_all(full.in.get(), {much, much}, Deadline(milliseconds(20)))) ==
          "not all was taken when the deadline passed");
    Pipe gone;
    gone.out = FileDescriptor();
    CHECK(error_text(write_all(gone.in.get(), {"x"}, kLong)) == "broken pipe");
    CHECK(write_all(gone.in.get(), {}, kLong));
    ::signal(SIGPIPE, SIG_DFL);
}

TEST_CASE("a hook connects to who listens, and tells why it does not") {
    const testing::TempDir dir;
    const auto path = (dir.path() / "s").string();
    CHECK(connect_to(path, kLong).error().code() == Errc::NotFound);
    CHECK(connect_to(std::string(108, 's'), kLong).error().code() == Errc::TooLarge);
    CHECK(connect_to(dir.write("f/file", "") / "below", kLong).error().code() == Errc::Io);
    {
        const auto listener = listen_at(path, 8);
        CHECK(connect_to(path, kLong));
        {
            const FailingCall busy(Call::Connect, EAGAIN, 0, 2);
            CHECK(connect_to(path, kLong));
        }
        const FailingCall none(Call::Socket, EMFILE);
        CHECK(error_text(connect_to(path, kLong)) == "too many open files");
    }
    CHECK(error_text(connect_to(path, kLong)) == "nobody listens there");
}

TEST_CASE("a place in a full backlog is waited for until the deadline") {
    const testing::TempDir dir;
    const auto path = (dir.path() / "s").string();
    const auto listener = listen_at(path, 0);
    const auto first = connect_to(path, kLong);
    REQUIRE(first);
    const Deadline soon(milliseconds(20));
    soon.interrupt_waiting_calls();
    const auto second = connect_to(path, soon);
    const itimerval off{};
    ::setitimer(ITIMER_REAL, &off, nullptr);
    CHECK(error_text(second) == "no place in the backlog when the deadline passed");
}

TEST_CASE("a hook connects to nobody who listens as another user") {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root can listen as another user");
        return;
    }
    const testing::TempDir dir;
    const auto path = (dir.path() / "s").string();
    const auto listener = listen_at(path, 8);
    REQUIRE(::seteuid(kNobody) == 0);
    const int listening = ::listen(listener.get(), 8);  // the system remembers who listened last
    REQUIRE(::seteuid(0) == 0);
    REQUIRE(listening == 0);
    const auto refused = connect_to(path, kLong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == Errc::Denied);
}

}  // namespace skillwake::client
