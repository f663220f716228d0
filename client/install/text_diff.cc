#include "client/install/text_diff.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace skillwake::client {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kContext = 3;
/// Cells of the table below: past that the changed part is shown as removed and added.
constexpr std::size_t kMaxCells = 4'000'000;

struct Line {
    char sign = ' ';
    std::string_view text;
};

/// Lines between the common begin and end, by their longest common subsequence.
void append_middle(std::vector<Line>& out, const Lines& a, const Lines& b) {
    const auto width = b.size() + 1;
    std::vector<std::uint32_t> longest;
    const bool fits = (a.size() + 1) * width <= kMaxCells;
    longest.resize(fits ? (a.size() + 1) * width : 0);
    for (auto i = fits ? a.size() : 0; i-- > 0;) {
        for (auto j = b.size(); j-- > 0;) {
            longest[i * width + j] = a[i] == b[j]
                                         ? longest[(i + 1) * width + j + 1] + 1
                                         : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (fits && i < a.size() && j < b.size() && a[i] == b[j]) {
            out.push_back({' ', a[i++]});
            ++j;
        } else if (i < a.size() &&
                   (j == b.size() || !fits || longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
            out.push_back({'-', a[i++]});
        } else {
            out.push_back({'+', b[j++]});
        }
    }
}

std::vector<Line> compare(const Lines& a, const Lines& b) {
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head]) {
        ++head;
    }
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head &&
           a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
        ++tail;
    }
    std::vector<Line> lines;
    for (std::size_t at = 0; at < head; ++at) {
        lines.push_back({' ', a[at]});
    }
    const auto middle = [head, tail](const Lines& of) {
        return Lines(of.begin() + static_cast<std::ptrdiff_t>(head),
                     of.end() - static_cast<std::ptrdiff_t>(tail));
    };
    append_middle(lines, middle(a), middle(b));
    for (auto at = a.size() - tail; at < a.size(); ++at) {
        lines.push_back({' ', a[at]});
    }
    return lines;
}

}  // namespace

std::string text_diff(std::string_view before, std::string_view after) {
    const auto lines = compare(split_lines(before), split_lines(after));
    std::vector<bool> shown(lines.size(), false);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (lines[at].sign != ' ') {
            const auto end = std::min(at + kContext + 1, lines.size());
            std::fill(shown.begin() + static_cast<std::ptrdiff_t>(at - std::min(at, kContext)),
                      shown.begin() + static_cast<std::ptrdiff_t>(end), true);
        }
    }
    std::string out;
    std::size_t number = 0;  // of the line in `after`
    for (std::size_t at = 0; at < lines.size(); ++at) {
        number += lines[at].sign == '-' ? 0 : 1;
        if (!shown[at]) {
            continue;
        }
        if (at == 0 || !shown[at - 1]) {
            out.append("@@ line ").append(std::to_string(std::max<std::size_t>(number, 1))).append(" @@\n");
        }
        out.append(1, lines[at].sign).append(lines[at].text).append("\n");
    }
    return out;
}

}  // namespace skillwake::client
