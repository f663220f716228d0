#include "skill/json_check.h"

#include <algorithm>
#include <array>

namespace skillwake::skill {
namespace {

constexpr int kMostDepth = 64;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Each reading function gives whether what it reads is there; the first that does not says why.
class JsonReader {
public:
    explicit JsonReader(std::string_view text) : text_(text) {
        at_ = text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    }

    std::optional<JsonFlaw> run() {
        skip_blanks();
        if (at_end()) {
            fail("the file is empty");
        } else if (value(0)) {
            skip_blanks();
            if (!at_end()) {
                fail("text stands behind its end");
            }
        }
        return flaw_;
    }

private:
    bool at_end() const { return at_ >= text_.size(); }
    char here() const { return at_end() ? '\0' : text_[at_]; }

    void skip_blanks() {
        while (!at_end() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
            ++at_;
        }
    }

    bool fail(std::string message) { return fail_at(at_, std::move(message)); }
    bool fail_at(std::size_t place, std::string message) {
        const auto before = text_.substr(0, place);
        flaw_ = JsonFlaw{static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n')),
                         std::move(message)};
        return false;
    }

    bool value(int depth) {
        if (depth == kMostDepth) {
            return fail("nested too deep");
        }
        switch (here()) {
            case '{':
                return members(depth);
            case '[':
                return items(depth);
            case '"':
                return string();
            default:
                return word() || number() || unexpected("a value");
        }
    }

    bool unexpected(std::string_view wanted) {
        if (at_end()) {
            return fail("it ends where " + std::string(wanted) + " should stand");
        }
        if (here() == '/') {
            return fail("JSON has no comments");
        }
        return fail("expected " + std::string(wanted));
    }

    bool members(int depth) {
        return list('}', [&] {
            if (here() != '"') {
                return unexpected("a key in double quotes");
            }
            if (!string()) {
                return false;
            }
            skip_blanks();
            if (here() != ':') {
                return unexpected("':' behind a key");
            }
            ++at_;
            skip_blanks();
            return value(depth + 1);
        });
    }

    bool items(int depth) {
        return list(']', [&] { return value(depth + 1); });
    }

    /// What stands between here and `close`, with commas between.
    template <class Entry>
    bool list(char close, Entry entry) {
        const auto opened = at_++;
        skip_blanks();
        if (here() == close) {
            ++at_;
            return true;
        }
        while (true) {
            if (!entry()) {
                return false;
            }
            const auto behind = at_;
            skip_blanks();
            if (here() == close) {
                ++at_;
                return true;
            }
            if (at_end()) {
                return fail_at(opened, std::string("'") + text_[opened] + "' is never closed");
            }
            if (here() == '/') {
                return unexpected("");
            }
            if (here() != ',') {
                return fail_at(behind, "expected ',' or '" + std::string(1, close) + "' behind this");
            }
            const auto comma = at_++;
            skip_blanks();
            if (here() == close) {
                return fail_at(comma, "a comma before '" + std::string(1, close) + "'");
            }
        }
    }

    bool string() {
        const auto opened = at_++;
        for (; !at_end() && text_[at_] != '\n'; ++at_) {
            if (text_[at_] == '"') {
                ++at_;
                return true;
            }
            if (text_[at_] == '\\' && !escape()) {
                return false;
            }
        }
        return fail_at(opened, "a string is never closed");
    }

    /// Stays on its last byte.
    bool escape() {
        ++at_;
        if (here() == 'u') {
            const auto digits = text_.substr(at_ + 1, 4);
            const bool hex = digits.size() == 4 &&
                             digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
            at_ += hex ? 4 : 0;
            return hex || fail("'\\u' wants four hexadecimal digits");
        }
        return std::string_view("\"\\/bfnrt").find(here()) != std::string_view::npos ||
               fail("'\\' stands before what JSON does not escape");
    }

    bool word() {
        constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
        for (const auto known : kWords) {
            if (text_.substr(at_).starts_with(known)) {
                at_ += known.size();
                return true;
            }
        }
        return false;
    }

    bool number() {
        const auto begin = at_;
        at_ += here() == '-' ? 1 : 0;
        const bool whole = here() == '0' ? (++at_, true) : digits();
        if (!whole) {
            at_ = begin;
            return false;
        }
        if (here() == '.') {
            ++at_;
            if (!digits()) {
                return false;
            }
        }
        if (here() == 'e' || here() == 'E') {
            ++at_;
            at_ += here() == '+' || here() == '-' ? 1 : 0;
            return digits();
        }
        return true;
    }

    bool digits() {
        const auto begin = at_;
        while (is_digit(here())) {
            ++at_;
        }
        return at_ != begin;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::optional<JsonFlaw> flaw_;
};

}  // namespace

std::optional<JsonFlaw> find_json_flaw(std::string_view text) {
    return JsonReader(text).run();
}

}  // namespace skillwake::skill
