#include "skill/roots.h"

#include "base/path.h"
#include "skill/dialect.h"
#include "skill/plugins.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// Folder names below a project or a home that hold skills, in the order of precedence.
constexpr std::array<std::string_view, 17> kSkillFolders = {
    ".claude/skills",    ".agents/skills",  ".codex/skills",  ".opencode/skills", ".opencode/skill",
    ".gemini/skills",    ".github/skills",  ".cursor/skills", ".cline/skills",    ".clinerules/skills",
    ".roo/skills",       ".qwen/skills",    ".goose/skills",  ".skills",          ".agent/skills",
    ".openhands/skills", ".kilocode/skills"};

/// Of these also `skills-MODE`: skills for one mode of an agent.
constexpr std::array<std::string_view, 2> kFoldersWithModes = {".agents", ".roo"};

constexpr std::array<std::string_view, 2> kUserFolders = {".copilot/skills", ".letta/skills"};
constexpr std::array<std::string_view, 3> kConfigFolders = {"agents/skills", "amp/skills", "opencode/skills"};
constexpr std::array<std::string_view, 2> kManagedFolders = {"claude-code/.claude/skills", "codex/skills"};

/// The same for rule files of other tools, and for skills that stand in front of no others.
constexpr std::array<std::string_view, 14> kRuleFolders = {".openhands/microagents",
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
                                                           ".ironclaw/installed_skills",
                                                           ".roo/rules"};

constexpr int kMostLevels = 64;  ///< folders from `cwd` upwards

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

void append_root(std::vector<RootSpec>& roots, const fs::path& folder, Scope scope,
                 const fs::path& within = {}) {
    if (is_folder(folder)) {
        roots.push_back({folder, scope, {}, within});
    }
}

void append_modes(std::vector<RootSpec>& roots, const fs::path& folder, std::string_view start, Scope scope,
                  const fs::path& within) {
    std::vector<fs::path> modes;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        if (at->path().filename().string().starts_with(start)) {
            modes.push_back(at->path());
        }
    }
    std::sort(modes.begin(), modes.end());
    for (const auto& mode : modes) {
        append_root(roots, mode, scope, within);
    }
}

void append_known(std::vector<RootSpec>& roots, const fs::path& folder, Scope scope, const fs::path& within) {
    for (const auto name : kSkillFolders) {
        append_root(roots, folder / name, scope, within);
    }
    for (const auto name : kFoldersWithModes) {
        append_modes(roots, folder / name, "skills-", scope, within);
    }
    for (const auto name : kRuleFolders) {
        append_root(roots, folder / name, scope, within);
    }
    append_modes(roots, folder / ".roo", "rules-", scope, within);
}

/// Whether the file begins as a front matter does.
bool is_fenced(const fs::path& file) {
    constexpr std::size_t kMarkAndFence = 6;
    std::string start(kMarkAndFence, '\0');
    std::ifstream(file, std::ios::binary).read(start.data(), static_cast<std::streamsize>(start.size()));
    return start.starts_with("---") || start == "\xEF\xBB\xBF---";
}

void append_colocated(std::vector<RootSpec>& roots, const fs::path& folder, const fs::path& top,
                      const fs::path& cwd) {
    std::error_code ignored;
    for (const auto& at : {folder, folder / kContinueFolder}) {
        const auto file = at / kColocatedRule;
        if (fs::is_regular_file(file, ignored) && (is_folder(top / kContinueFolder) || is_fenced(file))) {
            roots.push_back({at, Scope::Project, {}, top, cwd});
        }
    }
}

