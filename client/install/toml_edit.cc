#include "client/install/toml_edit.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace skillwake::client {
namespace {

constexpr std::string_view kBegin = "# skillwake begin: 'skillwake uninstall' takes these lines out";
constexpr std::string_view kEnd = "# skillwake end";

/// What our edits ask of a file; found by reading just enough of TOML to know strings from the rest.
struct Found {
    std::optional<std::size_t> begin;  ///< of our first comment
    std::optional<std::size_t> end;    ///< behind the line end of our last one
    bool table = false;                ///< outside of our comments
};

class TomlScanner {
public:
    TomlScanner(std::string_view text, std::string_view table) : text_(text), table_(table) {}

    Result<Found> scan() {
        while (at_ < text_.size()) {
            if (auto read = statement(); !read) {
                return std::move(read).error();
            }
        }
        if (found_.begin.has_value() != found_.end.has_value()) {
            return Error(Errc::Invalid, std::string("one of the comments '") + std::string(kBegin) +
                                            "' and '" + std::string(kEnd) + "' is missing");
        }
        return found_;
    }

private:
    Error wrong(std::size_t at, std::string_view what) const {
        const auto line =
            1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        return {Errc::Invalid, "line " + std::to_string(line) + ": " + std::string(what)};
    }

    /// A line, and the further ones that its strings and brackets reach over.
    Status statement() {
        const auto begin = at_;
        std::size_t open = 0;
        for (; at_ < text_.size() && (text_[at_] != '\n' || open > 0); ++at_) {
            const char c = text_[at_];
            if (c == '"' || c == '\'') {
                if (auto skipped = skip_string(c); !skipped) {
                    return skipped;
                }
            } else if (c == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size()) - 1;
            } else if (c == '[' || c == '{') {
                ++open;
            } else if ((c == ']' || c == '}') && open > 0) {
                --open;
            }
        }
        if (open > 0) {
            return wrong(begin, "a bracket does not close");
        }
        at_ = std::min(at_ + 1, text_.size());
        look_at(begin, trim(text_.substr(begin, at_ - begin)));
        return Ok{};
    }

    /// From its first quote to its last one.
    Status skip_string(char quote) {
        const auto begin = at_;
        const std::string thrice(3, quote);
        const bool many_lines = text_.substr(at_, 3) == thrice;
        for (at_ += many_lines ? 3 : 1; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\' && quote == '"') {
                ++at_;
            } else if (many_lines && text_.substr(at_, 3) == thrice) {
                at_ += 2;
                while (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
                    ++at_;  // up to two quotes may stand before the closing ones
                }
                return Ok{};
            } else if (!many_lines && text_[at_] == quote) {
                return Ok{};
            } else if (!many_lines && text_[at_] == '\n') {
                break;
            }
        }
        return wrong(begin, "a string does not end");
    }

    void look_at(std::size_t begin, std::string_view line) {
        if (line == kBegin && !found_.begin) {
            found_.begin = begin;
        } else if (line == kEnd && found_.begin && !found_.end) {
            found_.end = at_;
        } else if (!found_.begin || found_.end) {
            note_name(line);
        }
    }

    /// "[a.b]", "[a.b.c]", "a.b.c = 1", and "b.c = 1" below "[a]".
    void note_name(std::string_view line) {
        std::string name;
        const bool header = line.starts_with('[');
        for (const char c : line.substr(header ? 1 : 0)) {
            if (c == '=' || c == ']' || c == '#') {
                break;
            }
            if (!is_space(c) && c != '"' && c != '\'' && c != '[') {
                name.push_back(c);
            }
        }
        current_ = header ? name : current_;
        const auto full = header || current_.empty() ? name : current_ + "." + name;
        found_.table = found_.table || full == table_ || full.starts_with(std::string(table_) + ".");
    }

    std::string_view text_;
    std::string_view table_;
    std::size_t at_ = 0;
    std::string current_;  ///< the table that the lines now belong to
    Found found_;
};

}  // namespace

Result<std::string> set_toml_table(std::string_view text, std::string_view name, std::string_view body) {
    const auto found = TomlScanner(text, name).scan();
    if (!found) {
        return found.error();
    }
    if (found->table) {
        return Error(Errc::Exists, std::string(name) + " is there already, and not written by skillwake");
    }
    const bool two_bytes = text.find("\r\n") != std::string_view::npos || text.ends_with('\r');
    const std::string line_end = two_bytes ? "\r\n" : "\n";
    std::string block;
    const auto add_line = [&](std::string_view line) { block.append(line).append(line_end); };
    add_line(kBegin);
    add_line("[" + std::string(name) + "]");
    for (const auto line : split_lines(body)) {
        add_line(line);
    }
    add_line(kEnd);
    if (found->begin) {
        return std::string(text.substr(0, *found->begin)) + block + std::string(text.substr(*found->end));
    }
    std::string out(text);
    out.append(out.empty() || out.ends_with('\n') ? "" : out.ends_with('\r') ? "\n" : line_end);
    return out.append(out.empty() ? "" : line_end).append(block);
}

Result<std::string> remove_toml_table(std::string_view text, std::string_view name) {
    const auto found = TomlScanner(text, name).scan();
    if (!found) {
        return found.error();
    }
    if (!found->begin) {
        return std::string(text);
    }
    auto before = text.substr(0, *found->begin);
    for (const std::string_view empty_line : {"\n\r\n", "\n\n"}) {
        if (before.ends_with(empty_line)) {
            before.remove_suffix(empty_line.size() - 1);
            break;
        }
    }
    return std::string(before) + std::string(text.substr(*found->end));
}

}  // namespace skillwake::client
