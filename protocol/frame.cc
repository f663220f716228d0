#include "protocol/frame.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>

namespace skillwake::protocol {
namespace {

constexpr std::size_t kFirstBufferBytes = 4096;
constexpr std::size_t kKeptBufferBytes = 1U << 20U;  ///< a larger one is given back once it is empty

}  // namespace

FrameReader::FrameReader(std::size_t max_frame_bytes) : max_frame_bytes_(max_frame_bytes) {}

std::span<char> FrameReader::write_area() {
    if (begin_ == end_) {
        begin_ = scanned_ = end_ = 0;
        if (capacity_ > kKeptBufferBytes) {
            buffer_.reset();
            capacity_ = 0;
        }
    }
    if (end_ == capacity_ && begin_ > 0) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
        scanned_ -= begin_;
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == capacity_ && !grow(std::max(kFirstBufferBytes, capacity_ * 2))) {
        return {};
    }
    return {buffer_.get() + end_, capacity_ - end_};
}

void FrameReader::Free::operator()(char* bytes) const noexcept {
    std::free(bytes);
}

/// Not by an exception: who asks for room may stand between C functions.
bool FrameReader::grow(std::size_t capacity) {
    auto* const grown = static_cast<char*>(std::realloc(buffer_.get(), capacity));
    if (grown == nullptr) {
        return false;
    }
    (void)buffer_.release();  // realloc has taken it
    buffer_.reset(grown);
    capacity_ = capacity;
    return true;
}

void FrameReader::wrote(std::size_t bytes) {
    assert(bytes <= capacity_ - end_);  // GCOVR_EXCL_BR_LINE: a bug of ours
    end_ += bytes;
}

Result<std::optional<std::string_view>> FrameReader::next() {
    if (capacity_ == 0) {
        return std::optional<std::string_view>();
    }
    const char* const data = buffer_.get();
    const auto* found = static_cast<const char*>(std::memchr(data + scanned_, '\n', end_ - scanned_));
    const auto line_end = found == nullptr ? end_ : static_cast<std::size_t>(found - data);
    auto length = line_end - begin_;
    if (length > 0 && data[line_end - 1] == '\r') {
        --length;
    }
    if (length > max_frame_bytes_) {
        return Error(Errc::TooLarge,
                     "frame is longer than the limit of " + std::to_string(max_frame_bytes_) + " bytes");
    }
    scanned_ = line_end;
    if (found == nullptr) {
        return std::optional<std::string_view>();
    }
    const std::string_view line(data + begin_, length);
    begin_ = scanned_ = line_end + 1;
    return std::optional(line);
}

}  // namespace skillwake::protocol
