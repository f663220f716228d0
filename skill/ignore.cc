#include "skill/ignore.h"

#include "base/file.h"

#include <fnmatch.h>

#include <algorithm>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxIgnoreBytes = 1U << 20U;
constexpr std::size_t kMaxSegments = 32;  ///< of one pattern

/// Trailing blanks do not count, unless the last one is quoted.
std::string_view without_trailing_blanks(std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
        if (line.size() > 1 && line[line.size() - 2] == '\\') {
            break;
        }
        line.remove_suffix(1);
    }
    return line;
}

std::vector<std::string> split_segments(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const auto slash = path.find('/');
        if (slash != 0) {
            segments.emplace_back(path.substr(0, slash));
        }
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    return segments;
}

/// Keeps which beginnings of the path the beginning of the pattern takes, so that no pattern costs more than
/// its length times the path's.
bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    std::vector<bool> taken(path.size() + 1, false);
    taken[0] = true;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        std::vector<bool> next(path.size() + 1, false);
        if (pattern[i] == "**") {
            // At the end it means what lies below, not the folder itself.
            const std::size_t least = i + 1 == pattern.size() ? 1 : 0;
            const auto first = std::find(taken.begin(), taken.end(), true) - taken.begin();
            for (auto at = static_cast<std::size_t>(first) + least; at <= path.size(); ++at) {
                next[at] = true;
            }
        } else {
            for (std::size_t at = 0; at < path.size(); ++at) {
                next[at + 1] = taken[at] && ::fnmatch(pattern[i].c_str(), path[at].c_str(), 0) == 0;
            }
        }
        taken = std::move(next);
    }
    return taken[path.size()];
}

}  // namespace

std::vector<IgnorePattern> parse_ignore(std::string_view text) {
    std::vector<IgnorePattern> patterns;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = without_trailing_blanks(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line.front() == '#') {
            continue;
        }
        IgnorePattern pattern;
        if (line.front() == '!') {
            pattern.negated = true;
            line.remove_prefix(1);
        }
        if (line.ends_with('/')) {
            pattern.folders_only = true;
            line.remove_suffix(1);
        }
        const bool anchored = line.find('/') != std::string_view::npos;
        pattern.segments = split_segments(line);
        if (pattern.segments.empty() || pattern.segments.size() > kMaxSegments) {
            continue;
        }
        if (!anchored) {
            pattern.segments.insert(pattern.segments.begin(), "**");
        }
        patterns.push_back(std::move(pattern));
    }
    return patterns;
}

IgnoreStack::IgnoreStack(const fs::path& top, const fs::path& root) {
    if (!top.empty() && top != root) {
        auto at = top;
        bool ignored = false;
        for (const auto& part : root.lexically_relative(top)) {
            enter(at);
            at /= part;
            ignored = ignored || ignores(at, true);
        }
        if (ignored) {
            files_.clear();
        }
    }
}

void IgnoreStack::enter(const fs::path& folder) {
    const auto text = read_file(folder / ".gitignore", kMaxIgnoreBytes);
    files_.push_back({folder, text ? parse_ignore(*text) : std::vector<IgnorePattern>()});
}

bool IgnoreStack::ignores(const fs::path& path, bool is_folder) const {
    for (auto file = files_.rbegin(); file != files_.rend(); ++file) {
        if (file->patterns.empty()) {
            continue;
        }
        const auto segments = split_segments(path.lexically_relative(file->folder).native());
        const auto& patterns = file->patterns;
        const auto said = std::find_if(patterns.rbegin(), patterns.rend(), [&](const auto& pattern) {
            return (is_folder || !pattern.folders_only) && matches(pattern.segments, segments);
        });
        if (said != patterns.rend()) {
            return !said->negated;
        }
    }
    return false;
}

bool is_ignored(const fs::path& top, const fs::path& folder) {
    IgnoreStack stack({}, top);
    auto at = top;
    for (const auto& part : folder.lexically_relative(top)) {
        stack.enter(at);
        at /= part;
        if (part != "." && stack.ignores(at, true)) {
            return true;
        }
    }
    return false;
}

}  // namespace skillwake::skill
