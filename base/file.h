#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace skillwake {

/// The bytes of a regular file. Errc::TooLarge over `max_bytes`; Errc::Invalid for what is no regular file (a
/// FIFO, a device, a folder); never hangs. A file that changes meanwhile is read again, as far as its size
/// and time tell; Errc::Unavailable: it goes on changing. Else what the system says. The path is not in the
/// message.
Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// The same for `name` below `folder`, which it may not leave: no "..", no absolute path, no symlink that
/// points out, also none that is put there meanwhile (see open_inside.h). Errc::Denied when it would.
Result<std::string> read_file_inside(const std::filesystem::path& folder, const std::filesystem::path& name,
                                     std::size_t max_bytes);

}  // namespace skillwake
