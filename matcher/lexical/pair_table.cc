#include "matcher/lexical/pair_table.h"

#include <algorithm>

namespace skillwake::matcher::lexical {
namespace {

std::size_t place_of(std::uint64_t hash, std::size_t slots) {
    return static_cast<std::size_t>((hash >> 32U) * slots >> 32U);
}

std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash);
}

}  // namespace

void PairTable::add(std::uint64_t hash, std::uint32_t skill, double weight) {
    added_.push_back({hash, skill, Share16::of(weight)});
}

void PairTable::finish() {
    std::sort(added_.begin(), added_.end(), [](const Added& a, const Added& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.skill < b.skill;
    });
    const auto next_pair = [](auto from, auto end) {
        return std::find_if(from, end, [from](const Added& other) { return other.hash != from->hash; });
    };
    std::size_t pairs = 0;
    std::size_t many = 0;
    for (auto at = added_.cbegin(); at != added_.cend(); ++pairs) {
        const auto end = next_pair(at, added_.cend());
        many += end - at > 1 ? 1 : 0;
        at = end;
    }
    const auto slots = pairs + pairs / 4 + 1;
    tags_.assign(slots, 0);
    refs_.assign(slots, kFree);
    weights_.assign(slots, 0);
    ends_.reserve(many);
    postings_.reserve(added_.size() - (pairs - many));
    for (auto at = added_.cbegin(); at != added_.cend();) {
        const auto end = next_pair(at, added_.cend());
        auto place = place_of(at->hash, slots);
        while (refs_[place] != kFree) {
            place = place + 1 == slots ? 0 : place + 1;
        }
        tags_[place] = tag_of(at->hash);
        if (end - at == 1) {
            refs_[place] = at->skill;
            weights_[place] = at->weight;
        } else {
            refs_[place] = kMany | static_cast<std::uint32_t>(ends_.size());
            std::transform(at, end, std::back_inserter(postings_), [](const Added& one) {
                return PairPosting{one.skill, one.weight};
            });
            ends_.push_back(static_cast<std::uint32_t>(postings_.size()));
        }
        at = end;
    }
    std::vector<Added>().swap(added_);
}

std::optional<std::size_t> PairTable::find(std::uint64_t hash) const {
    if (refs_.empty()) {
        return std::nullopt;
    }
    for (auto place = place_of(hash, refs_.size()); refs_[place] != kFree;
         place = place + 1 == refs_.size() ? 0 : place + 1) {
        if (tags_[place] == tag_of(hash)) {
            return place;
        }
    }
    return std::nullopt;
}

std::span<const PairPosting> PairTable::shared(std::uint32_t list) const {
    const std::uint32_t begin = list == 0 ? 0 : ends_[list - 1];
    return std::span(postings_).subspan(begin, ends_[list] - begin);
}

std::size_t PairTable::count(std::uint64_t hash) const {
    const auto place = find(hash);
    return !place ? 0 : (refs_[*place] & kMany) == 0 ? 1 : shared(refs_[*place] & ~kMany).size();
}

}  // namespace skillwake::matcher::lexical
