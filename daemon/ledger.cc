#include "daemon/ledger.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {

bool Ledger::holds(const std::string& path, const std::string& digest) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.held && entry.path == path && entry.digest == digest;
    });
}

void Ledger::note(Entry entry) {
    const auto known = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& other) { return other.path == entry.path; });
    if (known == entries_.end()) {
        entries_.push_back(std::move(entry));
    } else {
        *known = std::move(entry);
    }
}

void Ledger::lose_all() {
    for (auto& entry : entries_) {
        entry.held = false;
    }
}

std::size_t Ledger::held_count() const {
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.held; }));
}

}  // namespace skillwake::daemon
