#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

namespace skillwake::skill {

/// Tells whether a file, or what a folder holds, may have changed since it was read.
struct FileStamp {
    static constexpr bool kArchivedRaw = true;

    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;  ///< its inode: also by who sets the time of change
    std::uintmax_t bytes = 0;
    std::uintmax_t inode = 0;

    bool operator==(const FileStamp&) const = default;
};

/// All zero: there is no such file.
FileStamp stamp_of(const std::filesystem::path& file);

/// What lies at a path, links followed, as far as `stat` tells. Equal stamps: nothing is known to have
/// changed. All zero: nothing is there, or it cannot be reached.
struct PathStamp {
    static constexpr bool kArchivedRaw = true;

    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;  ///< 0 of a folder: what happens in it is another question
    std::uint64_t bytes = 0;       ///< the same

    bool operator==(const PathStamp&) const = default;
};

PathStamp stamp_path(const std::filesystem::path& path);
/// The same; of a folder it tells also when an entry came or went.
PathStamp stamp_entries(const std::filesystem::path& path);

/// Both of a folder, by one look at it.
struct FolderStamp {
    PathStamp identity;  ///< as stamp_path() has it
    FileStamp entries;
};
FolderStamp stamp_folder(const std::filesystem::path& folder);

using PathStamps = std::map<std::filesystem::path, PathStamp>;

/// Where something else lies now than `stamps` say.
std::vector<std::filesystem::path> changed_since(const PathStamps& stamps);

}  // namespace skillwake::skill
