#include "skill/dialects/colocated.h"

#include "base/path.h"
#include "skill/dialects/glob_below.h"

#include <algorithm>
#include <string_view>

namespace skillwake::skill::dialects {
namespace {

constexpr std::string_view kSource = "continue: folder of rules.md";

/// A folder's name may hold what a glob takes for a sign of its own: "[id]".
std::string escaped(std::string_view path) {
    std::string glob;
    for (const char c : path) {
        if (std::string_view("*?[]{}!\\").find(c) != std::string_view::npos) {
            glob.push_back('\\');
        }
        glob.push_back(c);
    }
    return glob;
}

std::string below(const std::string& base, std::string_view glob) {
    const bool negated = glob.starts_with('!');
    glob.remove_prefix(negated ? 1 : 0);
    const bool any_depth = glob.find('/') == std::string_view::npos;
    glob.remove_prefix(glob.starts_with('/') ? 1 : 0);
    return (negated ? "!/" : "/") + base + (any_depth ? "/**/" : "/") + std::string(glob);
}

/// `base`: how paths of the folder begin.
void tie_from_above(Skill& rule, const std::string& base) {
    constexpr std::uint32_t kBoth = 1;
    const auto from = escaped(base);
    const auto whole = [&](std::uint32_t line, std::uint32_t group) {
        return Trigger{TriggerKind::Path,    "/" + from + "/**", "",   line,
                       std::string(kSource), Reading::Standard,  group};
    };
    bool has_globs = false;
    std::uint32_t content_line = 0;
    for (auto& trigger : rule.triggers) {
        if (trigger.kind == TriggerKind::Path) {
            has_globs = true;
            trigger.text = below(from, trigger.text);
        } else if (trigger.kind == TriggerKind::Content) {
            content_line = trigger.line;
        } else if (trigger.source == "continue: rule without globs and regex") {
            trigger = whole(trigger.line, 0);
            rule.only_on_files = true;
        }
    }
    if (content_line != 0 && !has_globs) {
        for (auto& trigger : rule.triggers) {
            trigger.group = kBoth;
        }
        rule.triggers.push_back(whole(content_line, kBoth));
    }
}

/// Each glob as the session's own paths see it, and as those of the folder's other files do.
void tie_from_below(Skill& rule, const std::filesystem::path& folder, const std::filesystem::path& cwd) {
    const auto way = cwd.lexically_relative(folder).generic_string();
    const auto from = escaped(folder.relative_path().generic_string());
    std::vector<Trigger> tied;
    for (const auto& trigger : rule.triggers) {
        tied.push_back(trigger);
        if (trigger.kind != TriggerKind::Path) {
            continue;
        }
        tied.back().text = below(from, trigger.text);
        const bool negated = trigger.text.starts_with('!');
        for (const auto& rest : globs_below(std::string_view(trigger.text).substr(negated ? 1 : 0), way)) {
            tied.push_back(trigger);
            tied.back().text = (negated ? "!/" : "/") + rest;
        }
    }
    rule.triggers = std::move(tied);
}

}  // namespace

void tie_to_folder(Skill& rule, const std::filesystem::path& folder, const std::filesystem::path& cwd) {
    if (folder == cwd) {
        return;
    }
    if (lies_in(cwd, folder)) {
        tie_from_below(rule, folder, cwd);
    } else {
        tie_from_above(rule, lies_in(folder, cwd) ? folder.lexically_relative(cwd).generic_string()
                                                  : folder.relative_path().generic_string());
    }
}

std::string colocated_name(const std::filesystem::path& folder, const std::filesystem::path& top) {
    std::string name;
    for (const auto& part : folder.lexically_relative(top)) {
        name += part == "." || part.empty() ? "" : part.string() + "-";
    }
    name.erase(0, name.starts_with('.') ? 1 : 0);
    return name + "rules";
}

}  // namespace skillwake::skill::dialects
