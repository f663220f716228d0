#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <filesystem>

namespace skillwake {

/// Opens `file` for reading, and never waits, as for the writer of a FIFO: the caller looks what kind of file
/// it got. Errc::Invalid: a socket. Else what the system says.
Result<FileDescriptor> open_to_read(const std::filesystem::path& file);

/// Opens `name` for reading, as long as it lies in `folder` or below it, symlinks and ".." followed. Which
/// file that is is found and opened in one step, by the kernel (openat2), or else looked up on what has been
/// opened: a link that is swapped meanwhile leads nowhere else.
/// Errc::Denied: it leads out of the folder, or round in a circle. Else as open_to_read().
Result<FileDescriptor> open_inside(const std::filesystem::path& folder, const std::filesystem::path& name);

/// The second of the two ways, for kernels and sandboxes without openat2 and for links that name their target
/// by its whole path, which openat2 refuses wherever they lead. Needs /proc.
Result<FileDescriptor> open_inside_by_place(const std::filesystem::path& folder,
                                            const std::filesystem::path& name);

}  // namespace skillwake
