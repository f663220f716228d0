#include "daemon/config_file.h"

#include "base/file.h"
#include "skill/yaml_tree.h"

#include <cstdlib>
#include <optional>
#include <sstream>
#include <system_error>
#include <toml++/toml.h>
#include <utility>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxConfigBytes = 1U << 20U;

Error at_line(const fs::path& file, std::uint32_t line, const std::string& message) {
    return {Errc::Invalid, file.string() + ":" + std::to_string(line) + ": " + message};
}

Error no_simple_value(const fs::path& file, std::uint32_t line, const std::string& name) {
    return at_line(file, line, "'" + name + "' is neither a value nor a list of values");
}

/// nullopt: a table, a date, or a list in a list.
std::optional<std::string> scalar_text(const toml::node& node) {
    if (const auto* text = node.as_string()) {
        return text->get();
    }
    if (!node.is_boolean() && !node.is_number()) {
        return std::nullopt;
    }
    std::ostringstream text;
    node.visit([&text](const auto& value) {
        if constexpr (toml::is_boolean<decltype(value)>) {
            text << (value.get() ? "true" : "false");
        } else if constexpr (toml::is_number<decltype(value)>) {
            text << value.get();
        }
    });
    return text.str();
}

Result<std::vector<Setting>> read_toml(const std::string& text, const fs::path& file) {
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (const toml::parse_error& error) {
        return at_line(file, error.source().begin.line, std::string(error.description()));
    }
    std::vector<Setting> settings;
    for (const auto& [key, node] : table) {
        Setting setting{std::string(key.str()), {}, key.source().begin.line};
        const auto* list = node.as_array();
        const auto add = [&setting](const toml::node& value) {
            auto one = scalar_text(value);
            if (one) {
                setting.values.push_back(*std::move(one));
            }
            return one.has_value();
        };
        bool simple = list != nullptr || add(node);
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            simple = add(*list->get(i)) && simple;
        }
        if (!simple) {
            return no_simple_value(file, setting.line, setting.name);
        }
        settings.push_back(std::move(setting));
    }
    return settings;
}

Result<std::vector<Setting>> read_yaml(const std::string& text, const fs::path& file) {
    using Kind = skill::YamlNode::Kind;
    auto parsed = skill::parse_yaml(text, 1);
    if (const auto* failure = std::get_if<skill::YamlFailure>(&parsed)) {
        return at_line(file, failure->line, failure->message);
    }
    const auto& document = std::get<skill::YamlDocument>(parsed);
    if (!document.duplicate_keys.empty()) {
        const auto& [name, line] = document.duplicate_keys.front();
        return at_line(file, line, "'" + name + "' is set twice");
    }
    if (document.root.kind != Kind::Mapping && document.root.kind != Kind::Null) {
        return at_line(file, 1, "settings are lines of 'name: value'");
    }
    std::vector<Setting> settings;
    for (const auto& [name, node] : document.root.members) {
        Setting setting{name, {}, node.line};
        for (auto& [value, line] : node.scalars()) {
            setting.values.push_back(value);
        }
        if (node.kind == Kind::Mapping || node.kind == Kind::Null ||
            (node.kind == Kind::Sequence && setting.values.size() != node.items.size())) {
            return no_simple_value(file, node.line, name);
        }
        settings.push_back(std::move(setting));
    }
    return settings;
}

}  // namespace

fs::path folder_from(const char* variable) {
    const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
    const fs::path folder = value == nullptr ? "" : value;
    return folder.is_absolute() ? folder : fs::path();
}

fs::path usual_config_file() {
    auto folder = folder_from("XDG_CONFIG_HOME");
    if (folder.empty()) {
        const auto home = folder_from("HOME");
        if (home.empty()) {
            return {};
        }
        folder = home / ".config";
    }
    for (const char* name : {"config.toml", "config.yaml", "config.yml"}) {
        const auto file = folder / "skillwake" / name;
        if (std::error_code ignored; fs::exists(file, ignored)) {
            return file;
        }
    }
    return {};
}

Result<std::vector<Setting>> read_config(const fs::path& file) {
    const auto text = read_file(file, kMaxConfigBytes);
    if (!text) {
        return Error(text.error().code(), file.string() + ": " + text.error().message());
    }
    const auto ending = file.extension();
    return ending == ".yaml" || ending == ".yml" ? read_yaml(*text, file) : read_toml(*text, file);
}

std::string path_in_config(const fs::path& file, const std::string& value) {
    if (value == "~" || value.starts_with("~/")) {
        return (folder_from("HOME") / value.substr(value.size() > 1 ? 2 : 1)).lexically_normal().string();
    }
    return (file.parent_path() / value).lexically_normal().string();
}

}  // namespace skillwake::daemon
