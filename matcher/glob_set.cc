#include "matcher/glob_set.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace skillwake::matcher {
namespace {

struct Class {
    std::string_view name;
    bool (*holds)(char32_t);
};

bool between(char32_t c, char32_t first, char32_t last) {
    return first <= c && c <= last;
}
bool is_lower(char32_t c) {
    return between(c, U'a', U'z');
}
bool is_upper(char32_t c) {
    return between(c, U'A', U'Z');
}
bool is_digit(char32_t c) {
    return between(c, U'0', U'9');
}
bool is_alnum(char32_t c) {
    return is_lower(c) || is_upper(c) || is_digit(c);
}
bool is_graph(char32_t c) {
    return between(c, U'!', U'~');
}

constexpr std::array<Class, 12> kClasses = {{
    {"alnum", is_alnum},
    {"alpha", [](char32_t c) { return is_lower(c) || is_upper(c); }},
    {"blank", [](char32_t c) { return c == U' ' || c == U'\t'; }},
    {"cntrl", [](char32_t c) { return c < 0x20 || c == 0x7F; }},
    {"digit", is_digit},
    {"graph", is_graph},
    {"lower", is_lower},
    {"print", [](char32_t c) { return between(c, U' ', U'~'); }},
    {"punct", [](char32_t c) { return is_graph(c) && !is_alnum(c); }},
    {"space", [](char32_t c) { return c == U' ' || between(c, U'\t', U'\r'); }},
    {"upper", is_upper},
    {"xdigit", [](char32_t c) { return is_digit(c) || between(c, U'a', U'f') || between(c, U'A', U'F'); }},
}};

/// One part of a set: a class, or the characters from `first` to `last`.
struct Item {
    const Class* named = nullptr;
    char32_t first = 0;
    char32_t last = 0;

    bool holds(char32_t c) const { return named != nullptr ? named->holds(c) : between(c, first, last); }
};

/// Reads a set part by part.
class SetReader {
public:
    explicit SetReader(std::string_view pattern) : rest_(pattern.substr(1)), length_(pattern.size()) {
        inverted_ = rest_.starts_with('!') || rest_.starts_with('^');
        rest_.remove_prefix(inverted_ ? 1 : 0);
    }

    bool inverted() const { return inverted_; }
    /// Behind the last part: bytes of the whole set; 0 when it is none.
    std::size_t length() const { return closed_ ? length_ - rest_.size() : 0; }

    /// nullopt: the set ends here, or it is none.
    std::optional<Item> next() {
        if (rest_.starts_with(']') && !first_) {
            rest_.remove_prefix(1);
            closed_ = true;
            return std::nullopt;
        }
        first_ = false;
        if (rest_.starts_with("[:")) {
            const auto close = rest_.find(']', 2);
            if (close != std::string_view::npos && close > 2 && rest_[close - 1] == ':') {
                return named(rest_.substr(2, close - 3), close + 1);
            }
        }
        const auto begin = character();
        const bool is_range = rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']';
        if (!begin || !is_range) {
            return begin ? std::optional(Item{nullptr, *begin, *begin}) : std::nullopt;
        }
        rest_.remove_prefix(1);
        const auto end = character();
        return end ? std::optional(Item{nullptr, *begin, *end}) : std::nullopt;
    }

private:
    std::optional<Item> named(std::string_view name, std::size_t bytes) {
        const auto* const found = std::find_if(kClasses.begin(), kClasses.end(),
                                               [&](const Class& known) { return known.name == name; });
        rest_.remove_prefix(bytes);
        return found == kClasses.end() ? std::nullopt : std::optional(Item{found, 0, 0});
    }

    std::optional<char32_t> character() {
        if (rest_.starts_with('\\')) {
            rest_.remove_prefix(1);
        }
        if (rest_.empty()) {
            return std::nullopt;
        }
        const auto decoded = decode_utf8(rest_, 0);
        rest_.remove_prefix(decoded.bytes);
        return decoded.code;
    }

    std::string_view rest_;
    std::size_t length_;
    bool inverted_ = false;
    bool first_ = true;  ///< a ']' right at the beginning belongs to the set
    bool closed_ = false;
};

}  // namespace

std::size_t set_length(std::string_view pattern) {
    SetReader reader(pattern);
    while (reader.next()) {
    }
    return reader.length();
}

bool set_holds(std::string_view set, char32_t character) {
    SetReader reader(set);
    bool found = false;
    while (const auto item = reader.next()) {
        found = found || item->holds(character);
    }
    return found != reader.inverted() && character != U'/';
}

}  // namespace skillwake::matcher
