#include "daemon/served_place.h"

#include <utility>

namespace skillwake::daemon {

Result<ServedPlace> ServedPlace::own(std::string path) {
    auto lock = lock_socket(path);
    if (!lock) {
        return std::move(lock).error();
    }
    return ServedPlace(std::move(path), *std::move(lock), true);
}

Result<ServedPlace> ServedPlace::handed_over(std::string path) {
    auto place = own(std::move(path));
    if (place) {
        place->ours_ = false;
    }
    return place;
}

Result<FileDescriptor> ServedPlace::bind() {
    if (!ours_) {
        return Error(Errc::Exists, path_ + ": the socket that was handed over has gone");
    }
    return bind_socket(path_);
}

void ServedPlace::serving_at(int listening) {
    listening_ = listening;
    known_ = identity_at(path_);
}

bool ServedPlace::is_ours() {
    const auto lying = identity_at(path_);
    if (!lying.exists()) {
        return false;
    }
    if (lying == known_) {
        return true;
    }
    // Another one, or ours with another mode: who answers there tells.
    const auto reached = reaches(path_, listening_);
    if (reached == Reached::Listener) {
        known_ = lying;
    }
    return reached != Reached::Another;
}

Result<FileDescriptor> ServedPlace::take_back() {
    if (ours_ && !is_lock_of(lock_.get(), path_)) {
        auto lock = lock_socket(path_);
        if (!lock) {
            return std::move(lock).error();
        }
        lock_ = *std::move(lock);
    }
    return bind();
}

void ServedPlace::remove() const {
    if (ours_) {
        remove_socket(path_, known_);
    }
}

}  // namespace skillwake::daemon
