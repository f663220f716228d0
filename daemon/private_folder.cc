#include "daemon/private_folder.h"

#include "daemon/scoped_umask.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

namespace skillwake::daemon {
namespace {

constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kOthersBits = 0077;

Status make_folder(const std::filesystem::path& folder) {
    const ScopedUmask for_us(kOthersBits);
    std::error_code failed;
    if (folder.has_parent_path()) {
        std::filesystem::create_directories(folder.parent_path(), failed);
    }
    if (::mkdir(folder.c_str(), kPrivateFolder) != 0 && errno != EEXIST) {
        return system_error(errno).context(folder.string());
    }
    return Ok{};
}

Error refused(Errc code, const std::filesystem::path& folder, std::string_view why, std::string_view flag) {
    return {code, folder.string() + ": " + std::string(why) + "; choose a folder of your own with " +
                      std::string(flag)};
}

std::string octal(mode_t mode) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & 07777U));
    return text.data();
}

}  // namespace

Status make_private_folder(const std::filesystem::path& folder, std::string_view flag) {
    if (folder.empty()) {
        return Ok{};
    }
    if (auto made = make_folder(folder); !made) {
        return made;
    }
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) {
        return system_error(errno).context(folder.string());
    }
    if (!S_ISDIR(info.st_mode)) {
        return Error(Errc::Invalid, folder.string() + ": not a folder");
    }
    const bool shared_safely = (info.st_mode & S_ISVTX) != 0 && info.st_uid == 0;  // such as /tmp
    if (info.st_uid != ::getuid() && !shared_safely) {
        return refused(Errc::Denied, folder, "belongs to another user", flag);
    }
    return Ok{};
}

Status make_folder_for_us_alone(const std::filesystem::path& folder, std::string_view flag) {
    const auto named = folder.empty() ? std::filesystem::path(".") : folder;
    if (auto made = make_folder(named); !made) {
        return made;
    }
    struct stat info {};
    if (::lstat(named.c_str(), &info) != 0) {
        return system_error(errno).context(named.string());
    }
    if (S_ISLNK(info.st_mode)) {
        return refused(Errc::Denied, named, "a symbolic link", flag);
    }
    if (!S_ISDIR(info.st_mode)) {
        return Error(Errc::Invalid, named.string() + ": not a folder");
    }
    if (info.st_uid != ::getuid()) {
        return refused(Errc::Denied, named, "belongs to another user", flag);
    }
    if ((info.st_mode & kOthersBits) != 0) {
        return refused(Errc::Denied, named, "open to others (mode " + octal(info.st_mode) + ", must be 0700)",
                       flag);
    }
    return Ok{};
}

}  // namespace skillwake::daemon
