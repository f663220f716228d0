#include "skill/references.h"

#include "base/text.h"
#include "skill/outline.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// Folders of a skill by the specification. Others, as `src/`, are more often the user's than the skill's.
constexpr std::array<std::string_view, 3> kFolders{"scripts/", "references/", "assets/"};

constexpr bool is_path_char(char c) {
    return is_alnum(c) || c == '/' || c == '.' || c == '_' || c == '-' || c == '+' || c == '@';
}

/// What an author writes where the reader shall put something else in.
bool is_placeholder(std::string_view target) {
    if (target.find_first_of("{}<>$*|\\\"'`") != std::string_view::npos ||
        target.find("...") != std::string_view::npos) {
        return true;
    }
    const auto folded = fold_ascii(target);
    return folded == "url" || folded == "link" || folded == "path" || folded.starts_with("path/to/") ||
           folded.find("/path/to/") != std::string::npos;
}

/// A line that shows what files of some skill could be: "**Examples**: `references/finance.md` for ...".
bool is_example(std::string_view line) {
    const auto folded = fold_ascii(line);
    std::string words;
    std::copy_if(folded.begin(), folded.end(), std::back_inserter(words),
                 [](char c) { return c != '*' && c != '_' && c != '`'; });
    const auto begin = std::min(words.find_first_not_of(" \t->+.0123456789"), words.size());
    const auto text = std::string_view(words).substr(begin);
    return text.starts_with("example:") || text.starts_with("examples:") || text.starts_with("e.g.") ||
           text.find("would be helpful") != std::string_view::npos ||
           text.find("would be useful") != std::string_view::npos;
}

/// Whether a folder above holds it, up to the repository's: paths without a link's brackets may be meant from
/// there.
bool is_of_project(const fs::path& target, const fs::path& folder) {
    constexpr int kMostLevels = 16;
    std::error_code failed;
    auto at = folder.lexically_normal();
    for (int level = 0; level < kMostLevels && !fs::exists(at / ".git", failed); ++level) {
        if (at == at.parent_path()) {
            return false;
        }
        at = at.parent_path();
        if (fs::exists(at / target, failed)) {
            return true;
        }
    }
    return false;
}

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned value = 0;
        const auto* digits = text.data() + at + 1;
        if (text[at] == '%' && at + 2 < text.size() &&
            std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
            decoded.push_back(static_cast<char>(value));
            at += 2;
        } else {
            decoded.push_back(text[at]);
        }
    }
    return decoded;
}

bool has_scheme(std::string_view target) {
    const auto colon = target.find(':');
    return colon != std::string_view::npos && colon < target.find_first_of("/#?");
}

/// A link's target as a file of the skill's folder; nullopt: it is something else.
std::optional<std::string> file_of_link(std::string_view target) {
    target = trim(target);
    if (target.starts_with('<') && target.ends_with('>')) {
        target = target.substr(1, target.size() - 2);
    } else {
        target = target.substr(0, target.find_first_of(" \t"));  // a title stands behind a blank
    }
    if (has_scheme(target) || target.starts_with('/') || target.starts_with('~')) {
        return std::nullopt;
    }
    target = target.substr(0, target.find_first_of("#?"));
    // A word alone is an example of a link ("[text](url)") more often than a file.
    const bool names_file = target.find_first_of("./") != std::string_view::npos;
    if (target.empty() || !names_file || is_placeholder(target)) {
        return std::nullopt;
    }
    return percent_decoded(target);
}

/// The line with blanks for its inline code: same offsets.
std::string without_inline_code(std::string_view line) {
    std::string plain(line);
    for (std::size_t open = plain.find('`'); open != std::string::npos; open = plain.find('`', open)) {
        const auto behind = std::min(plain.find_first_not_of('`', open), plain.size());
        const auto marks = plain.substr(open, behind - open);
        const auto close = plain.find(marks, behind);
        if (close == std::string::npos) {
            open = behind;
            continue;
        }
        std::fill(plain.begin() + static_cast<std::ptrdiff_t>(open),
                  plain.begin() + static_cast<std::ptrdiff_t>(close + marks.size()), ' ');
    }
    return plain;
}

