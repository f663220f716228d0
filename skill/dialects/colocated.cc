#include "skill/dialects/colocated.h"

#include "base/path.h"

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

}  // namespace

std::string base_of(const std::filesystem::path& folder, const std::filesystem::path& cwd) {
    if (lies_in(cwd, folder)) {
        return {};
    }
    return lies_in(folder, cwd) ? folder.lexically_relative(cwd).generic_string()
                                : folder.relative_path().generic_string();
}

void tie_to_folder(Skill& rule, const std::string& base) {
    if (base.empty()) {
        return;
    }
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

std::string colocated_name(const std::filesystem::path& folder, const std::filesystem::path& top) {
    std::string name;
    for (const auto& part : folder.lexically_relative(top)) {
        name += part == "." || part.empty() ? "" : part.string() + "-";
    }
    return name + "rules";
}

}  // namespace skillwake::skill::dialects
