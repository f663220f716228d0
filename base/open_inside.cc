#include "base/open_inside.h"

#include "base/path.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <linux/openat2.h>
#include <string>
#include <system_error>
#include <utility>

namespace skillwake {
namespace {

namespace fs = std::filesystem;

// O_NONBLOCK: opening a FIFO that nobody writes must not hang. O_NOCTTY: a terminal stays nobody's.
constexpr int kToRead = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
constexpr int kAsPlace = O_PATH | O_CLOEXEC;  // opens nothing: a device does not notice

Error leads_out() {
    return {Errc::Denied, "path leads out of its folder"};
}

Error not_opened(int error_number) {
    if (error_number == ENXIO) {
        return {Errc::Invalid, "not a regular file"};  // a socket
    }
    return system_error(error_number);
}

FileDescriptor open_folder(const fs::path& folder) {
    return FileDescriptor(::open(folder.c_str(), kAsPlace | O_DIRECTORY));
}

std::string proc_path(const FileDescriptor& descriptor) {
    return "/proc/self/fd/" + std::to_string(descriptor.get());
}

/// Where the kernel says that what is opened lies now; empty: it cannot be told.
fs::path place_of(const FileDescriptor& descriptor) {
    std::error_code failed;
    return fs::read_symlink(proc_path(descriptor), failed);  // empty when it failed
}

Result<FileDescriptor> open_by_place(const FileDescriptor& folder, const fs::path& name) {
    const FileDescriptor found(::openat(folder.get(), name.c_str(), kAsPlace));
    if (!found) {
        return not_opened(errno);
    }
    const auto outer = place_of(folder);
    const auto inner = place_of(found);
    if (outer.empty() || inner.empty() || !lies_in(inner, outer)) {
        return leads_out();
    }
    // Through the descriptor: the same file, whatever its path names by now.
    return open_to_read(proc_path(found));
}

}  // namespace

Result<FileDescriptor> open_to_read(const fs::path& file) {
    FileDescriptor opened(::open(file.c_str(), kToRead));
    if (!opened) {
        return not_opened(errno);
    }
    return opened;
}

Result<FileDescriptor> open_inside(const fs::path& folder, const fs::path& name) {
    const auto base = open_folder(folder);
    if (!base) {
        return not_opened(errno);
    }
    open_how how{};
    how.flags = kToRead;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const auto number = ::syscall(SYS_openat2, base.get(), name.c_str(), &how, sizeof how);
    if (number >= 0) {
        return FileDescriptor(static_cast<int>(number));
    }
    switch (errno) {
        case ENOENT:
        case ENOTDIR:
        case EACCES:
        case ENXIO:
            return not_opened(errno);
        default:  // EXDEV: by its names it leads out; EAGAIN: swapped just now; ENOSYS, EPERM: no openat2
            return open_by_place(base, name);
    }
}

Result<FileDescriptor> open_inside_by_place(const fs::path& folder, const fs::path& name) {
    const auto base = open_folder(folder);
    if (!base) {
        return not_opened(errno);
    }
    return open_by_place(base, name);
}

}  // namespace skillwake
