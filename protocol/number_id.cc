#include "protocol/number_id.h"

namespace skillwake::protocol {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kDigits = "0123456789";

/// Takes JSON apart, member by member, without looking into values.
class Members {
public:
    explicit Members(std::string_view text) : rest_(text) {}

    bool take(char wanted) {
        skip_spaces();
        if (!rest_.starts_with(wanted)) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    /// A string with its quotes; empty: there is none.
    std::string_view string() {
        skip_spaces();
        return cut(string_length(rest_));
    }
    /// A value of any kind; empty: there is none.
    std::string_view value() {
        skip_spaces();
        std::size_t depth = 0;
        std::size_t at = 0;
        while (at < rest_.size()) {
            const char c = rest_[at];
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                break;
            }
            depth += c == '{' || c == '[' ? 1 : 0;
            depth -= c == '}' || c == ']' ? 1 : 0;
            const auto length = c == '"' ? string_length(rest_.substr(at)) : 1;
            if (length == 0) {
                return {};  // it never ends
            }
            at += length;
        }
        const auto text = cut(at);
        return text.substr(0, text.find_last_not_of(kSpaces) + 1);
    }

private:
    void skip_spaces() {
        const auto first = rest_.find_first_not_of(kSpaces);
        rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
    }
    std::string_view cut(std::size_t length) {
        const auto text = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return text;
    }
    /// 0: none begins here, or it never ends.
    static std::size_t string_length(std::string_view text) {
        if (!text.starts_with('"')) {
            return 0;
        }
        for (auto at = text.find_first_of("\"\\", 1); at != std::string_view::npos;
             at = text.find_first_of("\"\\", at)) {
            if (text[at] == '"') {
                return at + 1;
            }
            at += 2;
        }
        return 0;
    }

    std::string_view rest_;
};

std::size_t digits_at(std::string_view text, std::size_t at) {
    const auto end = text.find_first_not_of(kDigits, at);
    return (end == std::string_view::npos ? text.size() : end) - at;
}

/// -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?
bool is_number(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const auto whole = digits_at(text, at);
    if (whole == 0 || (whole > 1 && text[at] == '0')) {
        return false;
    }
    at += whole;
    if (at < text.size() && text[at] == '.') {
        const auto digits = digits_at(text, at + 1);
        at += digits == 0 ? 0 : digits + 1;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        const auto sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-') ? 1U : 0U;
        const auto digits = digits_at(text, at + 1 + sign);
        at += digits == 0 ? 0 : digits + 1 + sign;
    }
    return at == text.size();
}

}  // namespace

std::string_view number_id(std::string_view line) {
    Members members(line);
    if (!members.take('{')) {
        return {};
    }
    do {
        const auto name = members.string();
        // With an escape it may be "id" written in another way: rare, and not ours to find out.
        if (name.empty() || name.find('\\') != std::string_view::npos || !members.take(':')) {
            return {};
        }
        const auto value = members.value();
        if (name == "\"id\"") {
            return value.size() <= kMaxNumberIdBytes && is_number(value) ? value : std::string_view();
        }
    } while (members.take(','));
    return {};
}

std::vector<std::string_view> number_ids(std::string_view line, std::size_t most) {
    Members elements(line);
    if (!elements.take('[')) {
        return {number_id(line)};
    }
    std::vector<std::string_view> ids;
    do {
        ids.push_back(number_id(elements.value()));
    } while (ids.size() < most && elements.take(','));
    return ids;
}

}  // namespace skillwake::protocol
