#pragma once

#include "skill/dialects/relevance.h"

#include <filesystem>
#include <vector>

namespace skillwake::skill {

/// Where a marketplace.json may lie that speaks for the plugin whose skills lie in `root`: the first that is
/// there does. In folders above, the nearest first, and for `plugins/cache/MARKETPLACE/PLUGIN/VERSION`, where
/// Claude Code installs to, in `plugins/marketplaces/MARKETPLACE`.
std::vector<std::filesystem::path> marketplaces_of(const std::filesystem::path& root);

/// What `marketplace`, one of marketplaces_of(), says of when the plugin matters whose skills lie in `root`.
/// What is wrong with the file itself check_marketplace() tells.
dialects::Relevance read_plugin_signals(const std::filesystem::path& marketplace,
                                        const std::filesystem::path& root);

}  // namespace skillwake::skill
