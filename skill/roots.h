#pragma once

#include "skill/path_stamp.h"
#include "skill/skill.h"

#include <compare>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// A folder that is scanned for skills.
struct RootSpec {
    std::filesystem::path folder;  ///< absolute
    Scope scope = Scope::Project;
    std::string plugin = {};  ///< its skills are `plugin:name`; empty: plain names
    /// Symlinks may not lead out of this folder: what came with a project or a plugin is not its user's own.
    /// Empty: they may lead anywhere.
    std::filesystem::path within = {};
    /// Not empty: the root is no tree of skills but the one rule `kColocatedRule` of its folder, as a session
    /// in this folder sees it.
    std::filesystem::path for_session = {};
    /// `folder` is the name of a file that says which plugins there are: the root holds no skills, and tells
    /// what is wrong with that file.
    bool is_plugin_list = false;

    bool is_colocated() const { return !for_session.empty(); }
    auto operator<=>(const RootSpec&) const = default;
};

/// Whose rules say which of two skills of one name counts.
enum class Precedence {
    Spec,    ///< project, user, plugins, system: the nearest stands in front
    Claude,  ///< what the machine's owner gives, user, project, plugins
    Codex,   ///< as Spec, but nobody stands in front: a name that two have is ambiguous
};

/// Where a user's own things lie, as far as the environment tells. Empty: unknown, or none.
struct Places {
    std::filesystem::path home;
    std::filesystem::path bundled;                    ///< the skills that come with the program
    std::filesystem::path config = {};                ///< $XDG_CONFIG_HOME; empty: `.config` in the home
    std::filesystem::path codex = {};                 ///< $CODEX_HOME
    std::filesystem::path claude = {};                ///< $CLAUDE_CONFIG_DIR; empty: `.claude` in the home
    std::filesystem::path etc = {};                   ///< what the machine's owner gives to all: /etc
    std::vector<std::filesystem::path> roots = {};    ///< further roots of the user's, before his others
    std::vector<std::filesystem::path> plugins = {};  ///< further plugins, marketplaces, or folders of them
};

/// A plugin's root. Installed for one project only: seen in and below that folder.
struct PluginRoot {
    RootSpec root;
    std::filesystem::path only_in = {};  ///< empty: seen everywhere
};

/// The roots of the plugins that are there, and what that was read from.
struct PluginLookup {
    std::vector<PluginRoot> roots;
    PathStamps looked_at;  ///< files, and folders with what they hold
    bool settled =
        false;  ///< false: some of it had just been written, so that its stamp may not tell a change

    /// Whether looking again would give the same.
    bool holds() const;
};

/// The roots that do not hang on where a session stands.
struct SharedRoots {
    std::vector<RootSpec> user;
    PluginLookup plugins;
    std::vector<RootSpec> managed;  ///< of the machine's owner
    std::vector<RootSpec> bundled;
};

/// `before`: what it gave for the same places; its plugins are taken over unless something of them changed.
SharedRoots shared_roots(const Places& places, SharedRoots before = {});

/// The roots of `folder` alone, as of a project that ends at `top`, for a session in `cwd`. A rule of
/// Continue that lies beside the code is one where the project has a `.continue` folder, or where it begins
/// as a front matter does: other files have that name, too.
std::vector<RootSpec> roots_in(const std::filesystem::path& folder, const std::filesystem::path& top,
                               const std::filesystem::path& cwd);

/// The repository that holds `folder`; else `folder` itself: nobody means the skills that lie above by
/// chance.
std::filesystem::path project_of(const std::filesystem::path& folder);

/// The roots that a session in `cwd` sees, in the order of `precedence`: those of each folder from `cwd` up
/// to its repository's root (nearest first), and the shared ones. `nested`: roots of folders below `cwd`, the
/// deepest first; they stand before all others of the project. Only folders that exist, each once, whatever
/// symlinks call it; `cwd` is absolute.
std::vector<RootSpec> workspace_roots(const std::filesystem::path& cwd, const Places& places,
                                      const SharedRoots& shared, Precedence precedence,
                                      const std::vector<RootSpec>& nested = {});

inline std::vector<RootSpec> standard_roots(const std::filesystem::path& cwd, const Places& places,
                                            Precedence precedence = Precedence::Spec) {
    return workspace_roots(cwd, places, shared_roots(places), precedence);
}

}  // namespace skillwake::skill
