#include "matcher/literal_finder.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

namespace skillwake::matcher {
namespace {

/// The first `length` bytes, at most 8, as a number.
std::uint64_t key_of(std::string_view text, std::size_t length) {
    std::uint64_t key = 0;
    std::memcpy(&key, text.data(), length);
    return key;
}

/// Three bytes as a number.
std::uint32_t head_of(const char* at) {
    const auto byte = [at](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(at[i]));
    };
    return byte(0) | byte(1) << 8U | byte(2) << 16U;
}

}  // namespace

void LiteralFinder::compile(const std::vector<std::string>& literals) {
    *this = LiteralFinder();
    const auto count = literals.size();
    constexpr std::size_t kFewestHeads = 1U << 12U;  // 4 KB; at most 64
    constexpr std::size_t kMostHeads = 1U << 16U;
    heads_.assign(std::clamp(std::bit_ceil(64 * count), kFewestHeads, kMostHeads), 0);
    head_shift_ = 32U - static_cast<unsigned>(std::countr_zero(heads_.size()));
    for (const auto& literal : literals) {
        literals_.push_back(literal);
    }
    order_.resize(count);
    std::iota(order_.begin(), order_.end(), 0);
    const auto key_and_length = [&](std::uint32_t number) {
        const auto length = std::min(kLongestKey, literals[number].size());
        return std::pair(key_of(literals[number], length), length);
    };
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return key_and_length(a) < key_and_length(b); });
    buckets_.assign(count + count / 2 + 1, {});
    constexpr std::size_t kBitsOfEach = 16;
    key_bits_.assign(std::bit_ceil(kBitsOfEach * count / 64 + 2), 0);
    key_shift_ = 64U - static_cast<unsigned>(std::countr_zero(key_bits_.size()));
    for (std::uint32_t begin = 0; begin < count;) {
        const auto [key, length] = key_and_length(order_[begin]);
        auto end = begin + 1;
        while (end < count && key_and_length(order_[end]) == std::pair(key, length)) {
            ++end;
        }
        buckets_[slot_of(key, length)] = {key, begin, end, static_cast<std::uint8_t>(length)};
        const auto hash = hash_of(key, length);
        key_bits_[hash >> key_shift_] |= std::uint64_t{1} << (hash >> (key_shift_ - 6U) & 63U);
        lengths_at(head_of(literals[order_[begin]].data())) |=
            static_cast<std::uint8_t>(1U << (length - kShortest));
        begin = end;
    }
}

std::size_t LiteralFinder::slot_of(std::uint64_t key, std::size_t length) const {
    const auto mixed = hash_of(key, length);
    auto slot = static_cast<std::size_t>((mixed >> 32U) * buckets_.size() >> 32U);
    while (buckets_[slot].begin != buckets_[slot].end &&
           (buckets_[slot].key != key || buckets_[slot].length != length)) {
        slot = slot + 1 == buckets_.size() ? 0 : slot + 1;
    }
    return slot;
}

template <class Visit>
void LiteralFinder::visit_at(std::string_view text, std::size_t at, std::uint8_t lengths, Visit visit) const {
    const auto rest = text.substr(at);
    const auto longest = key_of(rest, std::min(kLongestKey, rest.size()));
    for (unsigned left = lengths; left != 0; left &= left - 1) {
        const auto length = kShortest + static_cast<std::size_t>(std::countr_zero(left));
        if (length > rest.size()) {
            return;
        }
        const auto key = longest & ~std::uint64_t{0} >> (64U - 8U * length);
        if (!may_hold(hash_of(key, length))) {
            continue;
        }
        const auto& bucket = buckets_[slot_of(key, length)];
        for (auto i = bucket.begin; i < bucket.end; ++i) {
            const bool stands = length < kLongestKey || rest.starts_with(literals_[order_[i]]);
            if (stands) {
                visit(order_[i], at);
            }
        }
    }
}

template <class Visit>
void LiteralFinder::each(std::string_view text, Visit visit) const {
    if (order_.empty() || text.size() < kShortest) {
        return;
    }
    const auto* heads = heads_.data();
    const auto shift = head_shift_;
    const auto lengths_of = [heads, shift](std::uint32_t head) {
        return heads[(head * 2654435761U) >> shift];
    };
    const auto try_at = [&](std::size_t at) {
        const auto lengths = lengths_of(head_of(text.data() + at));
        if (lengths != 0) {
            visit_at(text, at, lengths, visit);
        }
    };
    // Eight bytes have six heads, and one branch does for all of them.
    constexpr std::size_t kStep = 6;
    static_assert(std::endian::native == std::endian::little);
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += kStep) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        unsigned any = 0;
        for (unsigned i = 0; i < kStep; ++i) {
            any |= lengths_of(static_cast<std::uint32_t>(bytes >> (8U * i)) & 0xFFFFFFU);
        }
        for (std::size_t i = 0; any != 0 && i < kStep; ++i) {
            try_at(at + i);
        }
    }
    for (; at + kShortest <= text.size(); ++at) {
        try_at(at);
    }
}

LiteralPlaces LiteralFinder::find(std::string_view text) const {
    LiteralPlaces places(order_.size());
    each(text, [&places](std::uint32_t number, std::size_t at) {
        places.add(number, static_cast<std::uint32_t>(at));
    });
    places.finish();
    return places;
}

}  // namespace skillwake::matcher
