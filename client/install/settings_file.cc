#include "client/install/settings_file.h"

#include "base/file.h"
#include "base/file_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kNewFile = 0644;
constexpr mode_t kPrivateFile = 0600;
constexpr int kMaxLinks = 40;
constexpr int kMaxBackups = 99;

/// Where a symlink leads in the end, whether something lies there or not.
fs::path target_of(fs::path file) {
    std::error_code failed;
    for (int links = 0; links < kMaxLinks && fs::is_symlink(file, failed); ++links) {
        const auto next = fs::read_symlink(file, failed);
        file = next.is_absolute() ? next : file.parent_path() / next;
    }
    return file;
}

Status write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto wrote = ::write(descriptor, text.data(), text.size());
        if (wrote < 0 && errno != EINTR) {
            return system_error(errno);
        }
        text.remove_prefix(wrote < 0 ? 0 : static_cast<std::size_t>(wrote));
    }
    return ::fsync(descriptor) == 0 ? Status(Ok{}) : Status(system_error(errno));
}

mode_t mode_for(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) {
        return status.st_mode & 07777U;
    }
    const auto mask = ::umask(0);
    ::umask(mask);
    return kNewFile & ~mask;
}

fs::path backup_name(const fs::path& file, int number) {
    auto name = file;
    name += ".skillwake-backup";
    name += number == 1 ? "" : "-" + std::to_string(number);
    return name;
}

}  // namespace

Result<std::optional<std::string>> read_settings(const fs::path& file) {
    auto text = read_file(file, kMaxSettingsBytes);
    if (text) {
        return std::optional(*std::move(text));
    }
    if (text.error().code() == Errc::NotFound) {
        return std::optional<std::string>();
    }
    return std::move(text).error().context(file.string());
}

Status write_settings(const fs::path& file, std::string_view text) {
    const auto target = target_of(file);
    std::error_code failed;
    fs::create_directories(target.parent_path(), failed);
    auto temporary = target.string() + ".skillwake-XXXXXX";
    const FileDescriptor made(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!made) {
        return system_error(errno).context(target.string());
    }
    auto written = write_all(made.get(), text);
    if (written &&
        (::fchmod(made.get(), mode_for(target)) != 0 || ::rename(temporary.c_str(), target.c_str()) != 0)) {
        written = system_error(errno);
    }
    if (!written) {
        ::unlink(temporary.c_str());
        return std::move(written).error().context(target.string());
    }
    return written;
}

Result<fs::path> back_up(const fs::path& file, std::string_view text) {
    for (int number = 1; number <= kMaxBackups; ++number) {
        const auto name = backup_name(file, number);
        const FileDescriptor made(
            ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivateFile));
        if (made) {
            auto written = write_all(made.get(), text);
            return written ? Result(name)
                           : Result<fs::path>(std::move(written).error().context(name.string()));
        }
        if (errno != EEXIST) {
            return system_error(errno).context(name.string());
        }
        if (const auto there = read_file(name, kMaxSettingsBytes); there && *there == text) {
            return name;
        }
    }
    return Error(Errc::Exists, backup_name(file, 1).string() + ": too many backups; remove old ones");
}

std::vector<Backup> backups_of(const fs::path& file) {
    std::vector<Backup> backups;
    for (int number = 1; number <= kMaxBackups; ++number) {
        const auto name = backup_name(file, number);
        if (auto text = read_file(name, kMaxSettingsBytes)) {
            backups.push_back({name, *std::move(text)});
        } else if (text.error().code() == Errc::NotFound && number > 1) {
            break;
        }
    }
    return backups;
}

}  // namespace skillwake::client
