#include "skill/path_stamp.h"

#include <sys/stat.h>

namespace skillwake::skill {
namespace {

std::int64_t nanoseconds(const timespec& time) {
    constexpr std::int64_t kInSecond = 1'000'000'000;
    return static_cast<std::int64_t>(time.tv_sec) * kInSecond + time.tv_nsec;
}

FileStamp file_stamp(const struct stat& info) {
    return {nanoseconds(info.st_mtim), nanoseconds(info.st_ctim), static_cast<std::uintmax_t>(info.st_size),
            info.st_ino};
}

}  // namespace

FileStamp stamp_of(const std::filesystem::path& file) {
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 ? file_stamp(info) : FileStamp{};
}

FolderStamp stamp_folder(const std::filesystem::path& folder) {
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
        return {stamp_path(folder), {}};
    }
    return {{info.st_dev, info.st_ino, 0, 0}, file_stamp(info)};
}

PathStamp stamp_entries(const std::filesystem::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        return {};
    }
    return {info.st_dev, info.st_ino, nanoseconds(info.st_mtim),
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
