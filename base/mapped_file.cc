#include "base/mapped_file.h"

#include "base/file_descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

namespace skillwake {

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& file) {
    const FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat info {};
    if (!descriptor || ::fstat(descriptor.get(), &info) != 0) {
        return system_error(errno);
    }
    if (!S_ISREG(info.st_mode) || info.st_size == 0) {
        return Error(Errc::Invalid, "no regular file, or an empty one");
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    void* begin = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (begin == MAP_FAILED) {
        return system_error(errno);
    }
    return std::shared_ptr<const MappedFile>(new MappedFile({static_cast<const std::byte*>(begin), size}));
}

// Both of the system's calls take memory that may be written to, and do not write to it.

void MappedFile::set_aside() const {
    (void)::madvise(const_cast<std::byte*>(bytes_.data()), bytes_.size(), MADV_DONTNEED);
}

MappedFile::~MappedFile() {
    (void)::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

}  // namespace skillwake