class ReferenceFinder {
public:
    std::vector<Reference> run(std::string_view body, std::uint32_t first_line) {
        line_ = first_line;
        FenceTracker fences;
        for (const auto line : split_lines(body)) {
            if (!fences.inside(line)) {
                read_links(without_inline_code(line));
                if (!is_example(line)) {
                    read_paths(line);
                }
            }
            ++line_;
        }
        return std::move(found_);
    }

private:
    void read_links(const std::string& line) {
        for (auto at = line.find("]("); at != std::string::npos; at = line.find("](", at + 2)) {
            const auto end = end_of_target(line, at + 2);
            if (end == std::string::npos || line.rfind('[', at) == std::string::npos) {
                continue;
            }
            if (auto file = file_of_link(std::string_view(line).substr(at + 2, end - at - 2))) {
                add(ReferenceKind::Link, *std::move(file));
            }
        }
    }

    /// The closing bracket; a target may hold pairs of them.
    static std::size_t end_of_target(const std::string& line, std::size_t at) {
        for (int open = 0; at < line.size(); ++at) {
            if (line[at] == '(') {
                ++open;
            } else if (line[at] == ')' && open-- == 0) {
                return at;
            }
        }
        return std::string::npos;
    }

    void read_paths(std::string_view line) {
        for (const auto folder : kFolders) {
            for (auto at = line.find(folder); at != std::string_view::npos; at = line.find(folder, at + 1)) {
                read_path(line, at);
            }
        }
    }

    /// The path whose folder begins at `at`, unless that is part of something longer.
    void read_path(std::string_view line, std::size_t at) {
        const auto before = line.substr(0, at);
        const bool here = before.ends_with("./") && !before.ends_with("../") && !before.ends_with("/./");
        const auto front = here ? before.substr(0, before.size() - 2) : before;
        const bool own = before.ends_with("${CLAUDE_SKILL_DIR}/");
        if (!own && !front.empty() &&
            (is_path_char(front.back()) || front.back() == '}' || front.back() == '>' ||
             front.back() == '~' || front.back() == '$')) {
            return;
        }
        auto end = at;
        while (end < line.size() && is_path_char(line[end])) {
            ++end;
        }
        const bool goes_on = end < line.size() && is_placeholder(line.substr(end, 1)) && line[end] != '`' &&
                             line[end] != '"' && line[end] != '\'';
        auto path = line.substr(at, end - at);
        while (path.ends_with('.') || path.ends_with('-')) {
            path.remove_suffix(1);
        }
        const auto file = path.substr(path.rfind('/') + 1);
        const auto dot = file.rfind('.');
        const bool has_type = dot != std::string_view::npos && dot > 0 && is_alpha(file[dot + 1]);
        if (!goes_on && has_type && !is_placeholder(path)) {
            add(ReferenceKind::Path, std::string(path));
        }
    }

    void add(ReferenceKind kind, std::string target) {
        if (seen_.insert(fs::path(target).lexically_normal().string()).second) {
            found_.push_back({kind, std::move(target), line_});
        }
    }

    std::uint32_t line_ = 1;
    std::vector<Reference> found_;
    std::set<std::string> seen_;
};

}  // namespace

std::vector<Reference> find_references(std::string_view body, std::uint32_t first_line) {
    return ReferenceFinder().run(body, first_line);
}

ReferenceState state_of(const Reference& reference, const fs::path& folder) {
    std::error_code failed;
    const auto place = (folder / fs::path(reference.target)).lexically_normal();
    if (!fs::exists(place, failed)) {
        return reference.kind == ReferenceKind::Path && is_of_project(reference.target, folder)
                   ? ReferenceState::Present
                   : ReferenceState::Missing;
    }
    const auto inside = place.lexically_relative(folder.lexically_normal());
    return inside.empty() || *inside.begin() == ".." ? ReferenceState::Outside : ReferenceState::Present;
}

}  // namespace skillwake::skill
