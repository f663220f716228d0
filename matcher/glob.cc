#include "matcher/glob.h"

#include "base/text.h"
#include "base/utf8.h"
#include "matcher/glob_set.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace skillwake::matcher {
namespace {

constexpr auto kNone = std::string_view::npos;

/// Bytes of what stands at `pattern[0]` and is not read as a sign of its own: an escaped character, a set.
std::size_t literal_length(std::string_view pattern) {
    if (pattern[0] == '\\') {
        return std::min<std::size_t>(2, pattern.size());
    }
    return pattern[0] == '[' ? std::max<std::size_t>(1, set_length(pattern)) : 1;
}

/// Bytes of one element of the pattern, and of the path that it takes.
struct Taken {
    std::size_t pattern = 0;  ///< 0: it does not take what stands there
    std::size_t path = 0;
};

Taken take_element(std::string_view pattern, std::string_view path) {
    if (pattern.empty() || path.empty()) {
        return {};
    }
    if (pattern[0] == '?' || pattern[0] == '[') {
        const auto next = decode_utf8(path, 0);
        const auto length = literal_length(pattern);
        const bool takes =
            pattern[0] == '?' ? next.code != U'/' : set_holds(pattern.substr(0, length), next.code);
        return takes ? Taken{length, next.bytes} : Taken{};
    }
    if (pattern[0] == '\\' && pattern.size() > 1) {
        return pattern[1] == path[0] ? Taken{2, 1} : Taken{};
    }
    return pattern[0] == path[0] ? Taken{1, 1} : Taken{};
}

/// Where to go back to when what follows a star does not hold: try with the star longer.
struct Retry {
    std::string_view pattern;  ///< behind the star
    std::size_t at = kNone;    ///< of the path; kNone: no star was met

    /// One character more for `*`, which stays within a folder.
    bool grow(std::string_view path) {
        if (at >= path.size() || path[at] == '/') {
            return false;
        }
        at += decode_utf8(path, at).bytes;
        return true;
    }
    /// One folder more for `**`.
    bool grow_by_folder(std::string_view path) {
        const auto slash = at == kNone ? kNone : path.find('/', at);
        at = slash == kNone ? kNone : slash + 1;
        return slash != kNone;
    }
};

/// Greedy with two places to go back to, the last `*` and the last `**`: the cost stays within path times
/// pattern. Every `**` in `pattern` is a whole segment.
bool match_one(std::string_view pattern, std::string_view path) {
    Retry star;
    Retry stars;
    std::size_t at = 0;
    for (;;) {
        if (pattern == "**") {
            return at < path.size();
        }
        if (pattern.starts_with("**")) {
            pattern.remove_prefix(3);
            stars = Retry{pattern, at};
            star = {};
            continue;
        }
        if (pattern.starts_with('*')) {
            pattern.remove_prefix(1);
            star = Retry{pattern, at};
            continue;
        }
        if (at == path.size() && pattern.empty()) {
            return true;
        }
        if (const auto taken = take_element(pattern, path.substr(at)); taken.pattern > 0) {
            pattern.remove_prefix(taken.pattern);
            at += taken.path;
        } else if (star.grow(path)) {
            at = star.at;
            pattern = star.pattern;
        } else if (stars.grow_by_folder(path)) {
            at = stars.at;
            pattern = stars.pattern;
            star = {};
        } else {
            return false;
        }
    }
}

/// `pattern` with one star for every run of stars that is not a whole segment: there it means no more.
std::string with_single_stars(std::string_view pattern) {
    std::string out;
    while (!pattern.empty()) {
        const auto run = std::min(pattern.find_first_not_of('*'), pattern.size());
        if (run > 0) {
            const bool begins = out.empty() || out.back() == '/';
            const bool ends = run == pattern.size() || pattern[run] == '/';
            out.append(run == 2 && begins && ends ? "**" : "*");
            pattern.remove_prefix(run);
        } else {
            const auto length = literal_length(pattern);
            out.append(pattern.substr(0, length));
            pattern.remove_prefix(length);
        }
    }
    return out;
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
    static std::size_t find_open(std::string_view pattern) {
        for (std::size_t at = 0; at < pattern.size(); at += literal_length(pattern.substr(at))) {
            if (pattern[at] == '{') {
                return at;
            }
        }
        return kNone;
    }

    std::optional<Error> expand_into(const std::string& done, std::string_view rest) {
        const auto open = find_open(rest);
        if (open == kNone) {
            if (expanded_.size() == Glob::kMaxAlternatives) {
                return Error(Errc::TooLarge, "more than " + std::to_string(Glob::kMaxAlternatives) +
                                                 " alternatives in braces");
            }
            expanded_.push_back(done + std::string(rest));
            return std::nullopt;
        }
        std::size_t depth = 0;
        std::size_t begin = open + 1;
        std::vector<std::string_view> choices;
        for (auto at = open; at < rest.size(); at += literal_length(rest.substr(at))) {
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

bool ends_in_escape(std::string_view pattern) {
    const auto last = pattern.find_last_not_of('\\');
    return (pattern.size() - (last == kNone ? 0 : last + 1)) % 2 == 1;
}

bool sets_close(std::string_view pattern) {
    for (std::size_t at = 0; at < pattern.size(); at += literal_length(pattern.substr(at))) {
        if (pattern[at] == '[' && set_length(pattern.substr(at)) == 0) {
            return false;
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
    if (ends_in_escape(pattern)) {
        return Error(Errc::Invalid, "'\\' at its end escapes nothing");
    }
    if (!sets_close(pattern)) {
        return Error(Errc::Invalid, "'[' is never closed, or holds an unknown [:class:]");
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
        glob.alternatives_.push_back(with_single_stars(whole));
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
