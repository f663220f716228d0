#include "matcher/glob.h"

#include <optional>
#include <utility>

#include "base/text.h"

namespace skillwake::matcher {
namespace {

constexpr auto kNone = std::string_view::npos;

/// The end of the set that opens at `pattern[0]`, behind its ']'; npos: unclosed. A ']' right after the opening
/// belongs to the set.
std::size_t set_end(std::string_view pattern) {
    std::size_t at = 1;
    if (at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^')) {
        ++at;
    }
    const auto close = pattern.find(']', at + 1);
    return close == kNone ? kNone : close + 1;
}

bool in_set(std::string_view set, char c) {
    auto inside = set.substr(1, set.size() - 2);
    const bool inverted = !inside.empty() && (inside[0] == '!' || inside[0] == '^');
    inside.remove_prefix(inverted ? 1 : 0);
    bool found = false;
    for (std::size_t at = 0; at < inside.size(); ++at) {
        if (at + 2 < inside.size() && inside[at + 1] == '-') {
            found = found || (inside[at] <= c && c <= inside[at + 2]);
            at += 2;
        } else {
            found = found || inside[at] == c;
        }
    }
    return found != inverted && c != '/';
}

/// Bytes of one element at the start of `pattern`, when it takes the character `c`; 0: it does not.
std::size_t element_taking(std::string_view pattern, char c) {
    if (pattern.empty()) {
        return 0;
    }
    if (pattern[0] == '?') {
        return c == '/' ? 0 : 1;
    }
    if (pattern[0] == '[') {
        const auto end = set_end(pattern);
        return in_set(pattern.substr(0, end), c) ? end : 0;
    }
    if (pattern[0] == '\\' && pattern.size() > 1) {
        return pattern[1] == c ? 2 : 0;
    }
    return pattern[0] == c ? 1 : 0;
}

/// Where to go back to when what follows a star does not hold: try with the star one character longer.
struct Retry {
    std::string_view pattern;  ///< behind the star
    std::size_t at = kNone;    ///< of the path; kNone: no star was met

    bool may_grow(std::string_view path) const { return at < path.size(); }
};

/// Greedy with two places to go back to, the last `*` and the last `**`: the cost stays within path times pattern.
bool match_one(std::string_view pattern, std::string_view path) {
    Retry star;
    Retry stars;
    std::size_t at = 0;
    for (;;) {
        if (pattern.substr(0, 2) == "**") {
            const bool whole_segment = at == 0 || path[at - 1] == '/';
            pattern.remove_prefix(2);
            if (pattern.substr(0, 1) == "/" && whole_segment) {
                pattern.remove_prefix(1);
            }
            stars = Retry{pattern, at};
            star = {};
            continue;
        }
        if (pattern.substr(0, 1) == "*") {
            pattern.remove_prefix(1);
            star = Retry{pattern, at};
            continue;
        }
        if (at == path.size() && pattern.empty()) {
            return true;
        }
        const auto taken = at < path.size() ? element_taking(pattern, path[at]) : 0;
        if (taken > 0) {
            pattern.remove_prefix(taken);
            ++at;
        } else if (star.may_grow(path) && path[star.at] != '/') {
            at = ++star.at;
            pattern = star.pattern;
        } else if (stars.may_grow(path)) {
            at = ++stars.at;
            pattern = stars.pattern;
            star = {};
        } else {
            return false;
        }
    }
}

/// Writes `{a,b}` out. False: too many, or a brace that never closes.
class BraceExpander {
public:
    Result<std::vector<std::string>> expand(std::string_view pattern) {
        if (auto failed = expand_into("", pattern)) {
            return *std::move(failed);
        }
        return std::move(expanded_);
    }

private:
    std::optional<Error> expand_into(const std::string& done, std::string_view rest) {
        const auto open = rest.find('{');
        if (open == kNone) {
            if (expanded_.size() == Glob::kMaxAlternatives) {
                return Error(Errc::TooLarge, "more than " + std::to_string(Glob::kMaxAlternatives) + " alternatives in braces");
            }
            expanded_.push_back(done + std::string(rest));
            return std::nullopt;
        }
        std::size_t depth = 0;
        std::size_t begin = open + 1;
        std::vector<std::string_view> choices;
        for (auto at = open; at < rest.size(); ++at) {
            depth += rest[at] == '{' ? 1 : 0;
            const bool closes = rest[at] == '}' && --depth == 0;
            if (closes || (rest[at] == ',' && depth == 1)) {
                choices.push_back(rest.substr(begin, at - begin));
                begin = at + 1;
            }
            if (closes) {
                return expand_choices(done + std::string(rest.substr(0, open)), choices, rest.substr(at + 1));
            }
        }
        return Error(Errc::Invalid, "'{' is never closed");
    }

    std::optional<Error> expand_choices(const std::string& done, const std::vector<std::string_view>& choices,
                                        std::string_view rest) {
        for (const auto choice : choices) {
            if (auto failed = expand_into(done, std::string(choice) + std::string(rest))) {
                return failed;
            }
        }
        return std::nullopt;
    }

    std::vector<std::string> expanded_;
};

bool sets_close(std::string_view pattern) {
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '\\') {
            ++at;
        } else if (pattern[at] == '[') {
            const auto end = set_end(pattern.substr(at));
            if (end == kNone) {
                return false;
            }
            at += end - 1;
        }
    }
    return true;
}

}  // namespace

Result<Glob> Glob::compile(std::string_view pattern) {
    Glob glob;
    pattern = trim(pattern);
    if (pattern.substr(0, 1) == "!") {
        glob.negated_ = true;
        pattern.remove_prefix(1);
    }
    if (pattern.empty()) {
        return Error(Errc::Invalid, "empty glob");
    }
    if (!sets_close(pattern)) {
        return Error(Errc::Invalid, "'[' is never closed");
    }
    auto expanded = BraceExpander().expand(pattern);
    if (!expanded) {
        return std::move(expanded).error();
    }
    for (auto& alternative : *expanded) {
        std::string_view rest = alternative;
        if (rest.substr(0, 2) == "./") {
            rest.remove_prefix(2);
        }
        const bool anchored = rest.substr(0, rest.size() - (rest.empty() ? 0 : 1)).find('/') != kNone;
        std::string whole = anchored ? "" : "**/";
        whole += rest.substr(0, 1) == "/" ? rest.substr(1) : rest;
        if (whole.ends_with('/')) {
            whole += "**";
        }
        glob.alternatives_.push_back(std::move(whole));
    }
    return glob;
}

bool Glob::matches(std::string_view path) const {
    for (const auto& alternative : alternatives_) {
        if (match_one(alternative, path)) {
            return true;
        }
    }
    return false;
}

}  // namespace skillwake::matcher
