#include "daemon/config_file.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace skillwake::daemon {
namespace {

using Values = std::vector<std::string>;

/// "name=value,value@line" of each setting.
Values read(const testing::TempDir& folder, const std::string& name, const std::string& text) {
    const auto settings = read_config(folder.write(name, text));
    REQUIRE(settings);
    Values lines;
    for (const auto& setting : *settings) {
        auto line = setting.name + "=";
        for (const auto& value : setting.values) {
            line += value + ",";
        }
        lines.push_back(line + "@" + std::to_string(setting.line));
    }
    return lines;
}

std::string failure(const testing::TempDir& folder, const std::string& name, const std::string& text) {
    const auto settings = read_config(folder.write(name, text));
    REQUIRE_FALSE(settings);
    return settings.error().message().substr(folder.path().string().size() + 1);
}

}  // namespace

TEST_CASE("TOML and YAML say the same settings") {
    const testing::TempDir folder;
    const Values expected = {"guardrails=true,@3", "max-skills=3,@2", "roots=~/a,b c,@1"};
    CHECK(read(folder, "config.toml", "roots = [\"~/a\", 'b c']\nmax-skills = 3\nguardrails = true\n") ==
          expected);
    auto yaml = read(folder, "config.yaml", "roots: [~/a, b c]\nmax-skills: 3\nguardrails: true\n");
    std::sort(yaml.begin(), yaml.end());
    CHECK(yaml == expected);
    CHECK(read(folder, "empty.toml", "").empty());
    CHECK(read(folder, "empty.yml", "# nothing\n").empty());
}

TEST_CASE("a wrong file is told with its line") {
    const testing::TempDir folder;
    CHECK(failure(folder, "config.toml", "a = 1\nb = [\n").starts_with("config.toml:"));
    CHECK(failure(folder, "config.toml", "a = 1\na = 2\n").starts_with("config.toml:2: "));
    CHECK(failure(folder, "config.toml", "[limits]\na = 1\n") ==
          "config.toml:1: 'limits' is neither a value nor a list of values");
    CHECK(failure(folder, "config.toml", "a = [[1]]\n") ==
          "config.toml:1: 'a' is neither a value nor a list of values");
    CHECK(failure(folder, "config.yaml", "a: 1\nb: {c: 1}\n") ==
          "config.yaml:2: 'b' is neither a value nor a list of values");
    CHECK(failure(folder, "config.yaml", "a: 1\na: 2\n") == "config.yaml:2: 'a' is set twice");
    CHECK(failure(folder, "config.yaml", "- a\n") == "config.yaml:1: settings are lines of 'name: value'");
    CHECK(failure(folder, "config.yaml", "a: [1\n").starts_with("config.yaml:"));
    CHECK_FALSE(read_config(folder.path() / "absent.toml"));
}

TEST_CASE("paths in a file count from its folder") {
    CHECK(path_in_config("/etc/x/config.toml", "skills/../more") == "/etc/x/more");
    CHECK(path_in_config("/etc/x/config.toml", "/opt/skills") == "/opt/skills");
    const auto home = path_in_config("/etc/x/config.toml", "~");
    CHECK(path_in_config("/etc/x/config.toml", "~/a") ==
          (std::filesystem::path(home) / "a").lexically_normal());
}

}  // namespace skillwake::daemon
