#pragma once

#include <cstddef>
#include <string_view>

namespace skillwake::client::fast {

/// Bytes of a fixed number at most. What does not fit is left out, and is_whole() is false from then on.
template <std::size_t kBytes>
class Buffer {
public:
    Buffer() {}  // NOLINT(modernize-use-equals-default): `= default` would fill the bytes

    std::string_view text() const { return {bytes_, size_}; }
    bool is_whole() const { return is_whole_; }

    void append(std::string_view text) {
        is_whole_ = is_whole_ && text.size() <= kBytes - size_;
        for (std::size_t at = 0; at < text.size() && is_whole_; ++at) {
            bytes_[size_++] = text[at];
        }
    }
    void append(unsigned long number) {
        char digits[24];
        auto* begin = digits + sizeof digits;
        do {
            *--begin = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number > 0);
        append({begin, static_cast<std::size_t>(digits + sizeof digits - begin)});
    }

    /// Room for a call that fills it; of that, `bytes` are filled.
    char* room() { return bytes_ + size_; }
    std::size_t left() const { return kBytes - size_; }
    void add(std::size_t bytes) { size_ += bytes; }
    void cut(std::size_t size) { size_ = size; }

    /// For the kernel: ended by NUL. Null: it is not whole.
    const char* c_str() {
        append(std::string_view("\0", 1));
        return is_whole_ ? bytes_ : nullptr;
    }

private:
    char bytes_[kBytes];
    std::size_t size_ = 0;
    bool is_whole_ = true;
};

}  // namespace skillwake::client::fast
