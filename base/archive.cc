#include "base/archive.h"

#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>

namespace skillwake {
namespace detail {

ArchiveSum::ArchiveSum() : state_(XXH3_createState()) {
    assert(state_ != nullptr);
    XXH3_64bits_reset(state_);
}

ArchiveSum::~ArchiveSum() {
    XXH3_freeState(state_);
}

void ArchiveSum::add(const void* bytes, std::size_t count) {
    XXH3_64bits_update(state_, bytes, count);
}

std::uint64_t ArchiveSum::value() const {
    return XXH3_64bits_digest(state_);
}

}  // namespace detail

ArchiveWriter::ArchiveWriter(int descriptor) : descriptor_(descriptor) {
    buffer_.reserve(kBufferBytes);
}

void ArchiveWriter::put_bytes(const void* bytes, std::size_t count) {
    const auto* from = static_cast<const char*>(bytes);
    if (buffer_.size() + count > kBufferBytes) {
        write_out(buffer_.data(), buffer_.size());
        buffer_.clear();
    }
    if (count > kBufferBytes) {
        write_out(from, count);
    } else {
        buffer_.insert(buffer_.end(), from, from + count);
    }
}

void ArchiveWriter::write_out(const char* bytes, std::size_t count) {
    sum_.add(bytes, count);
    while (count > 0 && failure_ == 0) {
        const auto written = ::write(descriptor_, bytes, count);
        if (written < 0) {
            failure_ = errno == EINTR ? 0 : errno;
            continue;
        }
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
}

Status ArchiveWriter::finish() {
    write_out(buffer_.data(), buffer_.size());
    const auto sum = sum_.value();
    buffer_.resize(sizeof(sum));
    std::memcpy(buffer_.data(), &sum, sizeof(sum));
    write_out(buffer_.data(), buffer_.size());
    buffer_.clear();
    if (failure_ != 0) {
        return system_error(failure_);
    }
    return Ok{};
}

ArchiveReader::ArchiveReader(int descriptor, std::uint64_t bytes)
    : descriptor_(descriptor),
      left_(bytes - std::min<std::uint64_t>(bytes, sizeof(std::uint64_t))),
      buffer_(kBufferBytes) {}

std::size_t ArchiveReader::get_count(std::size_t bytes) {
    std::size_t count = 0;
    get(count);
    if (count > left_ / bytes) {
        good_ = false;
    }
    return good_ ? count : 0;
}

void ArchiveReader::get_bytes(void* bytes, std::size_t count) {
    auto* to = static_cast<char*>(bytes);
    if (!good_ || count > left_) {
        good_ = false;
        if (count > 0) {
            std::memset(to, 0, count);
        }
        return;
    }
    left_ -= count;
    const auto buffered = std::min(count, end_ - begin_);
    if (buffered > 0) {
        std::memcpy(to, buffer_.data() + begin_, buffered);
    }
    begin_ += buffered;
    to += buffered;
    count -= buffered;
    if (count >= kBufferBytes) {
        good_ = read_in(to, count) == count;
    } else if (count > 0) {
        begin_ = 0;
        end_ = read_in(buffer_.data(),
                       static_cast<std::size_t>(std::min<std::uint64_t>(kBufferBytes, left_ + count)));
        good_ = end_ >= count;
        if (good_) {
            std::memcpy(to, buffer_.data(), count);
            begin_ = count;
        }
    }
}

std::size_t ArchiveReader::read_in(char* bytes, std::size_t count) {
    std::size_t filled = 0;
    while (filled < count) {
        const auto got = ::read(descriptor_, bytes + filled, count - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    sum_.add(bytes, filled);
    return filled;
}

Status ArchiveReader::finish() {
    const auto expected = sum_.value();
    std::uint64_t sum = 0;
    if (good_ && left_ == 0 && read_in(reinterpret_cast<char*>(&sum), sizeof(sum)) == sizeof(sum) &&
        sum == expected) {
        return Ok{};
    }
    return Error(Errc::Invalid, "the file is damaged");
}

}  // namespace skillwake
