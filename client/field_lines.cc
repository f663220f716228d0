#include "client/field_lines.h"

#include "client/safe_text.h"

#include <algorithm>

namespace skillwake::client {

void append_field(std::string& out, std::string_view name, std::string_view value, const Look& look,
                  Style style) {
    constexpr std::size_t kValueColumn = 13;
    auto label = safe_line(name) + ":";
    const auto width = display_width(label);
    label.append(kValueColumn - std::min(kValueColumn - 1, width), ' ');
    auto shown = safe_line(value);
    if (look.width > kValueColumn) {
        shown = cut_end(shown, look.width - std::max(kValueColumn, width + 1));
    }
    if (shown.empty()) {
        label.erase(label.find_last_not_of(' ') + 1);
    }
    out.append(paint(label, Style::Dim, look)).append(paint(shown, style, look)).append("\n");
}

void append_title(std::string& out, std::string_view title, const Look& look) {
    out.append("\n").append(paint(safe_line(title), Style::Title, look)).append("\n");
}

}  // namespace skillwake::client
