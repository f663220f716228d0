#pragma once

#include "daemon/folder_events.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace skillwake::daemon {

/// Tells at once when something happens to a file's name in its folder, or to the folder; not at all where
/// the system cannot watch it, so that it must be looked at now and then too. Loop thread only.
class PlaceWatch final : private FolderEvents::Sink {
public:
    /// `changed` is called for each change, and must not end this. `loop` must outlive it.
    PlaceWatch(uv_loop_t& loop, std::function<void()> changed)
        : changed_(std::move(changed)), events_(loop, static_cast<FolderEvents::Sink&>(*this)) {}

    /// This one from now on, as its folder is now, and no other. Tells once by itself.
    void watch(const std::filesystem::path& file) {
        name_ = file.filename().string();
        WatchMaker folder(events_.descriptor(), 1);
        folder.watch(file.parent_path());
        events_.begin_load();
        events_.replace(WatchOwner{}, folder.made());
        events_.end_load();
        changed_();  // it may have been so just before
    }

private:
    void entry_changed(WatchOwner /*owner*/, const std::filesystem::path& /*folder*/,
                       std::string_view name) override {
        if (name == name_) {
            changed_();
        }
    }
    void folder_left(WatchOwner /*owner*/, const std::filesystem::path& /*folder*/) override { changed_(); }
    void events_lost() override { changed_(); }

    std::function<void()> changed_;
    std::string name_;
    FolderEvents events_;
};

}  // namespace skillwake::daemon
