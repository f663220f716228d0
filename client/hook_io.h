#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "client/deadline.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a hook reads and writes, all of it before a deadline: Errc::Unavailable when that has passed. The
/// deadline must interrupt waiting calls. Descriptors may block or not, as the host made them.
namespace skillwake::client {

/// Bytes that were read. What was not filled has not been touched either: in a process that lives for less
/// than a millisecond, a page of memory that is made for nothing is felt.
class Bytes {
public:
    std::string_view text() const { return {bytes_.get(), size_}; }
    std::span<char> filled() { return {bytes_.get(), size_}; }

    /// Room behind what is filled, never empty.
    std::span<char> room();
    /// So much of the room is filled now.
    void add(std::size_t bytes) { size_ += bytes; }
    /// Keeps the first `size` bytes only.
    void cut(std::size_t size) { size_ = size; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// All of `descriptor`, to its end. Errc::TooLarge over `max_bytes`: the rest is read too, and dropped, since
/// a host may take it ill when nobody reads what it writes.
Result<Bytes> read_to_end(int descriptor, std::size_t max_bytes, const Deadline& deadline);

/// Up to and without the next '\n'; what comes behind it is dropped. Errc::Unavailable too when the peer
/// closes before. Errc::TooLarge: no end within `max_bytes`.
Result<Bytes> read_line(int descriptor, std::size_t max_bytes, const Deadline& deadline);

/// The parts one behind the other. A socket's peer that has gone is an error, and no signal, as long as
/// SIGPIPE is ignored.
Status write_all(int descriptor, std::vector<std::string_view> parts, const Deadline& deadline);

/// Whoever listens at `path`: our own user, or root. Errc::NotFound: nobody does. Errc::Denied: it belongs
/// to another user.
Result<FileDescriptor> connect_to(const std::string& path, const Deadline& deadline);

}  // namespace skillwake::client
