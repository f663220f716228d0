#include "client/daemon_start.h"

#include "base/file_descriptor.h"
#include "client/environment.h"
#include "client/process.h"
#include "client/program_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

namespace skillwake::client {
namespace {

/// A daemon listens long before; one that cannot start is not tried again for every hook.
constexpr std::time_t kStartPauseS = 2;
constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kPrivateFile = 0600;

FileDescriptor open_mark(const std::string& mark) {
    return FileDescriptor(
        ::open(mark.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kPrivateFile));
}

/// Whether it is up to us: the mark beside the socket is as old as the last start. Where it cannot be kept,
/// it is: the daemon's own lock still lets only one serve.
bool is_our_turn(const std::string& socket) {
    const auto mark = socket + ".start";
    auto file = open_mark(mark);
    if (!file && errno == ENOENT) {
        ::mkdir(std::filesystem::path(socket).parent_path().c_str(), kPrivateFolder);
        file = open_mark(mark);
    }
    if (!file) {
        return true;
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        return false;
    }
    struct stat status {};
    const bool marked = ::fstat(file.get(), &status) == 0 && status.st_size > 0;
    const auto age = std::time(nullptr) - status.st_mtime;
    if (marked && age >= 0 && age < kStartPauseS) {
        return false;
    }
    [[maybe_unused]] const auto wrote = ::pwrite(file.get(), "\n", 1, 0);
    return true;
}

}  // namespace

std::string_view environment_value(const char* const* environment, std::string_view name) {
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        const std::string_view entry = *environment;
        if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') {
            return entry.substr(name.size() + 1);
        }
    }
    return {};
}

Result<DaemonStart> start_daemon(const std::string& socket, const std::filesystem::path& own_folder,
                                 const char* const* environment) {
    if (!is_our_turn(socket)) {
        return DaemonStart::Others;
    }
    const auto file = find_daemon(own_folder, environment_value(environment, "PATH"));
    if (!file) {
        return Error(Errc::NotFound, "no program skillwaked beside skillwake or on PATH");
    }
    const auto started =
        start_detached({file->string(), {"--socket", socket}, daemon_environment(environment)});
    return started ? Result(DaemonStart::Ours) : Result<DaemonStart>(started.error());
}

}  // namespace skillwake::client
