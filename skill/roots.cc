#include "skill/roots.h"

#include <array>
#include <string_view>
#include <system_error>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// Folder names below a project or a home that hold skills, in the order of precedence.
constexpr std::array<std::string_view, 17> kSkillFolders = {
    ".claude/skills",    ".agents/skills",  ".codex/skills",  ".opencode/skills", ".opencode/skill",
    ".gemini/skills",    ".github/skills",  ".cursor/skills", ".cline/skills",    ".clinerules/skills",
    ".roo/skills",       ".qwen/skills",    ".goose/skills",  ".skills",          ".agent/skills",
    ".openhands/skills", ".kilocode/skills"};

constexpr std::array<std::string_view, 4> kUserFolders = {".config/agents/skills", ".config/opencode/skills",
                                                          ".copilot/skills", ".letta/skills"};

/// The same for rule files of other tools, and for skills that stand in front of no others.
constexpr std::array<std::string_view, 13> kRuleFolders = {".openhands/microagents",
                                                           ".continue/rules",
                                                           ".cursor/rules",
                                                           ".windsurf/rules",
                                                           ".devin/rules",
                                                           ".kiro/steering",
                                                           ".kiro/powers",
                                                           ".github/instructions",
                                                           ".claude/rules",
                                                           ".clinerules",
                                                           ".omc/skills",
                                                           ".ironclaw/skills",
                                                           ".ironclaw/installed_skills"};

constexpr int kMostLevels = 64;  ///< folders from `cwd` upwards

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

void append_root(std::vector<RootSpec>& roots, const fs::path& folder, Scope scope) {
    if (is_folder(folder)) {
        roots.push_back({folder, scope});
    }
}

bool is_repository(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / ".git", ignored);
}

/// "/a/b" for "/a/b/": else the same folder would have two names.
fs::path without_last_slash(const fs::path& folder) {
    return folder.has_filename() || !folder.has_relative_path() ? folder : folder.parent_path();
}

/// The repository that holds `folder`, else `folder` itself: nobody means the skills that lie above by
/// chance.
fs::path topmost(const fs::path& folder) {
    auto at = folder;
    for (int level = 0; level < kMostLevels; ++level) {
        if (is_repository(at)) {
            return at;
        }
        if (at == at.parent_path()) {
            break;
        }
        at = at.parent_path();
    }
    return folder;
}

}  // namespace

std::vector<RootSpec> standard_roots(const fs::path& cwd, const Places& places) {
    std::vector<RootSpec> roots;
    const auto begin = without_last_slash(cwd);
    const auto home = without_last_slash(places.home);
    const auto top = topmost(begin);
    for (auto at = begin;; at = at.parent_path()) {
        if (at != home) {
            for (const auto name : kSkillFolders) {
                append_root(roots, at / name, Scope::Project);
            }
            for (const auto name : kRuleFolders) {
                append_root(roots, at / name, Scope::Project);
            }
        }
        if (at == top || at == at.parent_path()) {
            break;
        }
    }
    if (!home.empty()) {
        for (const auto name : kSkillFolders) {
            append_root(roots, home / name, Scope::User);
        }
        for (const auto name : kUserFolders) {
            append_root(roots, home / name, Scope::User);
        }
        for (const auto name : kRuleFolders) {
            append_root(roots, home / name, Scope::User);
        }
    }
    if (!places.bundled.empty()) {
        append_root(roots, places.bundled, Scope::System);
    }
    return roots;
}

}  // namespace skillwake::skill
