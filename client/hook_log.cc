#include "client/hook_log.h"

#include "base/file_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>

namespace skillwake::client {
namespace {

constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kPrivateFile = 0600;

FileDescriptor open_log(const std::string& file) {
    return FileDescriptor(::open(
        file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kPrivateFile));
}

void make_folders_of(const std::string& file) {
    for (auto slash = file.find('/', 1); slash != std::string::npos; slash = file.find('/', slash + 1)) {
        ::mkdir(file.substr(0, slash).c_str(), kPrivateFolder);
    }
}

std::string line_of(std::string_view message) {
    const auto now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> time{};
    std::string line(time.data(), std::strftime(time.data(), time.size(), "%Y-%m-%dT%H:%M:%SZ ", &utc));
    line.append(std::to_string(::getpid())).append(" ");
    for (const char c : message) {
        const auto byte = static_cast<unsigned char>(c);
        line.push_back(byte < 0x20 || byte == 0x7f ? '?' : c);
    }
    line.resize(std::min(line.size(), HookLog::kMaxLineBytes - 1));
    line.push_back('\n');
    return line;
}

}  // namespace

void HookLog::write(std::string_view message) const {
    if (file_.empty()) {
        return;
    }
    auto log = open_log(file_);
    if (!log && errno == ENOENT) {
        make_folders_of(file_);
        log = open_log(file_);
    }
    struct stat status {};
    if (!log || ::fstat(log.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    const auto line = line_of(message);
    if (static_cast<std::size_t>(status.st_size) + line.size() > kMaxBytes) {
        const auto older = file_ + ".1";
        if (::rename(file_.c_str(), older.c_str()) == 0) {
            log = open_log(file_);
        }
    }
    [[maybe_unused]] const auto wrote = ::write(log.get(), line.data(), line.size());
}

std::string hook_log_file(const char* state_home, const char* home) {
    constexpr std::string_view kName = "/skillwake/hook.log";
    if (state_home != nullptr && *state_home == '/') {
        return std::string(state_home).append(kName);
    }
    if (home != nullptr && *home == '/') {
        return std::string(home).append("/.local/state").append(kName);
    }
    return {};
}

}  // namespace skillwake::client
