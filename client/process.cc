#include "client/process.h"

#include "base/file.h"
#include "base/file_descriptor.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <thread>

namespace skillwake::client {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}
namespace {

/// What exec needs, made before fork: afterwards nothing may allocate.
struct Exec {
    explicit Exec(const Program& program)
        : file(program.file), argument_texts(program.arguments), environment_texts(program.environment) {
        argument_texts.insert(argument_texts.begin(), file);
        arguments = pointers_to(argument_texts);
        environment = pointers_to(environment_texts);
    }
    Exec(const Exec&) = delete;
    Exec& operator=(const Exec&) = delete;

    std::string file;
    std::vector<std::string> argument_texts;
    std::vector<std::string> environment_texts;
    std::vector<char*> arguments;
    std::vector<char*> environment;
};

/// Descriptors that we inherited would be held for ever by a daemon: the pipe of a host that waits for its
/// end. /dev/fd lists them on Linux, macOS and the BSDs.
void close_inherited_on_exec() {
    std::error_code failed;
    for (std::filesystem::directory_iterator at("/dev/fd", failed), end; !failed && at != end;
         at.increment(failed)) {
        const int descriptor = std::atoi(at->path().filename().c_str());
        if (descriptor > STDERR_FILENO) {
            ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        }
    }
}

void reset_signals() {
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD}) {
        std::signal(signal, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// In the child: async-signal-safe calls only. Ends it; errno goes to `report`.
[[noreturn]] void become_daemon(const Exec& exec, int null_device, int report) {
    reset_signals();
    const bool placed = ::setsid() != -1 && ::chdir("/") == 0 && ::dup2(null_device, STDIN_FILENO) != -1 &&
                        ::dup2(null_device, STDOUT_FILENO) != -1 && ::dup2(null_device, STDERR_FILENO) != -1;
    if (placed) {
        ::execve(exec.file.c_str(), exec.arguments.data(), exec.environment.data());
    }
    const int error_number = errno;
    const auto written = ::write(report, &error_number, sizeof error_number);
    ::_exit(written == sizeof error_number ? 127 : 126);
}

/// What the child reports before it becomes the program: nothing when all went well.
Status read_report(int report, const std::string& file) {
    int error_number = 0;
    ssize_t got = 0;
    do {
        got = ::read(report, &error_number, sizeof error_number);
    } while (got < 0 && errno == EINTR);
    if (got == 0) {
        return Ok{};
    }
    return system_error(got < 0 ? errno : error_number).context(file);
}

/// Linux: a process that has ended but was not collected by its parent still takes signals.
bool is_zombie(pid_t pid) {
    constexpr std::size_t kMaxStatBytes = 4096;
    const auto stat = read_file("/proc/" + std::to_string(pid) + "/stat", kMaxStatBytes);
    if (!stat) {
        return false;
    }
    const auto name_end = stat->rfind(')');
    return name_end != std::string::npos && stat->compare(name_end, 3, ") Z") == 0;
}

}  // namespace

Result<pid_t> start_detached(const Program& program) {
    const Exec exec(program);
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return system_error(errno);
    }
    const FileDescriptor reading(ends[0]);
    FileDescriptor writing(ends[1]);
    const FileDescriptor null_device(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null_device) {
        return system_error(errno).context("/dev/null");
    }
    close_inherited_on_exec();
    const auto pid = ::fork();
    if (pid < 0) {
        return system_error(errno);
    }
    if (pid == 0) {
        become_daemon(exec, null_device.get(), writing.get());
    }
    writing = FileDescriptor();
    if (auto reported = read_report(reading.get(), program.file); !reported) {
        ::waitpid(pid, nullptr, 0);
        return std::move(reported).error();
    }
    return pid;
}

std::optional<std::string> how_ended(pid_t pid) {
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) != pid) {
        return std::nullopt;
    }
    if (WIFSIGNALED(status)) {
        return "signal " + std::to_string(WTERMSIG(status));
    }
    return "exit code " + std::to_string(WEXITSTATUS(status));
}

Status wait_for_exit(pid_t pid, std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds kPause{2};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (::kill(pid, 0) == 0 && !is_zombie(pid)) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return Error(Errc::Unavailable, "process " + std::to_string(pid) + " has not ended yet");
        }
        std::this_thread::sleep_for(kPause);
    }
    return Ok{};
}

Error replace_self(const Program& program) {
    const Exec exec(program);
    ::execve(exec.file.c_str(), exec.arguments.data(), exec.environment.data());
    return system_error(errno).context(program.file);
}

}  // namespace skillwake::client
