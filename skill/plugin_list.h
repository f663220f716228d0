#pragma once

#include "skill/diagnostic.h"

#include <filesystem>
#include <vector>

namespace skillwake::skill {

inline constexpr const char* kInstalledPlugins = "plugins/installed_plugins.json";  ///< of ~/.claude
inline constexpr const char* kPluginSwitches = "settings.json";                     ///< the same

/// What is wrong with a file of Claude Code that says which plugins there are, in its form and in what it
/// says of them: `kInstalledPlugins`, or `enabledPlugins` in `kPluginSwitches`, told apart by their names.
/// That there is no such file is nothing wrong.
std::vector<Diagnostic> check_plugin_list(const std::filesystem::path& file);

}  // namespace skillwake::skill
