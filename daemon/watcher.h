#pragma once

#include "daemon/uv_handle.h"

#include <uv.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::daemon {

/// Watches the folders of one root and tells when anything in them may have changed. Loop thread only.
class FolderWatcher {
public:
    /// `changed` is called from the loop; many times for one change.
    FolderWatcher(uv_loop_t& loop, std::function<void()> changed);

    struct Coverage {
        bool grew = false;  ///< folders are watched now that were not before: something may have been missed
        bool complete = false;  ///< false: over the limit, or a folder cannot be watched
    };
    /// Watches `folders` from now on, and no others; `most` of them at the most.
    Coverage watch(const std::vector<std::filesystem::path>& folders, std::size_t most);

    std::size_t watched() const { return handles_.size(); }

private:
    /// A folder that was removed and made anew has another inode, and its old watch is dead.
    using Key = std::pair<std::filesystem::path, std::uint64_t>;

    uv_loop_t& loop_;
    std::function<void()> changed_;
    std::map<Key, UvPtr<uv_fs_event_t>> handles_;
};

}  // namespace skillwake::daemon
