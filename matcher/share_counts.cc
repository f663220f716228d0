#include "matcher/share_counts.h"

#include "matcher/text_hash.h"

namespace skillwake::matcher {
namespace {

double count_in(const std::unordered_map<std::uint64_t, std::uint32_t>& counts, std::uint64_t key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

std::uint64_t ShareCounts::key_of(const skill::Trigger& sign) {
    const auto kind = hash_text(sign.file, hash_seed() + 1 + static_cast<std::uint64_t>(sign.kind));
    return hash_text(sign.text, kind);
}

std::uint64_t ShareCounts::key_of(const DerivedTrigger& trigger) {
    return hash_text(trigger.text, hash_text(trigger.language));
}

double ShareCounts::count_of(std::uint64_t key) const {
    double count = count_in(counts_, key);
    if (rest_ != nullptr) {
        count += count_in(rest_->counts_, key) - count_in(gone_, key);
    }
    return count;
}

}  // namespace skillwake::matcher
