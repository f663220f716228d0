#include "skill/plugins.h"

#include "base/text.h"
#include "skill/manifest.h"
#include "skill/plugin_list.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFolders = 5'000;  ///< looked at in all, in search of plugins
constexpr std::size_t kMostRoots = 1'000;
/// File systems stamp with the time of the last tick: two changes within one have the same.
constexpr std::chrono::nanoseconds kStampTells = std::chrono::milliseconds(50);
/// cache/MARKETPLACE/PLUGIN/VERSION, and one more for who configures the folder above.
constexpr std::size_t kDepth = 4;

std::string text_of(const YamlNode& node, std::string_view name) {
    const auto* member = node.member(name);
    return member != nullptr && member->kind == YamlNode::Kind::Scalar ? member->text : std::string();
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// -1, 0, 1: runs of digits compare as numbers, so that 1.10 comes behind 1.9.
int compare_versions(std::string_view a, std::string_view b) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (!digit(a[i]) || !digit(b[j])) {
            if (a[i] != b[j]) {
                return a[i] < b[j] ? -1 : 1;
            }
            ++i;
            ++j;
            continue;
        }
        const auto number = [&digit](std::string_view text, std::size_t& at) {
            while (at < text.size() && text[at] == '0') {
                ++at;
            }
            const auto begin = at;
            while (at < text.size() && digit(text[at])) {
                ++at;
            }
            return text.substr(begin, at - begin);
        };
        const auto left = number(a, i);
        const auto right = number(b, j);
        if (left.size() != right.size()) {
            return left.size() < right.size() ? -1 : 1;
        }
        if (const int order = left.compare(right); order != 0) {
            return order < 0 ? -1 : 1;
        }
    }
    return i < a.size() ? 1 : j < b.size() ? -1 : 0;
}

class PluginFinder {
public:
    explicit PluginFinder(const Places& places)
        : claude_(places.claude.empty() ? places.home.empty() ? fs::path() : places.home / ".claude"
                                        : places.claude) {}

    PluginLookup run(const std::vector<fs::path>& configured) {
        if (!claude_.empty()) {
            read_switches();
            if (!add_installed()) {
                add_cached();
            }
        }
        for (const auto& folder : configured) {
            search(folder, kDepth);
        }
        std::sort(roots_.begin(), roots_.end(), [](const PluginRoot& a, const PluginRoot& b) {
            return std::tie(a.root.plugin, a.root.folder, a.only_in) <
                   std::tie(b.root.plugin, b.root.folder, b.only_in);
        });
        return {std::move(roots_), std::move(looked_at_), settled_};
    }

private:
    /// Before it is looked at: what changes meanwhile is seen as a change.
    const fs::path& note(const fs::path& path) {
        const auto stamp = stamp_entries(path);
        settled_ = settled_ && stamp.modified_ns < began_ns_ - kStampTells.count();
        looked_at_.emplace(path, stamp);
        return path;
    }

    Manifest read(const fs::path& file) { return read_manifest(note(file)); }
    bool has_file(const fs::path& path) { return is_file(note(path)); }
    bool has_folder(const fs::path& path) { return is_folder(note(path)); }

    /// A list that is wrong stands among the roots: there it is told, and seen when it is mended.
    YamlNode read_list(const fs::path& file) {
        note(file);
        if (!check_plugin_list(file).empty()) {
            roots_.push_back({{.folder = file, .scope = Scope::Plugin, .is_plugin_list = true}});
        }
        return read(file).root;
    }

    void read_switches() {
        const auto settings = read_list(claude_ / kPluginSwitches);
        if (const auto* enabled = settings.member("enabledPlugins")) {
            for (const auto& [id, value] : enabled->members) {
                if (value.text == "false") {
                    off_.insert(id);
                }
            }
        }
    }

    /// Whether there is a list of what is installed.
    bool add_installed() {
        const auto list = read_list(claude_ / kInstalledPlugins);
        const auto* plugins = list.member("plugins");
        if (plugins == nullptr || plugins->kind != YamlNode::Kind::Mapping) {
            return false;
        }
        for (const auto& [id, value] : plugins->members) {
            if (off_.contains(id)) {
                continue;
            }
            // A list of installations, or the only one.
            const auto installs =
                value.kind == YamlNode::Kind::Sequence ? value.items : std::vector<YamlNode>{value};
            for (const auto& install : installs) {
                const fs::path folder = text_of(install, "installPath");
                if (folder.is_absolute()) {
                    add_plugin(folder, id.substr(0, id.find('@')), nullptr, text_of(install, "projectPath"));
                }
            }
        }
        return true;
    }

    /// cache/MARKETPLACE/PLUGIN/VERSION: the newest version counts.
    void add_cached() {
        for (const auto& marketplace : folders_in(claude_ / "plugins/cache")) {
            for (const auto& plugin : folders_in(marketplace)) {
                const auto name = plugin.filename().string();
                if (off_.contains(name + "@" + marketplace.filename().string())) {
                    continue;
                }
                const auto versions = folders_in(plugin);
                const auto newest = std::max_element(
                    versions.begin(), versions.end(), [](const fs::path& a, const fs::path& b) {
                        return compare_versions(a.filename().string(), b.filename().string()) < 0;
                    });
                if (has_folder(plugin / ".claude-plugin")) {
                    add_plugin(plugin, name);
                } else if (newest != versions.end()) {
                    add_plugin(*newest, name);
                }
            }
        }
    }

