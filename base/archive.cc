#include "base/archive.h"

#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <utility>

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
    written_ += count;
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

ArchiveReader::ArchiveReader(std::shared_ptr<const MappedFile> file)
    : file_(std::move(file)),
      end_(file_->bytes().size() - std::min(file_->bytes().size(), sizeof(std::uint64_t))) {}

std::span<const std::byte> ArchiveReader::take(std::size_t count) {
    if (!good_ || count > left()) {
        good_ = false;
        return {};
    }
    const auto taken = file_->bytes().subspan(at_, count);
    at_ += count;
    return taken;
}

std::size_t ArchiveReader::get_count(std::size_t bytes) {
    std::size_t count = 0;
    get(count);
    if (count > left() / bytes) {
        good_ = false;
    }
    return good_ ? count : 0;
}

void ArchiveReader::get_bytes(void* bytes, std::size_t count) {
    const auto taken = take(count);
    if (count == 0) {
        return;
    }
    if (taken.empty()) {
        std::memset(bytes, 0, count);
    } else {
        std::memcpy(bytes, taken.data(), count);
    }
}

Status ArchiveReader::finish() const {
    const auto bytes = file_->bytes();
    std::uint64_t written = 0;
    if (good_ && left() == 0 && bytes.size() == end_ + sizeof(written)) {
        detail::ArchiveSum sum;
        sum.add(bytes.data(), end_);
        std::memcpy(&written, bytes.data() + end_, sizeof(written));
        if (sum.value() == written) {
            return Ok{};
        }
    }
    return Error(Errc::Invalid, "the file is damaged");
}

}  // namespace skillwake
