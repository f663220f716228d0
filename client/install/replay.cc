#include "client/install/replay.h"

#include "base/file_descriptor.h"
#include "client/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <optional>
#include <string_view>

namespace skillwake::client {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxOutBytes = 1U << 20U;

struct Pipe {
    FileDescriptor reading;
    FileDescriptor writing;
};

Result<Pipe> open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return system_error(errno);
    }
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

/// In a process group of its own, so that all of it can be killed.
Result<pid_t> start(const std::string& command, int in, int out, std::vector<std::string>& environment) {
    std::vector<std::string> words{"sh", "-c", command};
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawnattr_init(&attributes);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    pid_t pid = 0;
    const int failed = ::posix_spawn(&pid, "/bin/sh", &actions, &attributes, pointers_to(words).data(),
                                     pointers_to(environment).data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (failed != 0) {
        return system_error(failed).context("/bin/sh");
    }
    return pid;
}

/// Writes `input` and reads to the end, at the same time: a command may answer before it has read all.
Result<std::string> talk(FileDescriptor in, const FileDescriptor& out, std::string_view input,
                         Clock::time_point deadline) {
    std::string answer;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        std::array<pollfd, 2> ends = {pollfd{out.get(), POLLIN, 0}, pollfd{in.get(), POLLOUT, 0}};
        if (left <= 0) {
            return Error(Errc::Unavailable, "it has not ended in time");
        }
        if (::poll(ends.data(), ends.size(), static_cast<int>(left)) <= 0) {
            continue;
        }
        if (ends[1].revents != 0) {
            const auto wrote = ::write(in.get(), input.data(), input.size());
            input.remove_prefix(wrote > 0 ? static_cast<std::size_t>(wrote) : 0);
            if (input.empty() || (wrote < 0 && errno != EAGAIN && errno != EINTR)) {
                in = FileDescriptor();  // its end, or nobody wants to read it
            }
        }
        if (ends[0].revents != 0) {
            const auto got = ::read(out.get(), buffer.data(), buffer.size());
            if (got == 0) {
                return answer;
            }
            answer.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
        }
        if (answer.size() > kMaxOutBytes) {
            return Error(Errc::TooLarge, "it writes too much");
        }
    }
}

/// The exit code; nullopt: it still runs at the deadline. There is no waitpid() with a time: it is asked
/// again.
std::optional<int> wait_until(pid_t pid, Clock::time_point deadline) {
    constexpr timespec kPause{0, 1'000'000};
    for (int status = 0;;) {
        const auto ended = ::waitpid(pid, &status, WNOHANG);
        if (ended == pid) {
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        }
        if (Clock::now() >= deadline) {
            return std::nullopt;
        }
        ::nanosleep(&kPause, nullptr);
    }
}

}  // namespace

Result<Replayed> replay(const std::string& command, const std::string& input,
                        std::vector<std::string> environment, std::chrono::milliseconds patience) {
    auto in = open_pipe();
    auto out = open_pipe();
    if (!in || !out) {
        return !in ? std::move(in).error() : std::move(out).error();
    }
    std::signal(SIGPIPE, SIG_IGN);
    ::fcntl(in->writing.get(), F_SETFL, O_NONBLOCK);
    const auto begun = Clock::now();
    const auto deadline = begun + patience;
    const auto pid = start(command, in->reading.get(), out->writing.get(), environment);
    if (!pid) {
        return pid.error();
    }
    in->reading = FileDescriptor();
    out->writing = FileDescriptor();
    auto answer = talk(std::move(in->writing), out->reading, input, deadline);
    const auto code = answer ? wait_until(*pid, deadline) : std::nullopt;
    if (!code) {
        ::kill(-*pid, SIGKILL);
        ::waitpid(*pid, nullptr, 0);
        return answer ? Error(Errc::Unavailable, "it has not ended in time") : std::move(answer).error();
    }
    return Replayed{*code, *std::move(answer),
                    std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun)};
}

}  // namespace skillwake::client