    void search(const fs::path& folder, std::size_t depth) {
        if (has_file(folder / kMarketplaceManifest)) {
            add_marketplace(folder);
        } else if (has_file(folder / kPluginManifest)) {
            add_plugin(folder, folder.filename().string());
        } else if (depth > 0) {
            for (const auto& below : folders_in(folder)) {
                search(below, depth - 1);
            }
        }
    }

    void add_marketplace(const fs::path& folder) {
        const auto manifest = read(folder / kMarketplaceManifest).root;
        const auto* plugins = manifest.member("plugins");
        const auto known = roots_.size();
        for (const auto& entry : plugins == nullptr ? std::vector<YamlNode>() : plugins->items) {
            // A source elsewhere (a mapping: another repository) is not here.
            const auto source = text_of(entry, "source");
            const auto name = text_of(entry, "name");
            const auto plugin = source.empty() ? std::nullopt : path_inside(folder, source);
            if (plugin && !name.empty() && !off_.contains(name + "@" + text_of(manifest, "name"))) {
                add_plugin(*plugin, name, &entry);
            }
        }
        if (roots_.size() == known) {
            add_broken(folder, check_marketplace(folder));
        }
    }

    /// `entry`: what its marketplace says about it; null: look for it in the plugin's own folder.
    void add_plugin(const fs::path& folder, const std::string& fallback, const YamlNode* entry = nullptr,
                    const fs::path& only_in = {}) {
        const auto known = roots_.size();
        const auto manifest = read(folder / kPluginManifest).root;
        const auto marketplace = entry == nullptr && manifest.kind == YamlNode::Kind::Null
                                     ? read(folder / kMarketplaceManifest).root
                                     : YamlNode();
        if (const auto* plugins = marketplace.member("plugins")) {
            for (const auto& candidate : plugins->items) {
                entry = entry == nullptr && text_of(candidate, "name") == fallback ? &candidate : entry;
            }
        }
        const auto given = std::string(trim(text_of(manifest, "name")));
        const auto name = given.empty() ? fallback : given;
        const auto* listed = entry == nullptr ? nullptr : entry->member("skills");
        // Several plugins of one marketplace may share a folder: then each has the skills of its list only.
        if (listed == nullptr || manifest.kind != YamlNode::Kind::Null) {
            add_root(folder / "skills", folder, name, only_in);
        }
        for (const auto* list : {manifest.member("skills"), listed}) {
            for (const auto& [path, line] : list == nullptr ? Scalars() : list->scalars()) {
                if (const auto skills = path_inside(folder, path)) {
                    add_root(*skills, folder, name, only_in);
                }
            }
        }
        if (roots_.size() == known) {
            add_broken(folder, check_plugin_manifest(folder));
        }
    }

    /// Where a manifest that is wrong gives no root, its own folder is one: there its diagnostics are told,
    /// and it is seen when it is mended.
    void add_broken(const fs::path& folder, const std::vector<Diagnostic>& wrong) {
        if (!wrong.empty()) {
            add_root(folder / kManifestFolder, folder, folder.filename().string(), {});
        }
    }

    void add_root(const fs::path& folder, const fs::path& plugin, const std::string& name,
                  const fs::path& only_in) {
        if (roots_.size() < kMostRoots && has_folder(folder) && known_.emplace(folder, only_in).second) {
            roots_.push_back({{folder, Scope::Plugin, name, plugin}, only_in});
        }
    }

    std::vector<fs::path> folders_in(const fs::path& folder) {
        std::vector<fs::path> folders;
        std::error_code failed;
        for (fs::directory_iterator at(note(folder), failed), end; !failed && at != end;
             at.increment(failed)) {
            const auto name = at->path().filename();
            if (name == ".git" || name == "node_modules" || !is_folder(at->path())) {
                continue;
            }
            if (++folders_ > kMostFolders) {
                break;
            }
            folders.push_back(at->path());
        }
        std::sort(folders.begin(), folders.end());
        return folders;
    }

    using Scalars = std::vector<std::pair<std::string, std::uint32_t>>;

    fs::path claude_;
    std::set<std::string> off_;  ///< "plugin@marketplace"
    std::set<std::pair<fs::path, fs::path>> known_;
    std::vector<PluginRoot> roots_;
    std::size_t folders_ = 0;  ///< looked at
    PathStamps looked_at_;
    std::int64_t began_ns_ =
        std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
    bool settled_ = true;
};

}  // namespace

PluginLookup look_up_plugins(const Places& places) {
    return PluginFinder(places).run(places.plugins);
}

bool PluginLookup::holds() const {
    return settled && std::all_of(looked_at.begin(), looked_at.end(),
                                  [](const auto& seen) { return stamp_entries(seen.first) == seen.second; });
}

}  // namespace skillwake::skill
