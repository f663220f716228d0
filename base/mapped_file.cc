#include "base/mapped_file.h"

#include "base/file_descriptor.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

namespace skillwake {
namespace {

/// File systems whose files may go, or stop to answer, though nobody here does anything.
bool is_far(int descriptor) {
    constexpr std::uint32_t kFuse = 0x65735546;
    constexpr std::uint32_t kCifs = 0xFF534D42;
    constexpr std::uint32_t kSmb2 = 0xFE534D42;
    constexpr std::uint32_t kCeph = 0x00C36400;
    constexpr std::array<std::uint32_t, 8> kFar = {
        NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, AFS_SUPER_MAGIC, V9FS_MAGIC, kFuse, kCifs, kSmb2, kCeph};
    struct statfs info {};
    return ::fstatfs(descriptor, &info) != 0 ||
           std::find(kFar.begin(), kFar.end(), static_cast<std::uint32_t>(info.f_type)) != kFar.end();
}

/// Whether all of `bytes` came.
bool read_whole(int descriptor, std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        const auto got = ::read(descriptor, bytes.data(), bytes.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            errno = got == 0 ? EIO : errno;
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

}  // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open_as(const std::filesystem::path& file,
                                                              bool may_map) {
    const FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat info {};
    if (!descriptor || ::fstat(descriptor.get(), &info) != 0) {
        return system_error(errno);
    }
    if (!S_ISREG(info.st_mode) || info.st_size == 0) {
        return Error(Errc::Invalid, "no regular file, or an empty one");
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    const auto kind = may_map && !is_far(descriptor.get()) ? Kind::Mapped : Kind::Copy;
    void* begin = kind == Kind::Mapped
                      ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0)
                      : ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (begin == MAP_FAILED) {
        return system_error(errno);
    }
    const std::span bytes(static_cast<std::byte*>(begin), size);
    std::shared_ptr<const MappedFile> mapped(new MappedFile(bytes, kind));
    if (kind == Kind::Copy && !read_whole(descriptor.get(), bytes)) {
        return system_error(errno);
    }
    return mapped;
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& file) {
    return open_as(file, true);
}

Result<std::shared_ptr<const MappedFile>> MappedFile::copy(const std::filesystem::path& file) {
    return open_as(file, false);
}

void MappedFile::set_aside() const {
    if (kind_ == Kind::Mapped) {
        (void)::madvise(bytes_.data(), bytes_.size(), MADV_DONTNEED);
    }
}

MappedFile::~MappedFile() {
    (void)::munmap(bytes_.data(), bytes_.size());
}

}  // namespace skillwake
