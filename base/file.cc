#include "base/file.h"

#include "base/file_descriptor.h"
#include "base/open_inside.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace skillwake {
namespace {

Error too_large(std::size_t max_bytes) {
    return {Errc::TooLarge, "file is larger than the limit of " + std::to_string(max_bytes) + " bytes"};
}

Error not_regular() {
    return {Errc::Invalid, "not a regular file"};
}

/// Reads to the end, whatever size the file claims: it may grow while it is read.
Result<std::string> read_all(int descriptor, std::size_t expected_bytes, std::size_t max_bytes) {
    std::string bytes;
    std::size_t filled = 0;
    bytes.resize(std::min(expected_bytes, max_bytes) + 1);
    for (;;) {
        const auto got = ::read(descriptor, bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return system_error(errno);
        }
        if (got == 0) {
            bytes.resize(filled);
            return bytes;
        }
        filled += static_cast<std::size_t>(got);
        if (filled > max_bytes) {
            return too_large(max_bytes);
        }
        if (filled == bytes.size()) {
            bytes.resize(std::min(bytes.size() * 2 - 1, max_bytes) + 1);  // max_bytes + 1 may not exist
        }
    }
}

Result<struct stat> look_at(const FileDescriptor& descriptor) {
    struct stat info {};
    if (::fstat(descriptor.get(), &info) != 0) {
        return system_error(errno);
    }
    return info;
}

bool same_version(const struct stat& a, const struct stat& b) {
    return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
           a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

/// Looks again behind what it has read: who writes in place, and does not replace the file, may have been at
/// it.
Result<std::string> read_opened(const FileDescriptor& descriptor, std::size_t max_bytes) {
    constexpr int kLooks = 4;
    auto info = look_at(descriptor);
    for (int look = 1; info && look <= kLooks; ++look) {
        if (!S_ISREG(info->st_mode)) {
            return not_regular();
        }
        const auto size = static_cast<std::size_t>(info->st_size);
        if (size > max_bytes) {
            return too_large(max_bytes);
        }
        auto bytes = read_all(descriptor.get(), size, max_bytes);
        const auto before = *info;
        info = look_at(descriptor);
        if (!bytes || (info && same_version(before, *info))) {
            return bytes;
        }
        ::lseek(descriptor.get(), 0, SEEK_SET);
    }
    if (!info) {
        return std::move(info).error();
    }
    return Error(Errc::Unavailable, "file changes while it is read");
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes) {
    const auto descriptor = open_to_read(file);
    if (!descriptor) {
        return descriptor.error();
    }
    return read_opened(*descriptor, max_bytes);
}

Result<std::string> read_file_inside(const std::filesystem::path& folder, const std::filesystem::path& name,
                                     std::size_t max_bytes) {
    const bool climbs = std::find(name.begin(), name.end(), "..") != name.end();
    if (name.empty() || name.is_absolute() || climbs) {
        return Error(Errc::Denied, "path leads out of its folder");
    }
    if (name.native().find('\0') != std::string::npos) {
        return Error(Errc::Invalid, "path holds a NUL byte");  // the system would read another name
    }
    const auto descriptor = open_inside(folder, name);
    if (!descriptor) {
        return descriptor.error();
    }
    return read_opened(*descriptor, max_bytes);
}

}  // namespace skillwake
