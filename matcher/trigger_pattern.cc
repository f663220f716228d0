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

std::string pattern_of(const skill::Trigger& trigger) {
    const auto literal = [&] { return RE2::QuoteMeta(std::string(trim(trigger.text))); };
    switch (trigger.reading) {
        case Reading::Token:
            return "(?i)(?:^|[^a-z0-9])" + literal() + "(?:[^a-z0-9]|$)";
        case Reading::Substring:
            return "(?i)" + literal();
        case Reading::IgnoreCase:
            return "(?i:" + trigger.text + ")";
        case Reading::Standard:
        case Reading::Rooted:
        case Reading::RootedNoDots:
            break;
    }
    return trigger.text;
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
            if (rest[1] == 'u' || rest[1] == 'c') {
                return "escape " + std::string(rest.substr(0, 2));
            }
            ++at;
        } else if (in_set) {
            in_set = rest.front() != ']';
        } else if (rest.starts_with("[^]") || rest.starts_with("[]")) {
            return rest.starts_with("[]") ? "empty set []" : "set of anything [^]";
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
