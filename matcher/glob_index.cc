#include "matcher/glob_index.h"

#include "matcher/text_hash.h"

#include <algorithm>

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

}  // namespace

std::uint64_t GlobIndex::key_of(std::string_view letters, Side side) {
    return hash_text(letters, hash_seed() + (side == Side::End ? 1 : 0));
}

void GlobIndex::add(const Glob& glob, std::uint32_t number) {
    for (const auto& alternative : glob.alternatives()) {
        if (const auto end = ending(alternative); !end.empty()) {
            entries_.push_back({key_of(end, Side::End), number});
            end_lengths_ |= 1U << end.size();
        } else if (const auto begin = beginning(alternative); !begin.empty()) {
            entries_.push_back({key_of(begin, Side::Begin), number});
            begin_lengths_ |= 1U << begin.size();
        } else {
            always_.push_back(number);
        }
    }
}

void GlobIndex::finish() {
    std::sort(entries_.begin(), entries_.end());
    entries_.shrink_to_fit();
}

void GlobIndex::append(std::vector<std::uint32_t>& found, std::uint64_t key) const {
    for (auto at = std::lower_bound(entries_.begin(), entries_.end(), Entry{key, 0});
         at != entries_.end() && at->key == key; ++at) {
        found.push_back(at->number);
    }
}

std::vector<std::uint32_t> GlobIndex::candidates(std::string_view path) const {
    auto found = always_;
    for (std::size_t length = 1; length <= std::min(kMostLetters, path.size()); ++length) {
        if ((end_lengths_ >> length & 1U) != 0) {
            append(found, key_of(path.substr(path.size() - length), Side::End));
        }
        if ((begin_lengths_ >> length & 1U) != 0) {
            append(found, key_of(path.substr(0, length), Side::Begin));
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace skillwake::matcher
