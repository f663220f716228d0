#include "client/table.h"

#include "client/safe_text.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace skillwake::client {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowestColumn = 4;  // below that a cell says nothing: let the line be too long

}  // namespace

void Table::add(std::vector<Cell> row) {
    assert(row.size() == columns_.size());
    for (auto& cell : row) {
        cell.text = safe_line(cell.text);
    }
    rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths(std::size_t limit) const {
    std::vector<std::size_t> widths;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        auto widest = display_width(columns_[at].title);
        for (const auto& row : rows_) {
            widest = std::max(widest, display_width(row[at].text));
        }
        widths.push_back(widest);
    }
    auto total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
    while (limit != 0 && total > limit) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (*widest <= kNarrowestColumn) {
            break;
        }
        --*widest;
        --total;
    }
    return widths;
}

void Table::append_row(std::string& out, const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                       std::size_t indent, const Look& look) const {
    std::size_t owed = indent;  // spaces that only count when more text follows
    for (std::size_t at = 0; at < row.size(); ++at) {
        const auto shown = columns_[at].cut == Cut::End ? cut_end(row[at].text, widths[at])
                                                        : cut_begin(row[at].text, widths[at]);
        const auto free = widths[at] - std::min(widths[at], display_width(shown));
        const bool right = columns_[at].align == Align::Right;
        owed += right ? free : 0;
        if (!shown.empty()) {
            out.append(owed, ' ').append(paint(shown, row[at].style, look));
            owed = 0;
        }
        owed += (right ? 0 : free) + kGap;
    }
    out.push_back('\n');
}

std::string Table::text(const Look& look, std::size_t indent) const {
    const auto fitting = widths(look.width == 0 ? 0 : look.width - std::min(look.width - 1, indent));
    std::vector<Cell> titles;
    for (const auto& column : columns_) {
        titles.emplace_back(column.title, Style::Title);
    }
    std::string out;
    append_row(out, titles, fitting, indent, look);
    for (const auto& row : rows_) {
        append_row(out, row, fitting, indent, look);
    }
    return out;
}

}  // namespace skillwake::client
