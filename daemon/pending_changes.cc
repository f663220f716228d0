#include "daemon/pending_changes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace skillwake::daemon {

void PendingChanges::touch(const std::filesystem::path& folder, std::string_view name, Time now) {
    note(now);
    if (changes_.whole) {
        return;
    }
    if (changes_.touched[folder].insert(std::string(name)).second && ++names_ > kMaxNames) {
        touch_all(now);
    }
}

void PendingChanges::touch_all(Time now) {
    note(now);
    changes_.whole = true;
    changes_.touched.clear();
}

void PendingChanges::note(Time now) {
    if (!std::exchange(any_, true)) {
        begun_ = now;
    }
    if (!std::exchange(unserved_, true)) {
        first_ = now;
    }
    last_ = now;
}

PendingChanges::Time PendingChanges::wait(Time now) const {
    // A checkout of 2,000 files takes 200 ms, and more where the processor is busy: then its pauses are
    // longer, too.
    const auto quiet = std::clamp((last_ - first_) / 8, kLeastQuiet, kMostQuiet);
    return std::min(last_ + quiet, first_ + kPatience) - now;
}

PendingChanges::Changes PendingChanges::take() {
    any_ = false;
    names_ = 0;
    return std::exchange(changes_, {});
}

void PendingChanges::served() {
    unserved_ = any_;
    first_ = begun_;
}

}  // namespace skillwake::daemon