/// Skills that lie in the open, as IronClaw reads them; not those of a tool's own folder, which has its own
/// place in the order.
void append_plain(std::vector<RootSpec>& roots, const fs::path& folder, const fs::path& top) {
    if (!folder.filename().native().starts_with('.')) {
        append_root(roots, folder / "skills", Scope::Project, top);
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

/// Each folder once: of several names that lead to it the first counts.
void drop_repeated(std::vector<RootSpec>& roots) {
    std::set<std::tuple<dev_t, ino_t, bool>> seen;
    const auto repeated = [&seen](const RootSpec& root) {
        struct stat info {};
        return ::stat(root.folder.c_str(), &info) != 0 ||
               !seen.emplace(info.st_dev, info.st_ino, !root.is_colocated()).second;
    };
    // Not remove_if: it may ask in any order.
    std::vector<RootSpec> kept;
    for (auto& root : roots) {
        if (!repeated(root)) {
            kept.push_back(std::move(root));
        }
    }
    roots = std::move(kept);
}

std::vector<RootSpec> project_roots(const fs::path& cwd, const fs::path& home) {
    std::vector<RootSpec> roots;
    const auto top = project_of(cwd);
    for (auto at = cwd;; at = at.parent_path()) {
        if (at != home) {
            const auto own = roots_in(at, top, cwd);
            roots.insert(roots.end(), own.begin(), own.end());
            append_plain(roots, at, top);
        }
        if (at == top || at == at.parent_path()) {
            return roots;
        }
    }
}

}  // namespace

fs::path project_of(const fs::path& folder) {
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

std::vector<RootSpec> roots_in(const fs::path& folder, const fs::path& top, const fs::path& cwd) {
    std::vector<RootSpec> roots;
    append_known(roots, folder, Scope::Project, top);
    append_colocated(roots, folder, top, cwd);
    return roots;
}

SharedRoots shared_roots(const Places& places, SharedRoots before) {
    SharedRoots shared;
    const auto home = without_last_slash(places.home);
    for (const auto& folder : places.roots) {
        append_root(shared.user, folder, Scope::User);
    }
    if (!home.empty()) {
        if (!places.claude.empty()) {
            append_root(shared.user, places.claude / "skills", Scope::User);
        }
        append_known(shared.user, home, Scope::User, {});
        const auto config = places.config.empty() ? home / ".config" : places.config;
        for (const auto name : kConfigFolders) {
            append_root(shared.user, config / name, Scope::User);
        }
        for (const auto name : kUserFolders) {
            append_root(shared.user, home / name, Scope::User);
        }
    }
    if (!places.codex.empty()) {
        append_root(shared.user, places.codex / "skills", Scope::User);
    }
    shared.plugins = before.plugins.holds() ? std::move(before.plugins) : look_up_plugins(places);
    if (!places.etc.empty()) {
        for (const auto name : kManagedFolders) {
            append_root(shared.managed, places.etc / name, Scope::System);
        }
    }
    if (!places.bundled.empty()) {
        append_root(shared.bundled, places.bundled, Scope::System);
    }
    return shared;
}

std::vector<RootSpec> workspace_roots(const fs::path& given_cwd, const Places& places,
                                      const SharedRoots& shared, Precedence precedence,
                                      const std::vector<RootSpec>& nested) {
    const auto cwd = without_last_slash(given_cwd);
    auto project = nested;
    const auto of_cwd = project_roots(cwd, without_last_slash(places.home));
    project.insert(project.end(), of_cwd.begin(), of_cwd.end());
    std::vector<RootSpec> plugins;
    for (const auto& plugin : shared.plugins.roots) {
        if (plugin.only_in.empty() || lies_in(cwd, plugin.only_in)) {
            plugins.push_back(plugin.root);
        }
    }
    std::vector<RootSpec> roots;
    const auto append = [&roots](const std::vector<RootSpec>& more) {
        roots.insert(roots.end(), more.begin(), more.end());
    };
    if (precedence == Precedence::Claude) {
        append(shared.managed);
        append(shared.user);
        append(project);
        append(plugins);
    } else {
        append(project);
        append(shared.user);
        append(plugins);
        append(shared.managed);
    }
    append(shared.bundled);
    drop_repeated(roots);
    return roots;
}

}  // namespace skillwake::skill
