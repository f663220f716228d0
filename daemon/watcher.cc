#include "daemon/watcher.h"

#include <sys/stat.h>

#include <optional>

namespace skillwake::daemon {
namespace {

std::optional<std::uint64_t> inode_of(const std::filesystem::path& folder) {
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) {
        return std::nullopt;
    }
    return info.st_ino;
}

}  // namespace

FolderWatcher::FolderWatcher(uv_loop_t& loop, std::function<void()> changed)
    : loop_(loop), changed_(std::move(changed)) {}

FolderWatcher::Coverage FolderWatcher::watch(const std::vector<std::filesystem::path>& folders,
                                             std::size_t most) {
    Coverage coverage{false, folders.size() <= most};
    std::map<Key, UvPtr<uv_fs_event_t>> next;
    for (const auto& folder : folders) {
        const auto inode = inode_of(folder);
        if (!inode || next.size() >= most) {
            coverage.complete = false;
            continue;
        }
        const Key key(folder, *inode);
        if (const auto known = handles_.find(key); known != handles_.end()) {
            next.insert(handles_.extract(known));
            continue;
        }
        auto handle = make_handle<uv_fs_event_t>(loop_, uv_fs_event_init, this);
        const int failed = uv_fs_event_start(
            handle.get(),
            [](uv_fs_event_t* event, const char* /*name*/, int /*events*/, int /*status*/) {
                if (auto* watcher = static_cast<FolderWatcher*>(event->data); watcher != nullptr) {
                    watcher->changed_();
                }
            },
            folder.c_str(), 0);
        if (failed != 0) {
            coverage.complete = false;
            continue;
        }
        coverage.grew = true;
        next.emplace(key, std::move(handle));
    }
    handles_ = std::move(next);
    return coverage;
}

}  // namespace skillwake::daemon
