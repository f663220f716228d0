#pragma once

#include "client/fast/system.h"

#include <sys/mman.h>

#include <cstddef>
#include <string_view>

namespace skillwake::client::fast {

/// Bytes that are read, as many as there are. Most fit the room that is there from the start, of which only
/// what is filled takes memory; then it doubles, by pages of the system. Never freed: the process ends soon.
class Growing {
public:
    constexpr Growing(char* room, std::size_t bytes) : bytes_(room), capacity_(bytes) {}

    std::string_view text() const { return {bytes_, size_}; }
    char* bytes() { return bytes_; }
    char* room() { return bytes_ + size_; }
    std::size_t left() const { return capacity_ - size_; }
    void add(std::size_t bytes) { size_ += bytes; }
    void cut(std::size_t size) { size_ = size; }

    /// Makes room where none is left; false: there is no memory.
    bool has_room() {
        if (size_ < capacity_) {
            return true;
        }
        const auto larger = capacity_ * 2;
        const auto at = system_call(SYS_mmap, 0, static_cast<long>(larger), PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (at < 0) {
            return false;
        }
        auto* const moved = reinterpret_cast<char*>(at);
        __builtin_memcpy(moved, bytes_, size_);
        bytes_ = moved;
        capacity_ = larger;
        return true;
    }

private:
    char* bytes_;
    std::size_t capacity_;
    std::size_t size_ = 0;
};

}  // namespace skillwake::client::fast
