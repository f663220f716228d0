#include "skill/plugin_signals.h"

#include "base/path.h"
#include "skill/manifest.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLevels = 8;  ///< from a plugin's skills up to its marketplace

/// Where an installed plugin comes from: plugins/cache/MARKETPLACE/PLUGIN/...
struct Installed {
    fs::path plugins;
    std::string marketplace;
    std::string plugin;
};

Installed installed_from(const fs::path& root) {
    const std::vector<fs::path> parts(root.begin(), root.end());
    Installed from;
    for (std::size_t at = 0; at + 3 < parts.size(); ++at) {
        from.plugins /= parts[at];
        if (parts[at] == "plugins" && parts[at + 1] == "cache") {
            from.marketplace = parts[at + 2].string();
            from.plugin = parts[at + 3].string();
            return from;
        }
    }
    return {};
}

fs::path normal(const fs::path& folder) {
    const auto path = folder.lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

std::string text_of(const YamlNode& entry, std::string_view key) {
    const auto* member = entry.member(key);
    return member == nullptr ? std::string() : member->text;
}

/// Whether the plugin of `entry`, in a marketplace at `top`, has its skills in `root`. Several plugins may
/// share a folder: then each lists its skills.
bool is_plugin_of(const YamlNode& entry, const fs::path& top, const fs::path& root) {
    const auto source = text_of(entry, "source");
    const auto folder = normal(top / source);
    if (source.empty() || !lies_in(root, folder)) {
        return false;
    }
    const auto* skills = entry.member("skills");
    const auto listed = skills == nullptr ? YamlNode().scalars() : skills->scalars();
    return listed.empty() || std::any_of(listed.begin(), listed.end(), [&](const auto& skill) {
               return lies_in(root, normal(folder / skill.first));
           });
}

}  // namespace

std::vector<fs::path> marketplaces_of(const fs::path& root) {
    std::vector<fs::path> places;
    auto at = normal(root);
    for (int level = 0; level < kMostLevels && at != at.parent_path(); ++level, at = at.parent_path()) {
        places.push_back(at / kMarketplaceManifest);
    }
    if (const auto from = installed_from(normal(root)); !from.plugin.empty()) {
        places.push_back(from.plugins / "marketplaces" / from.marketplace / kMarketplaceManifest);
    }
    return places;
}

dialects::Relevance read_plugin_signals(const fs::path& marketplace, const fs::path& root) {
    const auto manifest = read_manifest(marketplace).root;
    const auto* plugins = manifest.member("plugins");
    const auto top = marketplace.parent_path().parent_path();
    const auto installed = lies_in(normal(root), top) ? Installed() : installed_from(normal(root));
    for (const auto& entry : plugins == nullptr ? std::vector<YamlNode>() : plugins->items) {
        const bool wanted = installed.plugin.empty() ? is_plugin_of(entry, top, normal(root))
                                                     : text_of(entry, "name") == installed.plugin;
        if (wanted) {
            return dialects::read_relevance(entry, marketplace.string());
        }
    }
    return {};
}

}  // namespace skillwake::skill
