#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>

/// A library that is put before a program (LD_PRELOAD): its reads and writes of files and sockets take a few
/// bytes at a time, as the system may do at any time and hardly ever does. Other descriptors are left alone:
/// an eventfd or an inotify instance gives whole records or none.
namespace {

constexpr std::size_t kMostRead = 7;
constexpr std::size_t kMostWritten = 100;

bool is_stream(int descriptor) {
    struct stat info {};
    return ::fstat(descriptor, &info) == 0 && (S_ISREG(info.st_mode) || S_ISSOCK(info.st_mode));
}

std::size_t shortened(int descriptor, std::size_t bytes, std::size_t most) {
    return is_stream(descriptor) ? std::min(bytes, most) : bytes;
}

template <class Call>
Call next(const char* name) {
    return reinterpret_cast<Call>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t read(int descriptor, void* bytes, std::size_t count) {
    static const auto call = next<ssize_t (*)(int, void*, std::size_t)>("read");
    return call(descriptor, bytes, shortened(descriptor, count, kMostRead));
}

ssize_t write(int descriptor, const void* bytes, std::size_t count) {
    static const auto call = next<ssize_t (*)(int, const void*, std::size_t)>("write");
    return call(descriptor, bytes, shortened(descriptor, count, kMostWritten));
}

ssize_t pread64(int descriptor, void* bytes, std::size_t count, off64_t at) {
    static const auto call = next<ssize_t (*)(int, void*, std::size_t, off64_t)>("pread64");
    return call(descriptor, bytes, shortened(descriptor, count, kMostRead), at);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t count, off64_t at) {
    static const auto call = next<ssize_t (*)(int, const void*, std::size_t, off64_t)>("pwrite64");
    return call(descriptor, bytes, shortened(descriptor, count, kMostWritten), at);
}

/// The first part alone, and of it a few bytes.
ssize_t writev(int descriptor, const iovec* parts, int count) {
    static const auto call = next<ssize_t (*)(int, const iovec*, int)>("writev");
    if (count > 0 && is_stream(descriptor)) {
        return write(descriptor, parts[0].iov_base, parts[0].iov_len);
    }
    return call(descriptor, parts, count);
}

}  // extern "C"
