#pragma once

#include "base/file_descriptor.h"
#include "daemon/uv_handle.h"

#include <uv.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace skillwake::daemon {

/// Whose folders they are.
enum class WatchOwner : std::uint32_t {};

struct FolderWatch {
    int number = 0;  ///< the system's; one a folder, whatever paths and owners it has
    std::filesystem::path folder;
};

/// Watches folders for one load of one owner, on a worker: each before it is listed, so that nothing is
/// missed. The loop thread takes what it made into the FolderEvents.
class WatchMaker {
public:
    /// `events`: of a FolderEvents; `most`: watches at the most.
    WatchMaker(std::shared_ptr<const FileDescriptor> events, std::size_t most)
        : events_(std::move(events)), most_(most) {}

    void watch(const std::filesystem::path& folder);

    const std::vector<FolderWatch>& made() const { return made_; }
    /// Why not all could be watched; empty: all are. A folder that is gone needs no watch.
    const std::string& failure() const { return failure_; }

private:
    std::shared_ptr<const FileDescriptor> events_;
    std::size_t most_;
    std::vector<FolderWatch> made_;
    std::string failure_;
};

/// Tells what happens in folders, from one inotify descriptor for all owners. Loop thread only. Where the
/// system has no inotify, or has none left, every WatchMaker fails and nothing is ever told.
class FolderEvents {
public:
    class Sink {
    public:
        virtual ~Sink() = default;
        /// An entry of that folder came, went or was written. Many times for one change.
        virtual void entry_changed(WatchOwner owner, const std::filesystem::path& folder,
                                   std::string_view name) = 0;
        /// The folder itself was moved, deleted or replaced; it is watched no more.
        virtual void folder_left(WatchOwner owner, const std::filesystem::path& folder) = 0;
        /// More happened than the system keeps: anything may have changed, of any owner.
        virtual void events_lost() = 0;
    };

    /// Both must outlive it.
    FolderEvents(uv_loop_t& loop, Sink& sink);
    FolderEvents(const FolderEvents&) = delete;
    FolderEvents& operator=(const FolderEvents&) = delete;
    ~FolderEvents();

    /// For WatchMakers.
    std::shared_ptr<const FileDescriptor> descriptor() const { return descriptor_; }

    /// From now until the same number of calls of end_load() events of watches that nobody has taken yet are
    /// kept, for the WatchMaker whose load is under way.
    void begin_load() { ++loads_; }
    void end_load();

    /// `made` belong to `owner` now, beside those that it has; what happened there meanwhile is told. About a
    /// microsecond each. Follows: more of the same load comes with the next call.
    enum class Rest { None, Follows };
    void add(WatchOwner owner, std::span<const FolderWatch> made, Rest rest = Rest::None);
    /// What is added from now until end_whole() are all folders of the owner: the others are forgotten there.
    void begin_whole(WatchOwner owner);
    /// Forgets at most so many of the others, some microseconds each; whether that were all.
    bool end_whole(WatchOwner owner, std::size_t most = ~std::size_t{0});
    /// All of these at once, and no others.
    void replace(WatchOwner owner, std::span<const FolderWatch> made) {
        begin_whole(owner);
        add(owner, made);
        end_whole(owner);
    }
    void remove(WatchOwner owner, const std::filesystem::path& folder);

    /// Folders that are watched, of all owners.
    std::size_t watched() const { return places_.size(); }
    std::size_t watched_of(WatchOwner owner) const;

private:
    struct Place {
        WatchOwner owner{};
        std::filesystem::path folder;
    };
    struct Event {
        int watch = 0;
        std::uint32_t mask = 0;
        std::string name;
    };
    using Watches = std::unordered_map<std::string, int>;  ///< of a folder
    struct Owned {
        Watches folders;
        Watches before;  ///< between begin_whole() and end_whole(): what has not been added again yet
        std::vector<FolderWatch> stale;  ///< places that folders had before, until all of the load has come
    };
    Owned& of(WatchOwner owner) { return owned_[static_cast<std::uint32_t>(owner)]; }

    void read();
    void take(Event event);
    void tell(const Event& event);
    void tell_kept();
    static int* find_watch(Owned& owned, const std::string& folder);
    void forget_place(int watch, WatchOwner owner, const std::string& folder);

    Sink& sink_;
    std::shared_ptr<const FileDescriptor> descriptor_;
    UvPtr<uv_poll_t> poll_;
    std::unordered_map<int, std::vector<Place>> places_;  ///< by watch
    std::unordered_map<std::uint32_t, Owned> owned_;      ///< by owner
    std::size_t loads_ = 0;
    std::vector<Event> kept_;
};

}  // namespace skillwake::daemon
