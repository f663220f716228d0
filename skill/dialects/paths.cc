// Dialects that tie a file to globs and nothing else.
#include "base/text.h"
#include "skill/dialects/readers.h"

namespace skillwake::skill::dialects {
namespace {

/// "a b, c": commas and blanks divide one string, but not in braces.
void add_words_as_globs(const YamlNode& value, const WakeBuilder::How& how, WakeBuilder& wake) {
    if (value.kind != YamlNode::Kind::Scalar) {
        wake.add_globs(value, how);
        return;
    }
    for (const auto& part : split_globs(value.text)) {
        for (const auto word : split(part, ' ')) {
            if (!trim(word).empty()) {
                wake.add(TriggerKind::Path, std::string(trim(word)), value.line, how);
            }
        }
    }
}

/// Absolute globs and those that climb are refused, with a diagnostic.
bool stays_inside(std::string_view glob) {
    return !glob.starts_with('/') && glob != ".." && !glob.starts_with("../") &&
           glob.find("/../") == std::string_view::npos;
}

}  // namespace

void read_claude_paths(const YamlNode& front, WakeBuilder& wake) {
    if (const auto* paths = front.member("paths"); has_entries(paths)) {
        add_words_as_globs(*paths, {"claude: paths"}, wake);
        wake.only_on_files();
    }
}

void read_copilot(const YamlNode& front, WakeBuilder& wake) {
    if (const auto* globs = front.member("applyTo"); has_entries(globs)) {
        wake.add_globs(*globs, {"copilot: applyTo", Reading::Rooted});
        wake.only_on_files();
    } else if (const auto* description = front.member("description"); has_entries(description)) {
        wake.by_words("copilot: description", "description", description->line);
    } else {
        wake.only_by_name("copilot: neither applyTo nor description", "", front.line);
    }
}

void read_cline(const YamlNode& front, WakeBuilder& wake) {
    const auto* paths = front.member("paths");
    if (paths == nullptr) {
        wake.add_always(front.line, "cline: rule without paths");
    } else if (has_entries(paths)) {
        wake.add_strings(TriggerKind::Path, *paths, {"cline: paths", Reading::Rooted});
        wake.only_on_files();
    } else {
        wake.only_by_name("cline: paths", "[]", paths->line);
    }
}

void read_qwen(const YamlNode& front, WakeBuilder& wake) {
    const auto* paths = front.member("paths");
    if (paths == nullptr) {
        return;
    }
    if (paths->kind != YamlNode::Kind::Sequence) {
        wake.warn(paths->line, "paths: expected a list", "write paths: [\"...\"]");
        return;
    }
    wake.only_on_files();
    for (const auto& [glob, line] : paths->scalars()) {
        if (stays_inside(glob)) {
            wake.add(TriggerKind::Path, glob, line, {"qwen: paths", Reading::RootedNoDots});
        } else {
            wake.warn(line, "paths: a glob leads out of the workspace", "write it relative and without '..'");
        }
    }
}

}  // namespace skillwake::skill::dialects
