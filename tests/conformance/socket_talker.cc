#include "base/file_descriptor.h"
#include "protocol/frame.h"
#include "tests/conformance/talker.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

namespace skillwake::conformance {
namespace {

constexpr std::chrono::seconds kPatience{120};  ///< for anything; never reached when all is well

class SocketTalker final : public Talker {
public:
    explicit SocketTalker(pid_t daemon) : daemon_(daemon) {}
    SocketTalker(const SocketTalker&) = delete;
    SocketTalker& operator=(const SocketTalker&) = delete;
    ~SocketTalker() override {
        if (daemon_ > 0) {
            ::kill(daemon_, SIGKILL);
            ::waitpid(daemon_, nullptr, 0);
        }
    }

    void connected(FileDescriptor socket) { socket_ = std::move(socket); }

    Status send(const std::string& line) override {
        const auto bytes = line + "\n";
        for (std::size_t sent = 0; sent < bytes.size();) {
            const auto part = ::send(socket_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
            if (part < 0) {
                return system_error(errno).context("send");
            }
            sent += static_cast<std::size_t>(part);
        }
        return Ok{};
    }

    Result<std::string> next_line() override {
        for (;;) {
            const auto line = frames_.next();
            if (!line) {
                return line.error();
            }
            if (*line) {
                return std::string(**line);
            }
            const auto area = frames_.write_area();
            const auto got = ::recv(socket_.get(), area.data(), area.size(), 0);
            if (got <= 0) {
                return Error(Errc::Unavailable,
                             got == 0 ? "the daemon closed the connection" : "the daemon is silent");
            }
            frames_.wrote(static_cast<std::size_t>(got));
        }
    }

    Status end() override {
        socket_ = FileDescriptor();
        ::kill(daemon_, SIGTERM);
        int status = 0;
        ::waitpid(std::exchange(daemon_, 0), &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            return Error(Errc::Io, "skillwaked ended with status " + std::to_string(status));
        }
        return Ok{};
    }

private:
    static constexpr std::size_t kMaxAnswerBytes = std::size_t{1} << 30U;

    pid_t daemon_;
    FileDescriptor socket_;
    protocol::FrameReader frames_{kMaxAnswerBytes};
};

pid_t spawn(const std::string& program, const std::string& socket, const std::string& root) {
    const std::array<const char*, 9> arguments = {program.c_str(), "--socket",   socket.c_str(),
                                                  "--root",        root.c_str(), "--log-level",
                                                  "off",           "--no-state", nullptr};
    const auto child = ::fork();
    if (child == 0) {
        ::execv(program.c_str(), const_cast<char* const*>(arguments.data()));
        ::_exit(127);
    }
    return child;
}

/// Tries until somebody listens there, or the daemon has ended.
Result<FileDescriptor> connect_to(const std::string& path, pid_t daemon) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return Error(Errc::TooLarge, path + ": too long for a socket");
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < deadline && ::waitpid(daemon, nullptr, WNOHANG) == 0) {
        FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
            const timeval patience{kPatience.count(), 0};
            ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            return socket;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return Error(Errc::Unavailable, "skillwaked does not listen");
}

}  // namespace

Result<std::unique_ptr<Talker>> socket_talker(const std::filesystem::path& skillwaked,
                                              const std::filesystem::path& root,
                                              const std::filesystem::path& folder) {
    const auto path = (folder / "s.sock").string();
    const auto daemon = spawn(skillwaked.string(), path, root.string());
    if (daemon < 0) {
        return system_error(errno);
    }
    auto talker = std::make_unique<SocketTalker>(daemon);  // ends the daemon, whatever happens here
    auto socket = connect_to(path, daemon);
    if (!socket) {
        return std::move(socket).error();
    }
    talker->connected(*std::move(socket));
    return std::unique_ptr<Talker>(std::move(talker));
}

}  // namespace skillwake::conformance
