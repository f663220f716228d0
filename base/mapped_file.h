#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace skillwake {

/// A file's bytes where the system keeps them, to be read. Only for files that nobody but us writes, and that
/// are replaced whole by another one of their name, or removed: both leave the bytes as they are. Who cuts
/// one short instead ends the process by SIGBUS.
class MappedFile {
public:
    /// Errc::Invalid: no regular file, or an empty one. Links are not followed.
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& file);

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    /// Aligned as any type needs it. For as long as this lives.
    std::span<const std::byte> bytes() const { return bytes_; }

    /// What of it was read so far need not stay in our memory: who asks for it again finds it in the system's
    /// cache, or on the disk.
    void set_aside() const;

private:
    explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::span<const std::byte> bytes_;
};

}  // namespace skillwake
