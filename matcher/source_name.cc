#include "matcher/source_name.h"

#include "base/text.h"

#include <algorithm>
#include <string>

namespace skillwake::matcher {
namespace {

bool is_separator(char c) {
    return c == '.' || c == '/' || c == ':' || c == '\\';
}

std::string_view without_around(std::string_view text) {
    constexpr std::string_view kOpening = "\"'`";
    text = trim(text);
    while (!text.empty() && kOpening.find(text.front()) != std::string_view::npos) {
        text.remove_prefix(1);
    }
    while (!text.empty() && kOpening.find(text.back()) != std::string_view::npos) {
        text.remove_suffix(1);
    }
    const bool angled = text.size() > 1 && text.front() == '<' && text.back() == '>';
    return angled ? text.substr(1, text.size() - 2) : text;
}

/// Where a path's last separator ends; 0: it has none.
std::size_t begin_of_last(std::string_view path) {
    std::size_t at = path.size();
    while (at > 0 && !is_separator(path[at - 1])) {
        --at;
    }
    return at;
}

/// "v4", of Go's modules.
bool is_version(std::string_view part) {
    return part.size() > 1 && part.front() == 'v' &&
           part.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

class UseTree {
public:
    void read(const std::string& prefix, std::string_view text, int depth) {
        std::size_t begin = 0;
        int open = 0;
        for (std::size_t i = 0; i <= text.size(); ++i) {
            if (i == text.size() || (text[i] == ',' && open == 0)) {
                read_item(prefix, trim(text.substr(begin, i - begin)), depth);
                begin = i + 1;
            } else {
                open += text[i] == '{' ? 1 : (text[i] == '}' ? -1 : 0);
            }
        }
    }

    std::vector<BoundModule> take() { return std::move(found_); }

private:
    static constexpr int kDeepest = 16;
    static constexpr std::size_t kMost = 1'000;

    void read_item(const std::string& prefix, std::string_view item, int depth) {
        if (item.empty() || depth > kDeepest || found_.size() >= kMost) {
            return;
        }
        if (const auto group = item.find('{'); group != std::string_view::npos) {
            const auto end = item.rfind('}');
            const auto inner = item.substr(
                group + 1, end == std::string_view::npos || end < group ? item.npos : end - group - 1);
            read(prefix + std::string(trim(item.substr(0, group))), inner, depth + 1);
            return;
        }
        const auto as = item.find(" as ");
        std::string alias = as == std::string_view::npos ? "" : std::string(trim(item.substr(as + 4)));
        const auto own = clean_name(item.substr(0, as));
        auto module = own == "self" && !prefix.empty() ? prefix : prefix + own;
        const bool all = !module.empty() && module.back() == '*';
        while (!module.empty() && (is_separator(module.back()) || module.back() == '*')) {
            module.pop_back();
        }
        if (alias.empty() && !all) {
            alias = module.substr(begin_of_last(module));
        }
        found_.push_back({std::move(module), std::move(alias)});
    }

    std::vector<BoundModule> found_;
};

std::string without_line_comments(std::string_view text) {
    std::string plain;
    for (const auto line : split_lines(text)) {
        plain.append(line.substr(0, line.find("//"))).push_back(' ');
    }
    return plain;
}

}  // namespace

std::string clean_name(std::string_view text) {
    text = without_around(text);
    std::string name;
    int angles = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        const bool arrow = c == '>' && i > 0 && text[i - 1] == '-';
        const bool optional_access = (c == '?' || c == '!') && (next == '.' || next == '-');
        if (c == '<') {
            ++angles;
        } else if (c == '>' && !arrow) {
            angles -= angles > 0 ? 1 : 0;
        } else if (angles == 0 && !is_space(c) && !optional_access) {
            name.push_back(c);
        }
    }
    while (name.ends_with("::")) {  // Rust: Vec::<u8>
        name.resize(name.size() - 2);
    }
    if (const auto twice = name.find("::::"); twice != std::string::npos) {  // Rust: Vec::<u8>::new
        name.erase(twice, 2);
    }
    return name;
}

std::string comparable_name(std::string_view name) {
    constexpr std::string_view kNode = "node:";
    name = trim(name);
    name.remove_prefix(name.starts_with(kNode) ? kNode.size() : 0);
    name.remove_prefix(std::min(name.find_first_not_of(":\\"), name.size()));
    std::string plain;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto two = name.substr(i, 2);
        if (two == "::" || two == "->") {
            plain.push_back('.');
            ++i;
        } else {
            plain.push_back(name[i] == '\\' ? '.' : name[i]);
        }
    }
    return plain;
}

std::string known_name(std::string_view module) {
    while (true) {
        const auto begin = begin_of_last(module);
        const auto last = module.substr(begin);
        if (begin == 0 || !is_version(last)) {
            return std::string(last);
        }
        module = module.substr(0, begin - 1);
    }
}

std::vector<BoundModule> read_use_tree(std::string_view text) {
    auto plain = without_line_comments(text);
    auto rest = trim(plain);
    if (rest.ends_with(';')) {
        rest.remove_suffix(1);
    }
    for (const std::string_view word : {"use ", "function ", "const "}) {
        if (rest.starts_with(word)) {
            rest = trim(rest.substr(word.size()));
        }
    }
    UseTree tree;
    tree.read("", rest, 0);
    return tree.take();
}

bool is_or_below(std::string_view name, std::string_view wanted) {
    return name.substr(0, wanted.size()) == wanted &&
           (name.size() == wanted.size() || is_separator(name[wanted.size()]) ||
            (!wanted.empty() && is_separator(wanted.back())));
}

bool fits_name(std::string_view name, std::string_view wanted) {
    if (wanted.ends_with('*')) {
        wanted.remove_suffix(1);
        return name.starts_with(wanted);
    }
    return name == wanted;
}

}  // namespace skillwake::matcher
