#include "matcher/trigger_pattern.h"

#include "base/text.h"

#include <re2/re2.h>

#include <array>
#include <utility>

namespace skillwake::matcher {

using skill::Reading;

bool is_literal(const skill::Trigger& trigger) {
    return trigger.reading == Reading::Token || trigger.reading == Reading::Substring;
}

namespace {

/// "(?<year>" of JavaScript is "(?P<year>" of RE2; "(?<=" and "(?<!" are no names.
std::string with_named_groups(std::string_view pattern) {
    constexpr std::string_view kGroup = "(?<";
    std::string text;
    bool in_set = false;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        const auto rest = pattern.substr(at);
        if (c == '\\' && rest.size() > 1) {
            text.append(rest.substr(0, 2));
            ++at;
            continue;
        }
        if (!in_set && rest.size() > kGroup.size() && rest.starts_with(kGroup) &&
            (is_alpha(rest[kGroup.size()]) || rest[kGroup.size()] == '_')) {
            text.append("(?P<");
            at += kGroup.size() - 1;
            continue;
        }
        in_set = in_set ? c != ']' : c == '[';
        text.push_back(c);
    }
    return text;
}

/// A count of repetitions that is over RE2's limit: "{1001}"; empty: `rest` does not begin with one.
std::string_view great_count(std::string_view rest) {
    constexpr std::size_t kGreatest = 1000;
    const auto end = rest.find('}');
    if (end == std::string_view::npos ||
        rest.substr(1, end - 1).find_first_not_of("0123456789,") != rest.npos) {
        return {};
    }
    for (const auto count : split(rest.substr(1, end - 1), ',')) {
        constexpr std::size_t kDigits = 4;
        std::size_t value = 0;
        for (const char c : count.substr(0, kDigits)) {
            value = value * 10 + static_cast<std::size_t>(c - '0');
        }
        if (value > kGreatest || count.size() > kDigits) {
            return rest.substr(0, end + 1);
        }
    }
    return {};
}

}  // namespace

std::string pattern_of(const skill::Trigger& trigger) {
    const auto literal = [&] { return RE2::QuoteMeta(std::string(trim(trigger.text))); };
    switch (trigger.reading) {
        case Reading::Token:
            return "(?i)(?:^|[^a-z0-9])" + literal() + "(?:[^a-z0-9]|$)";
        case Reading::Substring:
            return "(?i)" + literal();
        case Reading::IgnoreCase:
            return "(?i:" + with_named_groups(trigger.text) + ")";
        case Reading::Standard:
        case Reading::Rooted:
        case Reading::RootedNoDots:
            break;
    }
    return with_named_groups(trigger.text);
}

std::string glob_of(const skill::Trigger& trigger) {
    const bool rooted = trigger.reading == Reading::Rooted || trigger.reading == Reading::RootedNoDots;
    if (trigger.reading == Reading::IgnoreCase) {
        return fold_ascii(trigger.text);
    }
    if (!rooted || trigger.text.find('/') != std::string::npos || trigger.text == "**") {
        return trigger.text;
    }
    return trigger.text.starts_with('!') ? "!/" + trigger.text.substr(1) : "/" + trigger.text;
}

bool is_hidden_from(std::string_view glob, std::string_view path) {
    for (const auto part : split(path, '/')) {
        if (part.starts_with('.') && glob.find(part.substr(0, 2)) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::string foreign_construct(std::string_view pattern) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kGroups = {
        {{"(?=", "look-ahead (?="},
         {"(?!", "negative look-ahead (?!"},
         {"(?<=", "look-behind (?<="},
         {"(?<!", "negative look-behind (?<!"},
         {"(?>", "atomic group (?>"}}};
    bool in_set = false;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const auto rest = pattern.substr(at);
        if (rest.front() == '\\' && rest.size() > 1) {
            if (!in_set && rest[1] >= '1' && rest[1] <= '9') {
                return "back-reference " + std::string(rest.substr(0, 2));
            }
            if (!in_set && rest.starts_with("\\k<")) {
                return "back-reference \\k<";
            }
            if (rest.starts_with("\\p{") && rest.find('=') < rest.find('}')) {
                return "property " + std::string(rest.substr(0, rest.find('}') + 1));
            }
            if (rest[1] == 'u' || rest[1] == 'c') {
                return "escape " + std::string(rest.substr(0, 2));
            }
            ++at;
        } else if (in_set) {
            in_set = rest.front() != ']';
        } else if (rest.starts_with("[^]") || rest.starts_with("[]")) {
            return rest.starts_with("[]") ? "empty set []" : "set of anything [^]";
        } else if (rest.front() == '{' && !great_count(rest).empty()) {
            return "repetition of over 1000: " + std::string(great_count(rest));
        } else if (rest.front() == '[') {
            in_set = true;
        } else if (rest.front() == '(') {
            for (const auto& [begin, name] : kGroups) {
                if (rest.starts_with(begin)) {
                    return std::string(name);
                }
            }
        }
    }
    return "";
}

}  // namespace skillwake::matcher
