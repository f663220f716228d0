#include "daemon/folder_events.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace skillwake::daemon {
namespace {

/// A file counts when its writer has closed it: until then it is torn. IN_CREATE: of folders and links.
constexpr std::uint32_t kMask = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;
constexpr std::uint32_t kFolderLeft = IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT;
/// Read so long at once, so that a storm does not hold the loop; the rest comes with its next turn.
constexpr std::uint64_t kMostReadingNs = 2'000'000;
/// Events of watches that nobody has taken yet.
constexpr std::size_t kMaxKept = 65'536;

}  // namespace

void WatchMaker::watch(const std::filesystem::path& folder) {
    if (!failure_.empty()) {
        return;
    }
    if (made_.size() >= most_) {
        failure_ = "more folders than skillwaked may watch (--max-watches)";
        return;
    }
    const int number = events_ == nullptr ? -1 : ::inotify_add_watch(events_->get(), folder.c_str(), kMask);
    if (number >= 0) {
        made_.push_back({number, folder});
    } else if (events_ == nullptr) {
        failure_ = "the system has no inotify instance left (fs.inotify.max_user_instances)";
    } else if (errno == ENOSPC) {
        failure_ = "the system's watches are used up (fs.inotify.max_user_watches)";
    } else if (errno != ENOENT && errno != ENOTDIR) {
        failure_ = std::strerror(errno);  // NOLINT(concurrency-mt-unsafe): glibc's is safe
    }
}

FolderEvents::FolderEvents(uv_loop_t& loop, Sink& sink) : sink_(sink) {
    FileDescriptor opened(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!opened) {
        return;
    }
    descriptor_ = std::make_shared<const FileDescriptor>(std::move(opened));
    poll_ = make_handle<uv_poll_t>(
        loop, [this](uv_loop_t* on, uv_poll_t* poll) { return uv_poll_init(on, poll, descriptor_->get()); },
        this);
    uv_poll_start(poll_.get(), UV_READABLE, [](uv_poll_t* poll, int /*status*/, int /*events*/) {
        if (auto* events = static_cast<FolderEvents*>(poll->data); events != nullptr) {
            events->read();
        }
    });
}

/// libuv forgets the descriptor here, before it is closed.
FolderEvents::~FolderEvents() {
    poll_.reset();
}

void FolderEvents::read() {
    alignas(inotify_event) std::array<char, 16'384> buffer;
    const auto end = uv_hrtime() + kMostReadingNs;
    while (uv_hrtime() < end) {
        const auto got = ::read(descriptor_->get(), buffer.data(), buffer.size());
        if (got <= 0) {
            return;
        }
        for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
            inotify_event head{};
            std::memcpy(&head, buffer.data() + at, sizeof head);
            take({head.wd, head.mask, head.len == 0 ? "" : buffer.data() + at + sizeof head});
            at += sizeof head + head.len;
        }
    }
}

void FolderEvents::take(Event event) {
    if ((event.mask & IN_Q_OVERFLOW) != 0) {
        sink_.events_lost();
    } else if (places_.contains(event.watch)) {
        tell(event);
        if (loads_ > 0 && (event.mask & IN_IGNORED) != 0) {
            kept_.push_back(std::move(event));  // somebody may just have made the same watch
        }
    } else if (loads_ > 0 && kept_.size() < kMaxKept) {
        kept_.push_back(std::move(event));
    } else if (loads_ > 0) {
        kept_.clear();
        sink_.events_lost();
    }
}

void FolderEvents::tell(const Event& event) {
    const auto found = places_.find(event.watch);
    if (found == places_.end()) {
        return;
    }
    const auto places = found->second;  // what is told may change ours
    if ((event.mask & IN_IGNORED) != 0) {
        for (const auto& place : places) {
            forget_place(event.watch, place.owner, place.folder.native());
        }
    }
    for (const auto& place : places) {
        if ((event.mask & kFolderLeft) != 0) {
            sink_.folder_left(place.owner, place.folder);
        } else if (!event.name.empty()) {
            sink_.entry_changed(place.owner, place.folder, event.name);
        }
    }
}

void FolderEvents::tell_kept() {
    auto kept = std::exchange(kept_, {});
    std::erase_if(kept, [this](const Event& event) {
        const bool ours = places_.contains(event.watch);
        if (ours) {
            tell(event);
        }
        return ours;
    });
    kept_.insert(kept_.begin(), std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end()));
}

void FolderEvents::end_load() {
    if (--loads_ == 0) {
        kept_.clear();
    }
}

/// All new places first: a folder that was renamed keeps its watch, which must not end with its old place.
void FolderEvents::add(WatchOwner owner, std::span<const FolderWatch> made, Rest rest) {
    auto& owned = of(owner);
    for (const auto& watch : made) {
        const auto& folder = watch.folder.native();
        if (auto kept = owned.before.extract(folder); !kept.empty()) {
            owned.folders.insert(std::move(kept));
        }
        const auto [known, is_new] = owned.folders.try_emplace(folder, watch.number);
        if (!is_new && known->second == watch.number) {
            continue;
        }
        if (!is_new) {
            owned.stale.push_back({std::exchange(known->second, watch.number), watch.folder});
        }
        places_[watch.number].push_back({owner, watch.folder});
    }
    if (rest == Rest::None) {
        for (const auto& old : std::exchange(owned.stale, {})) {
            forget_place(old.number, owner, old.folder.native());
        }
    }
    tell_kept();
}

void FolderEvents::begin_whole(WatchOwner owner) {
    auto& owned = of(owner);
    assert(owned.before.empty());
    owned.before.swap(owned.folders);
    owned.folders.reserve(owned.before.size());
}

/// Costs what has gone, not what is there.
bool FolderEvents::end_whole(WatchOwner owner, std::size_t most) {
    auto& before = of(owner).before;
    for (; most > 0 && !before.empty(); --most) {
        const auto gone = before.extract(before.begin());
        forget_place(gone.mapped(), owner, gone.key());
    }
    return before.empty();
}

void FolderEvents::remove(WatchOwner owner, const std::filesystem::path& folder) {
    if (const auto* watch = find_watch(of(owner), folder.native())) {
        forget_place(*watch, owner, folder.native());
    }
}

/// Null: it has none.
int* FolderEvents::find_watch(Owned& owned, const std::string& folder) {
    for (auto* watches : {&owned.folders, &owned.before}) {
        if (const auto found = watches->find(folder); found != watches->end()) {
            return &found->second;
        }
    }
    return nullptr;
}

/// The watch ends with its last place.
void FolderEvents::forget_place(int watch, WatchOwner owner, const std::string& folder) {
    const auto path = folder;  // it may be the key that goes
    auto& owned = of(owner);
    if (const auto* known = find_watch(owned, path); known != nullptr && *known == watch) {
        owned.folders.erase(path);
        owned.before.erase(path);
    }
    const auto found = places_.find(watch);
    if (found == places_.end()) {
        return;
    }
    std::erase_if(found->second,
                  [&](const Place& place) { return place.owner == owner && place.folder == path; });
    if (found->second.empty()) {
        places_.erase(found);
        // Fails where the folder is gone: then the system has ended it.
        ::inotify_rm_watch(descriptor_->get(), watch);
    }
}

std::size_t FolderEvents::watched_of(WatchOwner owner) const {
    const auto found = owned_.find(static_cast<std::uint32_t>(owner));
    return found == owned_.end() ? 0 : found->second.folders.size() + found->second.before.size();
}

}  // namespace skillwake::daemon
