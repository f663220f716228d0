#pragma once

#include "skill/diagnostic.h"
#include "skill/yaml_tree.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace skillwake::skill {

inline constexpr const char* kManifestFolder = ".claude-plugin";
inline constexpr const char* kPluginManifest = ".claude-plugin/plugin.json";
inline constexpr const char* kMarketplaceManifest = ".claude-plugin/marketplace.json";

/// A JSON file that says what a plugin, a marketplace or a settings file holds.
struct Manifest {
    YamlNode root;  ///< a mapping; null: there is no such file, or nothing of it can be used
    std::vector<Diagnostic> diagnostics;  ///< what is wrong with its form, with line and fix
};

/// Reads up to 1 MiB. That there is no such file is nothing wrong.
Manifest read_manifest(const std::filesystem::path& file);

/// `relative` below `folder`; nullopt: it would lead out.
std::optional<std::filesystem::path> path_inside(const std::filesystem::path& folder,
                                                 const std::string& relative);

/// What is wrong with the manifest of the plugin at `folder`, in its form and in what it says of its skills.
std::vector<Diagnostic> check_plugin_manifest(const std::filesystem::path& folder);

/// The same of the marketplace at `folder`. That a plugin of it is not there is nothing wrong: it may be a
/// copy of which a part was installed.
std::vector<Diagnostic> check_marketplace(const std::filesystem::path& folder);

}  // namespace skillwake::skill
