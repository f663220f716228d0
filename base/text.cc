#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

namespace skillwake {

std::string fold_ascii(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(), [](char c) { return fold_ascii(c); });
    return folded;
}

bool equal_folded(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return fold_ascii(x) == fold_ascii(y); });
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::size_t size = 0;
    for (const auto& part : parts) {
        size += part.size() + separator.size();
    }
    std::string joined;
    joined.reserve(size);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        joined.append(i == 0 ? std::string_view() : separator).append(parts[i]);
    }
    return joined;
}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row[b.size()];
}

/// The bytes of one text, to be held against many others.
class Bytes {
public:
    explicit Bytes(std::string_view text) : size_(text.size()) {
        for (const char byte : text) {
            ++counts_[static_cast<std::uint8_t>(byte)];
        }
    }

    /// At least so many edits lead from the text to `other`: of the longer one so many bytes have no like.
    std::size_t least_distance(std::string_view other) const {
        auto left = counts_;
        std::size_t alike = 0;
        for (const char byte : other) {
            auto& count = left[static_cast<std::uint8_t>(byte)];
            if (count > 0) {
                --count;
                ++alike;
            }
        }
        return std::max(size_, other.size()) - alike;
    }

private:
    std::size_t size_;
    std::array<std::uint8_t, 256> counts_{};
};

}  // namespace

std::vector<std::string> nearest_names(std::string_view wanted, const std::vector<std::string>& names,
                                       std::size_t most) {
    const auto folded = fold_ascii(wanted.substr(0, kLongestCompared));
    const Bytes bytes(folded);
    const auto edits = most_edits(folded.size());
    std::vector<std::pair<std::size_t, const std::string*>> near;
    std::string candidate;
    for (const auto& name : names) {
        candidate.assign(name, 0, kLongestCompared);
        std::transform(candidate.begin(), candidate.end(), candidate.begin(),
                       [](char c) { return fold_ascii(c); });
        const bool held =
            folded.size() >= 3 && (candidate.find(folded) != std::string::npos ||
                                   (candidate.size() >= 3 && folded.find(candidate) != std::string::npos));
        if (!held && bytes.least_distance(candidate) > edits) {
            continue;
        }
        const auto distance = edit_distance(folded, candidate);
        const bool nothing_left = distance >= std::max(folded.size(), candidate.size());
        if (held) {
            near.emplace_back(std::min<std::size_t>(distance, 2), &name);
        } else if (!nothing_left && distance <= edits) {
            near.emplace_back(distance, &name);
        }
    }
    std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first, std::string_view(*a.second)) <
               std::pair(b.first, std::string_view(*b.second));
    });
    std::vector<std::string> nearest;
    for (const auto& [distance, name] : near) {
        if (nearest.size() == most) {
            break;
        }
        if (nearest.empty() || nearest.back() != *name) {
            nearest.push_back(*name);
        }
    }
    return nearest;
}

std::size_t estimate_tokens(std::string_view text) {
    constexpr std::size_t kAsciiBytesPerToken = 4;
    constexpr std::size_t kBlock = 128;  // counts of it fit a byte, so that 16 bytes are counted at once
    std::size_t ascii = 0;
    std::size_t other = 0;
    while (!text.empty()) {
        const auto block = text.substr(0, kBlock);
        std::uint8_t ascii_here = 0;
        std::uint8_t other_here = 0;
        for (const char c : block) {
            const auto byte = static_cast<std::uint8_t>(c);
            ascii_here = static_cast<std::uint8_t>(ascii_here + (byte < 0x80 ? 1 : 0));
            other_here = static_cast<std::uint8_t>(other_here + (byte >= 0xC0 ? 1 : 0));
        }
        ascii += ascii_here;
        other += other_here;
        text.remove_prefix(block.size());
    }
    return (ascii + kAsciiBytesPerToken - 1) / kAsciiBytesPerToken + other;
}

}  // namespace skillwake
