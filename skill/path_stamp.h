#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

namespace skillwake::skill {

/// What lies at a path, links followed, as far as `stat` tells. Equal stamps: nothing is known to have
/// changed. All zero: nothing is there, or it cannot be reached.
struct PathStamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;  ///< 0 of a folder: what happens in it is another question
    std::uint64_t bytes = 0;       ///< the same

    bool operator==(const PathStamp&) const = default;
};

PathStamp stamp_path(const std::filesystem::path& path);
/// The same; of a folder it tells also when an entry came or went.
PathStamp stamp_entries(const std::filesystem::path& path);

using PathStamps = std::map<std::filesystem::path, PathStamp>;

/// Where something else lies now than `stamps` say.
std::vector<std::filesystem::path> changed_since(const PathStamps& stamps);

}  // namespace skillwake::skill
