#pragma once

#include "skill/dialects/relevance.h"

#include <filesystem>

namespace skillwake::skill {

/// The marketplace.json that speaks for the plugin whose skills lie in `root`: of a folder above, or for
/// `plugins/cache/MARKETPLACE/PLUGIN/VERSION`, where Claude Code installs to, of
/// `plugins/marketplaces/MARKETPLACE`. Empty: none.
std::filesystem::path marketplace_of(const std::filesystem::path& root);

/// What `marketplace`, one of marketplace_of(), says of when the plugin matters whose skills lie in `root`.
/// What cannot be read is told.
dialects::Relevance read_plugin_signals(const std::filesystem::path& marketplace,
                                        const std::filesystem::path& root);

}  // namespace skillwake::skill
