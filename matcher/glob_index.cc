#include "matcher/glob_index.h"

#include "matcher/text_hash.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <span>
#include <unordered_map>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kMostLetters = 8;
constexpr std::string_view kSigns = "*?[\\";

/// The letters that every path ends with for which this one of a glob's alternatives holds.
std::string_view ending(std::string_view alternative) {
    const auto sign = alternative.find_last_of(kSigns);
    if (sign == std::string_view::npos) {
        return alternative.substr(alternative.size() - std::min(kMostLetters, alternative.size()));
    }
    // What an escape or a set holds is not read: behind it there may be letters that belong to it.
    const bool plain = alternative.find_first_of("[\\") == std::string_view::npos;
    auto letters = plain ? alternative.substr(sign + 1) : std::string_view();
    // "**/x" holds for "x" too.
    letters.remove_prefix(alternative[sign] == '*' && letters.starts_with('/') ? 1 : 0);
    return letters.substr(letters.size() - std::min(kMostLetters, letters.size()));
}

std::string_view beginning(std::string_view alternative) {
    return alternative.substr(0, std::min(alternative.find_first_of(kSigns), kMostLetters));
}

/// The names of folders in which a path must lie.
std::vector<std::string_view> folders(std::string_view alternative) {
    std::vector<std::string_view> names;
    if (alternative.find_first_of("[\\") != std::string_view::npos) {
        return names;  // what they hold is not read
    }
    for (auto slash = alternative.find('/'); slash != std::string_view::npos; slash = alternative.find('/')) {
        const auto name = alternative.substr(0, slash);
        if (!name.empty() && name.find_first_of(kSigns) == std::string_view::npos) {
            names.push_back(name);
        }
        alternative.remove_prefix(slash + 1);
    }
    return names;
}

}  // namespace

std::uint64_t GlobIndex::key_of(std::string_view letters, Side side) {
    return hash_text(letters, hash_seed() + static_cast<std::uint64_t>(side));
}

void GlobIndex::add(const Glob& glob, std::uint32_t number) {
    for (const auto& alternative : glob.alternatives()) {
        const auto wish = [this](std::string_view letters, Side side) {
            if (!letters.empty()) {
                const auto length = static_cast<std::uint8_t>(std::min(letters.size(), kMostLetters));
                wishes_.push_back({key_of(letters, side), side, length});
            }
        };
        wish(ending(alternative), Side::End);
        wish(beginning(alternative), Side::Begin);
        for (const auto name : folders(alternative)) {
            wish(name, Side::Folder);
        }
        alternatives_.emplace_back(wishes_.size(), number);
    }
}

void GlobIndex::finish() {
    std::unordered_map<std::uint64_t, std::size_t> askers;
    for (const auto& wish : wishes_) {
        ++askers[wish.key];
    }
    std::size_t begin = 0;
    for (const auto& [end, number] : alternatives_) {
        const auto wishes = std::span(wishes_).subspan(begin, end - begin);
        begin = end;
        const auto rarest = std::min_element(wishes.begin(), wishes.end(), [&](const Wish& a, const Wish& b) {
            return askers[a.key] < askers[b.key];
        });
        if (rarest == wishes.end()) {
            always_.push_back(number);
            continue;
        }
        entries_.push_back({rarest->key, number});
        end_lengths_ |= rarest->side == Side::End ? 1U << rarest->letters : 0U;
        begin_lengths_ |= rarest->side == Side::Begin ? 1U << rarest->letters : 0U;
        has_folders_ = has_folders_ || rarest->side == Side::Folder;
    }
    wishes_ = {};
    alternatives_ = {};
    std::sort(entries_.begin(), entries_.end());
    entries_.shrink_to_fit();
    const auto slots = std::bit_ceil(entries_.size() + 2);
    slot_shift_ = 64U - static_cast<unsigned>(std::countr_zero(slots));
    slots_.assign(slots + 1, 0);
    for (const auto& entry : entries_) {
        ++slots_[(entry.key >> slot_shift_) + 1];
    }
    std::partial_sum(slots_.begin(), slots_.end(), slots_.begin());
}

void GlobIndex::append(std::vector<std::uint32_t>& found, std::uint64_t key) const {
    const auto slot = key >> slot_shift_;
    for (auto at = slots_[slot]; at < slots_[slot + 1]; ++at) {
        if (entries_[at].key == key) {
            found.push_back(entries_[at].number);
        }
    }
}

std::vector<std::uint32_t> GlobIndex::candidates(std::string_view path) const {
    auto found = always_;
    if (entries_.empty()) {
        return found;
    }
    for (std::size_t length = 1; length <= std::min(kMostLetters, path.size()); ++length) {
        if ((end_lengths_ >> length & 1U) != 0) {
            append(found, key_of(path.substr(path.size() - length), Side::End));
        }
        if ((begin_lengths_ >> length & 1U) != 0) {
            append(found, key_of(path.substr(0, length), Side::Begin));
        }
    }
    if (has_folders_) {
        for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
            append(found, key_of(path.substr(0, slash), Side::Folder));
            path.remove_prefix(slash + 1);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace skillwake::matcher
