#pragma once

#include "skill/roots.h"

namespace skillwake::skill {

/// The roots of the plugins that are there, sorted by plugin and folder:
/// - what `plugins/installed_plugins.json` of Claude Code names; without that file the newest version of each
///   plugin in `plugins/cache`. What its settings turn off is left out.
/// - those in `places.plugins`: a plugin (`.claude-plugin/plugin.json`), a marketplace
///   (`.claude-plugin/marketplace.json`), or a folder with such below it.
/// A plugin's skills lie in `skills/` and where its manifest says, never outside of its folder. A manifest
/// that cannot be read counts as empty: the folder's name serves. A list or settings of Claude Code with
/// something wrong is a root of its own, see RootSpec::is_plugin_list.
PluginLookup look_up_plugins(const Places& places);

}  // namespace skillwake::skill
