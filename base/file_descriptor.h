#pragma once

#include <unistd.h>

#include <utility>

namespace skillwake {

/// Owns one file descriptor and closes it.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number) : number_(number) {}
    FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        if (this != &other) {
            reset();
            number_ = std::exchange(other.number_, -1);
        }
        return *this;
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() { reset(); }

    int get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }
    /// Gives the descriptor away: the caller closes it.
    int release() { return std::exchange(number_, -1); }

private:
    void reset() {
        if (number_ >= 0) {
            ::close(number_);
            number_ = -1;
        }
    }

    int number_ = -1;
};

}  // namespace skillwake
