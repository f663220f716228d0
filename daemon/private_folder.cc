#include "daemon/private_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace skillwake::daemon {
namespace {

constexpr mode_t kPrivateFolder = 0700;

}  // namespace

Status make_private_folder(const std::filesystem::path& folder, std::string_view flag) {
    if (folder.empty()) {
        return Ok{};
    }
    std::error_code failed;
    if (folder.has_parent_path()) {
        std::filesystem::create_directories(folder.parent_path(), failed);
    }
    if (::mkdir(folder.c_str(), kPrivateFolder) != 0 && errno != EEXIST) {
        return system_error(errno).context(folder.string());
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
        return Error(Errc::Denied, folder.string() +
                                       ": belongs to another user; choose a folder of your own with " +
                                       std::string(flag));
    }
    return Ok{};
}

}  // namespace skillwake::daemon
