#pragma once

#include "client/look.h"

#include <cstddef>
#include <string>
#include <vector>

namespace skillwake::client {

enum class Align { Left, Right };
enum class Cut { End, Begin };  ///< which end a cell loses when the terminal is too narrow

struct Column {
    std::string title;
    Align align = Align::Left;
    Cut cut = Cut::End;
};

struct Cell {
    Cell(std::string shown,
         Style how = Style::Plain)  // NOLINT(google-explicit-constructor): rows read like text
        : text(std::move(shown)), style(how) {}
    Cell(const char* shown) : text(shown) {}  // NOLINT(google-explicit-constructor)

    std::string text;
    Style style = Style::Plain;
};

/// Aligned columns with a title line. Cells are made safe for a terminal here, so that no caller forgets it.
class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// One cell a column.
    void add(std::vector<Cell> row);
    bool empty() const { return rows_.empty(); }

    /// Within `look.width` columns, where it has a limit: the widest columns are cut first. Each line begins
    /// with `indent` spaces; none ends with one.
    std::string text(const Look& look, std::size_t indent = 0) const;

private:
    std::vector<std::size_t> widths(std::size_t limit) const;
    void append_row(std::string& out, const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                    std::size_t indent, const Look& look) const;

    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

}  // namespace skillwake::client
