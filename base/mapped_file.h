#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace skillwake {

/// A file's bytes where the system keeps them, to be read. Only for files that nobody but us writes, and that
/// are replaced whole by another one of their name, or removed: both leave the bytes as they are. Who cuts
/// one short instead ends the process by SIGBUS. So would a network that fails: of a file of another machine,
/// or of a file system that is a program, the bytes are a copy.
class MappedFile {
public:
    /// Errc::Invalid: no regular file, or an empty one; else what the system says. Links are not followed.
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& file);
    /// The same, and always a copy.
    static Result<std::shared_ptr<const MappedFile>> copy(const std::filesystem::path& file);

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    /// Aligned as any type needs it. For as long as this lives.
    std::span<const std::byte> bytes() const { return bytes_; }

    /// What of it was read so far need not stay in our memory: who asks for it again finds it in the system's
    /// cache, or on the disk. Of a copy all stays.
    void set_aside() const;

private:
    enum class Kind { Mapped, Copy };

    MappedFile(std::span<std::byte> bytes, Kind kind) : bytes_(bytes), kind_(kind) {}
    static Result<std::shared_ptr<const MappedFile>> open_as(const std::filesystem::path& file, bool may_map);

    std::span<std::byte> bytes_;  ///< of a mapped file not to be written to
    Kind kind_;
};

}  // namespace skillwake
