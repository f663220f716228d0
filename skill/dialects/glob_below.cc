#include "skill/dialects/glob_below.h"

#include "base/text.h"

#include <fnmatch.h>

#include <algorithm>
#include <set>

namespace skillwake::skill::dialects {
namespace {

constexpr std::size_t kMaxForms = 64;

/// The alternatives of the first brace of `glob`, with what stands around it; `glob` itself where none is.
std::vector<std::string> open_brace(const std::string& glob) {
    std::vector<std::size_t> marks;  // the brace, its commas, its end
    int depth = 0;
    for (std::size_t at = 0; at < glob.size() && (marks.empty() || depth > 0); ++at) {
        const char c = glob[at];
        if (c == '\\') {
            ++at;
        } else if (c == '{' && depth++ == 0) {
            marks.push_back(at);
        } else if ((c == ',' && depth == 1) || (c == '}' && depth > 0 && --depth == 0)) {
            marks.push_back(at);
        }
    }
    if (marks.size() < 2 || depth > 0) {
        return {glob};
    }
    std::vector<std::string> forms;
    for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
        const auto part = glob.substr(marks[i] + 1, marks[i + 1] - marks[i] - 1);
        forms.push_back(glob.substr(0, marks.front()) + part + glob.substr(marks.back() + 1));
    }
    return forms;
}

std::vector<std::string> without_braces(const std::string& glob) {
    std::vector<std::string> forms{glob};
    for (std::size_t i = 0; i < forms.size();) {
        const auto opened = open_brace(forms[i]);
        if (opened.size() == 1 && opened[0] == forms[i]) {
            ++i;
            continue;
        }
        forms.erase(forms.begin() + static_cast<std::ptrdiff_t>(i));
        forms.insert(forms.end(), opened.begin(), opened.end());
        if (forms.size() > kMaxForms) {
            return {glob};
        }
    }
    return forms;
}

/// "/src/*.ts" as "src", "*.ts"; what holds at any depth begins with "**".
std::vector<std::string> segments_of(std::string_view glob) {
    std::vector<std::string> segments;
    if (glob.find('/') == std::string_view::npos) {
        segments.emplace_back("**");
    }
    glob.remove_prefix(glob.starts_with('/') ? 1 : 0);
    for (const auto segment : split(glob, '/')) {
        segments.emplace_back(segment.empty() ? "**" : segment);  // "src/": all below it
    }
    return segments;
}

}  // namespace

std::vector<std::string> globs_below(std::string_view glob, std::string_view below) {
    std::vector<std::string> left;
    for (const auto& form : without_braces(std::string(glob))) {
        const auto segments = segments_of(form);
        std::set<std::size_t> places{0};  // in the glob, of what has been read of `below`
        for (const auto part : split(below, '/')) {
            std::set<std::size_t> next;
            for (auto place : places) {
                for (; place < segments.size() && segments[place] == "**"; ++place) {
                    next.insert(place);
                }
                if (place < segments.size() &&
                    ::fnmatch(segments[place].c_str(), std::string(part).c_str(), 0) == 0) {
                    next.insert(place + 1);
                }
            }
            places = std::move(next);
        }
        for (const auto place : places) {
            std::string rest;
            for (auto at = place; at < segments.size(); ++at) {
                rest += (at == place ? "" : "/") + segments[at];
            }
            if (!rest.empty() && std::find(left.begin(), left.end(), rest) == left.end()) {
                left.push_back(std::move(rest));
            }
        }
    }
    return left;
}

}  // namespace skillwake::skill::dialects
