#include "daemon/hashed_ids.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace skillwake::daemon {

HashedIds::HashedIds(std::vector<Entry> entries) : entries_(std::move(entries)) {
    std::sort(entries_.begin(), entries_.end());
    const auto bits = std::max(1U, static_cast<unsigned>(std::bit_width(entries_.size())));
    shift_ = 64U - bits;
    starts_.resize((std::size_t{1} << bits) + 1);
    std::uint32_t at = 0;
    for (std::size_t leading = 0; leading < starts_.size(); ++leading) {
        while (at < entries_.size() && entries_[at].hash >> shift_ < leading) {
            ++at;
        }
        starts_[leading] = at;
    }
}

std::span<const HashedIds::Entry> HashedIds::find(std::uint64_t hash) const {
    const auto leading = hash >> shift_;
    const auto bucket =
        std::span(entries_).subspan(starts_[leading], starts_[leading + 1] - starts_[leading]);
    const auto less = [](const Entry& entry, std::uint64_t wanted) { return entry.hash < wanted; };
    const auto more = [](std::uint64_t wanted, const Entry& entry) { return wanted < entry.hash; };
    const auto begin = std::lower_bound(bucket.begin(), bucket.end(), hash, less);
    return {begin, std::upper_bound(begin, bucket.end(), hash, more)};
}

}  // namespace skillwake::daemon
