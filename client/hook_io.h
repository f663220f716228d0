#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "client/deadline.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What a hook reads and writes, all of it before a deadline: Errc::Unavailable when that has passed. The
/// deadline must interrupt waiting calls. Descriptors may block or not, as the host made them.
namespace skillwake::client {

/// All of `descriptor`, to its end. Errc::TooLarge over `max_bytes`: the rest is read too, and dropped, since
/// a host may take it ill when nobody reads what it writes.
Result<std::string> read_to_end(int descriptor, std::size_t max_bytes, const Deadline& deadline);

/// Up to and without the next '\n'; what comes behind it is dropped. Errc::Unavailable too when the peer
/// closes before. Errc::TooLarge: no end within `max_bytes`.
Result<std::string> read_line(int descriptor, std::size_t max_bytes, const Deadline& deadline);

/// The parts one behind the other. A socket's peer that has gone is an error, and no signal, as long as
/// SIGPIPE is ignored.
Status write_all(int descriptor, std::vector<std::string_view> parts, const Deadline& deadline);

/// Whoever listens at `path`: our own user, or root. Errc::NotFound: nobody does. Errc::Denied: it belongs
/// to another user.
Result<FileDescriptor> connect_to(const std::string& path, const Deadline& deadline);

}  // namespace skillwake::client
