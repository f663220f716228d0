#include "daemon/ledger.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {

using protocol::DeliveryMode;

std::optional<Given> given_named(std::string_view name) {
    for (const auto how :
         {Given::Automatic, Given::Mention, Given::Tool, Given::Typed, Given::Read, Given::Script}) {
        if (name_of(how) == name) {
            return how;
        }
    }
    return std::nullopt;
}

std::optional<DeliveryMode> Ledger::held(const std::string& path, const std::string& digest) const {
    for (const auto& entry : entries_) {
        if (entry.held && entry.path == path && entry.digest == digest) {
            return entry.mode;
        }
    }
    return std::nullopt;
}

bool Ledger::lost(const std::string& path) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return !entry.held && entry.path == path && entry.mode != DeliveryMode::Line;
    });
}

bool Ledger::note(Entry entry, std::size_t most_entries) {
    const auto known = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& other) { return other.path == entry.path; });
    const bool has_more = known != entries_.end() && known->held && known->digest == entry.digest &&
                          static_cast<int>(known->mode) < static_cast<int>(entry.mode);
    automatic_tokens_ += entry.how == Given::Automatic ? entry.tokens : 0;
    if (has_more) {
        return false;
    }
    if (known != entries_.end()) {
        *known = std::move(entry);
        return true;
    }
    if (entries_.size() >= most_entries) {
        entries_.erase(entries_.begin());
    }
    entries_.push_back(std::move(entry));
    return true;
}

void Ledger::lose_all() {
    for (auto& entry : entries_) {
        entry.held = false;
    }
}

std::size_t Ledger::held_count() const {
    return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [](const Entry& entry) {
        return entry.held && entry.mode != DeliveryMode::Line;
    }));
}

Ledger Ledger::restored(std::vector<Entry> entries, std::uint64_t automatic_tokens) {
    Ledger ledger;
    ledger.entries_ = std::move(entries);
    ledger.automatic_tokens_ = automatic_tokens;
    return ledger;
}

}  // namespace skillwake::daemon
