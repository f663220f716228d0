#include "base/file.h"

#include "base/file_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

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

}  // namespace

Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes) {
    // O_NONBLOCK: opening a FIFO that nobody writes must not hang. O_NOCTTY: a terminal stays nobody's.
    const FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!descriptor && errno == ENXIO) {
        return not_regular();  // a socket
    }
    if (!descriptor) {
        return system_error(errno);
    }
    struct stat info {};
    if (::fstat(descriptor.get(), &info) != 0) {
        return system_error(errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return not_regular();
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size > max_bytes) {
        return too_large(max_bytes);
    }
    return read_all(descriptor.get(), size, max_bytes);
}

Result<std::string> read_file_inside(const std::filesystem::path& folder, const std::filesystem::path& name,
                                     std::size_t max_bytes) {
    const bool climbs = std::find(name.begin(), name.end(), "..") != name.end();
    if (name.empty() || name.is_absolute() || climbs) {
        return Error(Errc::Denied, "path leads out of the skill's folder");
    }
    if (name.native().find('\0') != std::string::npos) {
        return Error(Errc::Invalid, "path holds a NUL byte");  // the system would read another name
    }
    std::error_code failed;
    const auto real_folder = std::filesystem::canonical(folder, failed);
    if (failed) {
        return system_error(failed.value());
    }
    const auto real_file = std::filesystem::canonical(folder / name, failed);
    if (failed) {
        return system_error(failed.value());
    }
    const auto [end, rest] =
        std::mismatch(real_folder.begin(), real_folder.end(), real_file.begin(), real_file.end());
    if (end != real_folder.end()) {
        return Error(Errc::Denied, "path leads out of the skill's folder");
    }
    return read_file(real_file, max_bytes);
}

}  // namespace skillwake
