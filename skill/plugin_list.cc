#include "skill/plugin_list.h"

#include "skill/manifest.h"

#include <string>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

class ListCheck {
public:
    explicit ListCheck(const fs::path& file) : file_(file), read_(read_manifest(file)) {}

    std::vector<Diagnostic> run() {
        if (read_.root.kind != YamlNode::Kind::Mapping) {
            return std::move(read_.diagnostics);
        }
        if (file_.filename() == fs::path(kInstalledPlugins).filename()) {
            check_installed();
        } else {
            check_switches();
        }
        return std::move(read_.diagnostics);
    }

private:
    void check_installed() {
        const auto* plugins = read_.root.member("plugins");
        if (plugins == nullptr || plugins->kind != YamlNode::Kind::Mapping) {
            tell(plugins == nullptr ? read_.root.line : plugins->line,
                 "plugins: expected an object: the newest of each plugin in the cache serves",
                 R"(write "plugins": {"NAME@MARKETPLACE": [{"installPath": "/..."}]})");
            return;
        }
        for (const auto& [id, value] : plugins->members) {
            const auto installs =
                value.kind == YamlNode::Kind::Sequence ? value.items : std::vector<YamlNode>{value};
            for (const auto& install : installs) {
                const auto* path = install.member("installPath");
                if (path == nullptr || !fs::path(path->text).is_absolute()) {
                    tell(path == nullptr ? install.line : path->line,
                         "'" + id + "': expected an absolute installPath: it is not read",
                         "install the plugin anew");
                }
            }
        }
    }

    void check_switches() {
        const auto* enabled = read_.root.member("enabledPlugins");
        if (enabled == nullptr) {
            return;
        }
        if (enabled->kind != YamlNode::Kind::Mapping) {
            tell(enabled->line, "enabledPlugins: expected an object: no plugin is turned off",
                 R"(write "enabledPlugins": {"NAME@MARKETPLACE": false})");
            return;
        }
        for (const auto& [id, value] : enabled->members) {
            // Beside the switches stand lists: of versions that are wanted.
            const bool is_switch = value.plain && (value.text == "true" || value.text == "false");
            if (!is_switch && value.kind == YamlNode::Kind::Scalar) {
                tell(value.line, "enabledPlugins: '" + id + "': expected true or false", "write one of them");
            }
        }
    }

    void tell(std::uint32_t line, std::string message, std::string fix) {
        read_.diagnostics.push_back(
            {Severity::Error, file_.string(), line, std::move(message), std::move(fix), "manifest"});
    }

    const fs::path& file_;
    Manifest read_;
};

}  // namespace

std::vector<Diagnostic> check_plugin_list(const fs::path& file) {
    return ListCheck(file).run();
}

}  // namespace skillwake::skill
