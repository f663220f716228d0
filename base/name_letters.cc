#include "base/name_letters.h"

#include "base/text.h"

#include <algorithm>
#include <bit>

namespace skillwake {

NameLetters::NameLetters(std::string_view name) {
    const auto compared = name.substr(0, kLongestCompared);
    for (const char c : compared) {
        letters_ |= std::uint64_t{1} << (static_cast<unsigned char>(fold_ascii(c)) % 64U);
    }
    size_ = static_cast<std::uint32_t>(compared.size());
}

/// One edit brings one letter and takes one at the most, and changes the length by one. Of two names of which
/// one holds the other, all letters of one are letters of the other.
bool NameLetters::is_far_from(const NameLetters& wanted) const {
    const auto brought = static_cast<std::uint32_t>(std::popcount(letters_ & ~wanted.letters_));
    const auto taken = static_cast<std::uint32_t>(std::popcount(wanted.letters_ & ~letters_));
    const auto longer = std::max(size_, wanted.size_) - std::min(size_, wanted.size_);
    return brought > 0 && taken > 0 && std::max({brought, taken, longer}) > most_edits(wanted.size_);
}

}  // namespace skillwake
