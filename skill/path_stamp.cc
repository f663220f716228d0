#include "skill/path_stamp.h"

#include <sys/stat.h>

namespace skillwake::skill {

PathStamp stamp_entries(const std::filesystem::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        return {};
    }
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    return {info.st_dev, info.st_ino,
            static_cast<std::int64_t>(info.st_mtim.tv_sec) * kNanoseconds + info.st_mtim.tv_nsec,
            S_ISDIR(info.st_mode) ? 0 : static_cast<std::uint64_t>(info.st_size)};
}

PathStamp stamp_path(const std::filesystem::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
        return {info.st_dev, info.st_ino, 0, 0};
    }
    return stamp_entries(path);
}

std::vector<std::filesystem::path> changed_since(const PathStamps& stamps) {
    std::vector<std::filesystem::path> changed;
    for (const auto& [path, stamp] : stamps) {
        if (stamp_path(path) != stamp) {
            changed.push_back(path);
        }
    }
    return changed;
}

}  // namespace skillwake::skill
