#include "skill/manifest.h"

#include "base/file.h"
#include "base/text.h"
#include "skill/json_check.h"
#include "skill/json_text.h"

#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxManifestBytes = 1U << 20U;

class ManifestReader {
public:
    explicit ManifestReader(const fs::path& file) : file_(file) {}

    Manifest read() {
        std::error_code failed;
        if (!fs::exists(fs::status(file_, failed))) {
            return {};
        }
        const auto bytes = read_file(file_, kMaxManifestBytes);
        if (!bytes) {
            tell(0, bytes.error().message(), "make it a readable file of up to 1 MiB");
            return std::move(manifest_);
        }
        auto parsed = parse_yaml(yaml_of_json(*bytes), 1);
        auto* document = std::get_if<YamlDocument>(&parsed);
        const bool usable = document != nullptr && document->root.kind == YamlNode::Kind::Mapping;
        if (const auto flaw = find_json_flaw(*bytes)) {
            tell(flaw->line, "not JSON: " + flaw->message,
                 usable ? "mend this line: other tools refuse the file"
                        : "mend this line; until then nothing of the file counts");
        } else if (!usable) {
            const auto* failure = std::get_if<YamlFailure>(&parsed);
            tell(failure == nullptr ? 1 : failure->line,
                 failure == nullptr ? "expected an object" : "cannot be read: " + failure->message,
                 R"(write {"name": "..."})");
        }
        if (usable) {
            manifest_.root = std::move(document->root);
        }
        return std::move(manifest_);
    }

private:
    void tell(std::uint32_t line, std::string message, std::string fix) {
        manifest_.diagnostics.push_back(
            {Severity::Error, file_.string(), line, std::move(message), std::move(fix), "manifest"});
    }

    const fs::path& file_;
    Manifest manifest_;
};

bool is_text(const YamlNode* node) {
    return node != nullptr && node->kind == YamlNode::Kind::Scalar && !trim(node->text).empty();
}

/// Collects what is wrong with what one manifest says.
class ManifestCheck {
public:
    ManifestCheck(const fs::path& folder, const char* manifest)
        : folder_(folder), file_(folder / manifest), read_(read_manifest(file_)) {}

    const YamlNode& root() const { return read_.root; }
    bool is_read() const { return read_.root.kind == YamlNode::Kind::Mapping; }

    void name(const YamlNode& of, const std::string& otherwise) {
        const auto* given = of.member("name");
        if (!is_text(given)) {
            tell(given == nullptr ? of.line : given->line, "name: expected a string: " + otherwise,
                 R"(write "name": "...")");
        }
    }

    /// The folders of skills that `of` lists, in the plugin at `plugin`.
    void skills(const YamlNode& of, const fs::path& plugin) {
        const auto* listed = of.member("skills");
        if (listed == nullptr) {
            return;
        }
        const auto folders = listed->scalars();
        if (folders.size() != (listed->kind == YamlNode::Kind::Sequence ? listed->items.size() : 1)) {
            tell(listed->line, "skills: expected a list of folders", R"(write "skills": ["./skills/"])");
        }
        for (const auto& [path, line] : folders) {
            const auto inside = path_inside(plugin, path);
            std::error_code ignored;
            if (!inside) {
                tell(line, "skills: '" + path + "' leads out of the plugin: it is not read",
                     "name a folder of the plugin");
            } else if (fs::is_directory(plugin, ignored) && !fs::is_directory(*inside, ignored)) {
                tell(line, "skills: '" + path + "' is no folder", "make it, or correct the path");
            }
        }
    }

    void source(const YamlNode& entry) {
        const auto* source = entry.member("source");
        if (source != nullptr && source->kind == YamlNode::Kind::Mapping) {
            return;  // another repository's
        }
        if (!is_text(source)) {
            tell(source == nullptr ? entry.line : source->line,
                 "source: expected a folder or an object: the plugin is not read",
                 R"(write "source": "./plugins/NAME")");
        } else if (const auto plugin = path_inside(folder_, source->text)) {
            skills(entry, *plugin);
        } else {
            tell(source->line, "source: '" + source->text + "' leads out of the marketplace: it is not read",
                 "name a folder of the marketplace");
        }
    }

    void tell(std::uint32_t line, std::string message, std::string fix) {
        read_.diagnostics.push_back(
            {Severity::Error, file_.string(), line, std::move(message), std::move(fix), "manifest"});
    }

    std::vector<Diagnostic> finish() { return std::move(read_.diagnostics); }

private:
    const fs::path& folder_;
    fs::path file_;
    Manifest read_;
};

}  // namespace

Manifest read_manifest(const fs::path& file) {
    return ManifestReader(file).read();
}

std::optional<fs::path> path_inside(const fs::path& folder, const std::string& relative) {
    const auto normal = fs::path(relative).lexically_normal();
    if (normal.is_absolute() || (!normal.empty() && *normal.begin() == "..")) {
        return std::nullopt;
    }
    auto path = (folder / normal).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

std::vector<Diagnostic> check_plugin_manifest(const fs::path& folder) {
    ManifestCheck check(folder, kPluginManifest);
    if (check.is_read()) {
        check.name(check.root(), "the folder's serves");
        check.skills(check.root(), folder);
    }
    return check.finish();
}

std::vector<Diagnostic> check_marketplace(const fs::path& folder) {
    ManifestCheck check(folder, kMarketplaceManifest);
    if (!check.is_read()) {
        return check.finish();
    }
    const auto* plugins = check.root().member("plugins");
    if (plugins == nullptr || plugins->kind != YamlNode::Kind::Sequence) {
        check.tell(plugins == nullptr ? check.root().line : plugins->line, "plugins: expected a list",
                   R"(write "plugins": [{"name": "...", "source": "./..."}])");
        return check.finish();
    }
    for (const auto& entry : plugins->items) {
        if (entry.kind != YamlNode::Kind::Mapping) {
            check.tell(entry.line, "plugins: expected an object: the entry is not read",
                       R"(write {"name": "...", "source": "./..."})");
            continue;
        }
        check.name(entry, "the plugin is not read");
        check.source(entry);
    }
    return check.finish();
}

}  // namespace skillwake::skill
