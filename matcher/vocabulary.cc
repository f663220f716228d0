#include "matcher/vocabulary.h"

namespace skillwake::matcher {

void Vocabulary::reserve(std::size_t texts) {
    constexpr std::size_t kUsualBytes = 10;
    ends_.reserve(texts);
    bytes_.reserve(kUsualBytes * texts);
    if (4 * texts > 3 * slots_.size()) {
        resize(4 * texts / 3 + 1);
    }
}

std::uint32_t Vocabulary::intern(std::string_view text, std::uint64_t hash) {
    if (const auto known = find(text, hash); known != kNone) {
        return known;
    }
    constexpr std::size_t kFirstSlots = 64;
    if (4 * (ends_.size() + 1) > 3 * slots_.size()) {
        resize(slots_.empty() ? kFirstSlots : 2 * slots_.size());
    }
    auto place = place_of(hash, slots_.size());
    while (slots_[place].number != kNone) {
        place = place + 1 == slots_.size() ? 0 : place + 1;
    }
    const auto number = size();
    slots_.edit()[place] = {tag_of(hash), number};
    bytes_.append(text.data(), text.data() + text.size());
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    return number;
}

std::uint32_t Vocabulary::find(std::string_view wanted, std::uint64_t hash) const {
    if (slots_.empty()) {
        return kNone;
    }
    for (auto place = place_of(hash, slots_.size()); slots_[place].number != kNone;
         place = place + 1 == slots_.size() ? 0 : place + 1) {
        if (slots_[place].tag == tag_of(hash) && text(slots_[place].number) == wanted) {
            return slots_[place].number;
        }
    }
    return kNone;
}

void Vocabulary::resize(std::size_t slots) {
    slots_.assign(slots, {});
    slots_.shrink_to_fit();
    const auto into = slots_.edit();
    for (std::uint32_t number = 0; number < size(); ++number) {
        const auto hash = hash_text(text(number));
        auto place = place_of(hash, slots);
        while (into[place].number != kNone) {
            place = place + 1 == slots ? 0 : place + 1;
        }
        into[place] = {tag_of(hash), number};
    }
}

void Vocabulary::finish() {
    if (!ends_.empty()) {
        resize(ends_.size() + ends_.size() / 3 + 1);
    }
    bytes_.shrink_to_fit();
    ends_.shrink_to_fit();
}

}  // namespace skillwake::matcher
