#include "matcher/literal_finder.h"

#include <algorithm>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kHeadSlots = 1U << 16U;

std::uint32_t head_of(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at + i]));
    };
    return byte(0) | byte(1) << 8U | byte(2) << 16U;
}

std::size_t slot_of(std::uint32_t head) {
    return (head * 2654435761U) >> 16U;
}

}  // namespace

void LiteralFinder::compile(const std::vector<std::string>& literals) {
    literals_ = literals;
    by_head_.clear();
    heads_.assign(kHeadSlots, false);
    for (std::size_t number = 0; number < literals_.size(); ++number) {
        const auto head = head_of(literals_[number], 0);
        heads_[slot_of(head)] = true;
        by_head_[head].push_back(static_cast<int>(number));
    }
}

std::vector<int> LiteralFinder::find(std::string_view text) const {
    std::vector<int> found;
    if (literals_.empty()) {
        return found;
    }
    for (std::size_t at = 0; at + kShortest <= text.size(); ++at) {
        const auto head = head_of(text, at);
        if (!heads_[slot_of(head)]) {
            continue;
        }
        const auto candidates = by_head_.find(head);
        if (candidates == by_head_.end()) {
            continue;
        }
        for (const int number : candidates->second) {
            const auto& literal = literals_[static_cast<std::size_t>(number)];
            if (text.substr(at, literal.size()) == literal) {
                found.push_back(number);
            }
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace skillwake::matcher
