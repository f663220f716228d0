#include "skill/manifest.h"

#include "skill/load.h"
#include "skill/plugin_list.h"
#include "skill/plugins.h"
#include "skill/rules.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// "line: message", each with a fix and the manifest's rule.
Lines told(const std::vector<Diagnostic>& diagnostics) {
    Lines lines;
    for (const auto& diagnostic : diagnostics) {
        CHECK_FALSE(diagnostic.fix.empty());
        CHECK(rule_of(diagnostic).id == "manifest");
        CHECK(classified(diagnostic).severity == Severity::Error);
        lines.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return lines;
}

struct Case {
    std::string text;
    Lines told;
};

}  // namespace

TEST_CASE("a plugin.json that is wrong is told, with line and fix") {
    const testing::TempDir dir;
    dir.write("p/skills/a/SKILL.md", "x");
    const auto skill_folders = [](const std::string& list) {
        return "{\"name\": \"p\",\n\"skills\": " + list + "}";
    };
    const std::vector<Case> cases = {
        {"{\"name\": \"p\", \"skills\": \"./skills\"}", {}},
        {"\xEF\xBB\xBF{\"name\": \"p\"}", {}},
        {"", {"1: not JSON: the file is empty"}},
        {"[]", {"1: expected an object"}},
        {"{\n\"name\": \n", {"3: not JSON: it ends where a value should stand"}},
        {"{\n\"name\": \"p\",\n}", {"2: not JSON: a comma before '}'"}},
        {"{\n\"name\": 7}", {}},
        {"{\n\"name\": []}", {"2: name: expected a string: the folder's serves"}},
        {"{\"name\": \"  \"}", {"1: name: expected a string: the folder's serves"}},
        {"{\"version\": \"1\"}", {"1: name: expected a string: the folder's serves"}},
        {skill_folders("[\"./skills\",\n\"../other\"]"),
         {"3: skills: '../other' leads out of the plugin: it is not read"}},
        {skill_folders("\"/etc\""), {"2: skills: '/etc' leads out of the plugin: it is not read"}},
        {skill_folders("[\"none\"]"), {"2: skills: 'none' is no folder"}},
        {skill_folders("[[\"a\"]]"), {"2: skills: expected a list of folders"}},
        {skill_folders("{\"a\": 1}"), {"2: skills: expected a list of folders"}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        dir.write("p/.claude-plugin/plugin.json", text);
        CHECK(told(check_plugin_manifest(dir.path() / "p")) == expected);
    }
    CHECK(check_plugin_manifest(dir.path()).empty());
    dir.write("p/.claude-plugin/plugin.json", std::string((1U << 20U) + 1, ' '));
    CHECK(told(check_plugin_manifest(dir.path() / "p")).size() == 1);
    fs::remove(dir.path() / "p/.claude-plugin/plugin.json");
    fs::create_directory(dir.path() / "p/.claude-plugin/plugin.json");
    CHECK(told(check_plugin_manifest(dir.path() / "p")).size() == 1);
}

TEST_CASE("a marketplace.json that is wrong is told, with line and fix") {
    const testing::TempDir dir;
    fs::create_directories(dir.path() / "m/a");
    const auto plugins = [](const std::string& list) {
        return "{\"name\": \"m\",\n\"plugins\": " + list + "}";
    };
    const std::vector<Case> cases = {
        {plugins("[]"), {}},
        {plugins(R"([{"name": "a", "source": "./a"}, {"name": "b", "source": {"source": "github"}}])"), {}},
        {plugins(R"([{"name": "elsewhere", "source": "./not-here", "skills": ["./x"]}])"), {}},
        {"{\"name\": \"m\"}", {"1: plugins: expected a list"}},
        {plugins("{}"), {"2: plugins: expected a list"}},
        {plugins(
             "[\"a\",\n{\"source\": \"./a\"},\n{\"name\": \"b\"},\n{\"name\": \"c\", \"source\": \"../c\"}]"),
         {"2: plugins: expected an object: the entry is not read",
          "3: name: expected a string: the plugin is not read",
          "4: source: expected a folder or an object: the plugin is not read",
          "5: source: '../c' leads out of the marketplace: it is not read"}},
        {plugins("[{\"name\": \"a\", \"source\": \"a\",\n\"skills\": [\"none\"]}]"),
         {"3: skills: 'none' is no folder"}},
        {plugins("[\n"), {"3: not JSON: expected a value"}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        dir.write("m/.claude-plugin/marketplace.json", text);
        CHECK(told(check_marketplace(dir.path() / "m")) == expected);
    }
}

TEST_CASE("a list of plugins that is wrong is told, with line and fix") {
    const testing::TempDir dir;
    const std::vector<Case> cases = {
        {"{\"plugins\": {}}", {}},
        {"{\"plugins\": {\"a@m\": [{\"installPath\": \"/x\"}], \"b@m\": {\"installPath\": \"/y\"}}}", {}},
        {"{\"plugins\": {},\n}", {"1: not JSON: a comma before '}'"}},
        {"[]", {"1: expected an object"}},
        {"{}", {"1: plugins: expected an object: the newest of each plugin in the cache serves"}},
        {"{\n\"plugins\": []}",
         {"2: plugins: expected an object: the newest of each plugin in the cache serves"}},
        {"{\"plugins\": {\n\"a@m\": [{}],\n\"b@m\": {\"installPath\":\n\"x\"}}}",
         {"2: 'a@m': expected an absolute installPath: it is not read",
          "4: 'b@m': expected an absolute installPath: it is not read"}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(told(check_plugin_list(dir.write("plugins/installed_plugins.json", text))) == expected);
    }
    CHECK(check_plugin_list(dir.path() / "none/installed_plugins.json").empty());
}

TEST_CASE("switches of plugins that are wrong are told, with line and fix") {
    const testing::TempDir dir;
    const std::vector<Case> cases = {
        {"{\"model\": \"x\"}", {}},
        {"{\"enabledPlugins\": {\"a@m\": true, \"b@m\": false, \"c@m\": [\"1.0\"]}}", {}},
        {"{\n\"enabledPlugins\": [\"a@m\"]}",
         {"2: enabledPlugins: expected an object: no plugin is turned off"}},
        {"{\"enabledPlugins\": {\n\"a@m\": \"false\"}}",
         {"2: enabledPlugins: 'a@m': expected true or false"}},
        {"{\n\"enabledPlugins\": {\"a@m\": false}\n\"model\": 1}",
         {"2: not JSON: expected ',' or '}' behind this"}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(told(check_plugin_list(dir.write("settings.json", text))) == expected);
    }
}

TEST_CASE("a list that is wrong is a root without skills, that sees when it is mended") {
    const testing::TempDir dir;
    Places places;
    places.home = dir.path();
    const auto file = dir.write(".claude/settings.json", "{");
    dir.write(".claude/plugins/cache/m/p/1/skills/a/SKILL.md", "---\nname: a\ndescription: d\n---\nbody\n");
    const auto found = look_up_plugins(places).roots;
    REQUIRE(found.size() == 2);
    CHECK(found[0].root.folder == file);
    const auto root = load_root(found[0].root, nullptr, {});
    CHECK(root.skills.empty());
    CHECK(root.scan->folders == std::vector<fs::path>{file});
    CHECK(told(root.diagnostics.values()).size() == 1);
    CHECK(changed_since(root.outside).empty());
    dir.write(".claude/settings.json", "{\"enabledPlugins\": {\"p@m\": true}}");
    CHECK(changed_since(root.outside) == std::vector<fs::path>{file});
    const Touched nothing;
    CHECK(load_root(root.spec, &root, {}, {&nothing}).diagnostics.empty());
    CHECK(look_up_plugins(places).roots.size() == 1);
}

TEST_CASE("what is wrong with manifests is told by the plugin's root, or by one that stands for it") {
    const testing::TempDir dir;
    Places places;
    places.plugins = {dir.path()};
    const auto loaded = [&](std::size_t number, std::size_t of) {
        const auto roots = look_up_plugins(places).roots;
        REQUIRE(roots.size() == of);
        return load_root(roots[number].root, nullptr, {});
    };
    const auto skill = dir.write("p/skills/a/SKILL.md", "---\nname: a\ndescription: d\n---\nbody\n");
    dir.write("p/.claude-plugin/plugin.json", "{\n\"name\": \"tools\",\n}");
    const auto served = loaded(0, 1);
    CHECK(told(served.diagnostics.values()) == Lines{"2: not JSON: a comma before '}'"});
    CHECK(served.diagnostics[0].path == (dir.path() / "p/.claude-plugin/plugin.json").string());
    REQUIRE(served.skills.size() == 1);
    CHECK(served.skills[0].skill->qualified_name() == "tools:a");

    dir.write("empty/.claude-plugin/plugin.json", "{\"name\": ");
    dir.write("market/.claude-plugin/marketplace.json", "{\"plugins\": ");
    for (const std::size_t number : {0U, 1U}) {
        const auto broken = loaded(number, 3);
        CHECK(broken.skills.empty());
        CHECK(told(broken.diagnostics.values()).size() == 1);
    }
    dir.write("empty/.claude-plugin/plugin.json",
              "{\"name\": \"empty\"}");  // one of commands only: nothing wrong
    CHECK(look_up_plugins(places).roots.size() == 2);
}

TEST_CASE("that a manifest appears, changes or goes is seen from the root's surroundings") {
    const testing::TempDir dir;
    dir.write("m/p/skills/a/SKILL.md", "---\nname: a\ndescription: d\n---\nbody\n");
    const RootSpec spec{dir.path() / "m/p/skills", Scope::Plugin, "p", dir.path() / "m/p"};
    const auto before = load_root(spec, nullptr, {});
    CHECK(changed_since(before.outside).empty());
    for (const auto* file : {"m/p/.claude-plugin/plugin.json", "m/.claude-plugin/marketplace.json"}) {
        CAPTURE(file);
        const auto root = load_root(spec, nullptr, {});
        const auto path = dir.write(file, "{\"name\": \"x\", \"plugins\": []}");
        CHECK(changed_since(root.outside) == std::vector<fs::path>{path});
        const auto there = load_root(spec, &root, {});
        CHECK(there.diagnostics.empty());
        dir.write(file, "{");
        CHECK(changed_since(there.outside) == std::vector<fs::path>{path});
        CHECK(load_root(spec, &there, {}).diagnostics.size() == 1);
        fs::remove(path);
        CHECK(changed_since(there.outside) == std::vector<fs::path>{path});
    }
}

}  // namespace skillwake::skill
