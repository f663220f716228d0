#include "matcher/literal_places.h"

#include <numeric>

namespace skillwake::matcher {

void LiteralPlaces::add(std::uint32_t literal, std::uint32_t at) {
    auto& slot = slots_[literal];
    if (slot == 0) {
        held_.push_back(literal);
        ends_.push_back(0);
        slot = static_cast<std::uint32_t>(held_.size());
    }
    if (added_.size() == kMost) {
        complete_ = false;
        return;
    }
    added_.push_back({slot - 1, at});
    ++ends_[slot - 1];
}

void LiteralPlaces::finish() {
    std::exclusive_scan(ends_.begin(), ends_.end(), ends_.begin(), std::uint32_t{0});
    places_.resize(added_.size());
    for (const auto& place : added_) {
        places_[ends_[place.slot]++] = place.at;
    }
    added_.clear();
}

std::span<const std::uint32_t> LiteralPlaces::of(std::uint32_t literal) const {
    const auto slot = slots_[literal];
    if (slot == 0) {
        return {};
    }
    const std::uint32_t begin = slot == 1 ? 0 : ends_[slot - 2];
    return std::span(places_).subspan(begin, ends_[slot - 1] - begin);
}

}  // namespace skillwake::matcher
