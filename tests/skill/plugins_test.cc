#include "skill/plugins.h"

#include "skill/load.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

class PluginsFixture {
public:
    PluginsFixture() { places.home = dir.path() / "home"; }

    void skill(const std::string& folder) const {
        dir.write(folder + "/SKILL.md",
                  "---\nname: " + fs::path(folder).filename().string() + "\ndescription: d\n---\nbody\n");
    }
    /// A plugin with one skill.
    void plugin(const std::string& folder, const std::string& name, const std::string& skill_name) const {
        dir.write(folder + "/.claude-plugin/plugin.json", "{\n\t\"name\": \"" + name + "\"\n}\n");
        skill(folder + "/skills/" + skill_name);
    }
    /// "plugin folder", and where it is seen.
    Lines roots() const {
        Lines lines;
        for (const auto& found : look_up_plugins(places).roots) {
            const auto relative = found.root.folder.lexically_relative(dir.path()).generic_string();
            lines.push_back(found.root.plugin + " " + relative +
                            (found.only_in.empty() ? "" : " in " + found.only_in.string()));
        }
        return lines;
    }

    testing::TempDir dir;
    Places places;
};

}  // namespace

TEST_CASE_FIXTURE(PluginsFixture, "no home and no plugins") {
    CHECK(roots().empty());
    places.home.clear();
    CHECK(roots().empty());
}

TEST_CASE_FIXTURE(PluginsFixture, "a plugin's skills have its name before theirs") {
    plugin("tools", "office", "pdf");
    places.plugins = {dir.path() / "tools"};
    const auto found = look_up_plugins(places).roots;
    REQUIRE(found.size() == 1);
    CHECK(found[0].root.scope == Scope::Plugin);
    CHECK(found[0].root.within == dir.path() / "tools");
    const auto loaded = load_root(found[0].root, nullptr, {});
    REQUIRE(loaded.skills.size() == 1);
    CHECK(loaded.skills[0].skill->qualified_name() == "office:pdf");
}

TEST_CASE_FIXTURE(PluginsFixture, "of a cache the newest version of each plugin counts") {
    for (const auto* version : {"1.9.0", "1.10.0", "1.2.0"}) {
        plugin(std::string("home/.claude/plugins/cache/market/office/") + version, "office", "pdf");
    }
    plugin("home/.claude/plugins/cache/market/print", "print", "a4");
    plugin("home/.claude/plugins/marketplaces/market/plugins/offered", "offered", "not-installed");
    CHECK(roots() == Lines{"office home/.claude/plugins/cache/market/office/1.10.0/skills",
                           "print home/.claude/plugins/cache/market/print/skills"});
}

TEST_CASE_FIXTURE(PluginsFixture, "what is listed as installed counts, and nothing else of the cache") {
    const std::string cache = "home/.claude/plugins/cache/market/";
    plugin(cache + "office/1.0", "office", "pdf");
    plugin(cache + "office/2.0", "office", "pdf");
    plugin(cache + "left-over/1.0", "left-over", "old");
    plugin(cache + "local/1.0", "local", "one");
    const auto at = (dir.path() / cache).string();
    dir.write("home/.claude/plugins/installed_plugins.json",
              R"({"version": 2, "plugins": {
                "office@market": [{"scope": "user", "installPath": ")" +
                  at + R"(office/1.0", "version": "1.0"}],
                "local@market": [{"scope": "project", "projectPath": "/code/app", "installPath": ")" +
                  at +
                  R"(local/1.0"}],
                "broken@market": [{"installPath": 7}, "no mapping"], "old-form@market": {"installPath": ")" +
                  at + R"(none"}}})");
    CHECK(roots() == Lines{" home/.claude/plugins/installed_plugins.json",
                           "local home/.claude/plugins/cache/market/local/1.0/skills in /code/app",
                           "office home/.claude/plugins/cache/market/office/1.0/skills"});
    const auto seen = [this](const char* cwd) { return standard_roots(cwd, places).size(); };
    CHECK(seen("/code/app") == 3);
    CHECK(seen("/code/app/src") == 3);
    CHECK(seen("/code/apple") == 2);
}

TEST_CASE_FIXTURE(PluginsFixture, "what was found holds until something that was looked at changes") {
    const std::string cache = "home/.claude/plugins/cache/market/";
    plugin(cache + "office/1.0", "office", "pdf");
    dir.write("home/.claude/settings.json", "{}");
    const auto age = [this] {
        const auto then = fs::file_time_type::clock::now() - std::chrono::seconds(1);
        fs::last_write_time(dir.path() / "home", then);
        for (const auto& entry : fs::recursive_directory_iterator(dir.path() / "home")) {
            fs::last_write_time(entry, then);
        }
    };
    CHECK_FALSE(look_up_plugins(places).holds());  // just written: a stamp does not tell what comes now
    const std::vector<std::function<void()>> changes = {
        [&] { dir.write("home/.claude/settings.json", "{ }"); },
        [&] { dir.write("home/.claude/plugins/installed_plugins.json", "{}"); },
        [&] { fs::remove(dir.path() / "home/.claude/plugins/installed_plugins.json"); },
        [&] { dir.write(cache + "office/1.0/.claude-plugin/plugin.json", "{\"name\": \"paper\"}"); },
        [&] { plugin(cache + "office/1.1", "office", "pdf"); },
        [&] { plugin(cache + "print/1.0", "print", "a4"); },
        [&] { plugin("home/.claude/plugins/cache/other/draw/1.0", "draw", "line"); },
        [&] { fs::remove_all(dir.path() / cache / "print"); },
    };
    for (const auto& change : changes) {
        age();
        const auto before = look_up_plugins(places);
        CHECK(before.holds());
        CHECK(shared_roots(places, shared_roots(places)).plugins.looked_at == before.looked_at);
        change();
        CHECK_FALSE(before.holds());
        CHECK(shared_roots(places, shared_roots(places)).plugins.looked_at ==
              look_up_plugins(places).looked_at);
    }
}

TEST_CASE_FIXTURE(PluginsFixture, "what the settings turn off is left out") {
    plugin("home/.claude/plugins/cache/market/on/1", "on", "a");
    plugin("home/.claude/plugins/cache/market/off/1", "off", "b");
    dir.write("home/.claude/settings.json",
              R"({"enabledPlugins": {"off@market": false, "on@market": true}})");
    CHECK(roots() == Lines{"on home/.claude/plugins/cache/market/on/1/skills"});
}

TEST_CASE_FIXTURE(PluginsFixture,
                  "a marketplace says which plugins it has, and which skills of a shared folder") {
    dir.write("market/.claude-plugin/marketplace.json", R"({"name": "m", "plugins": [
        {"name": "docs", "source": "./", "strict": false, "skills": ["./skills/pdf", "./skills/docx"]},
        {"name": "art", "source": "./", "strict": false, "skills": ["./skills/draw"]},
        {"name": "own", "source": "./plugins/own"},
        {"name": "far", "source": {"source": "github", "repo": "a/b"}},
        {"name": "out", "source": "../elsewhere"}, {"source": "./nameless"}, "text"]})");
    for (const auto* name : {"pdf", "docx", "draw", "unlisted"}) {
        skill(std::string("market/skills/") + name);
    }
    plugin("market/plugins/own", "own", "x");
    plugin("elsewhere", "out", "y");
    places.plugins = {dir.path() / "market"};
    CHECK(roots() == Lines{"art market/skills/draw", "docs market/skills/docx", "docs market/skills/pdf",
                           "own market/plugins/own/skills"});
}

TEST_CASE_FIXTURE(PluginsFixture, "an installed copy of a marketplace has the skills that its entry lists") {
    const std::string copy = "home/.claude/plugins/cache/m/docs/abc";
    dir.write(copy + "/.claude-plugin/marketplace.json",
              R"({"plugins": [{"name": "docs", "source": "./", "skills": ["./skills/pdf"]}]})");
    skill(copy + "/skills/pdf");
    skill(copy + "/skills/draw");
    CHECK(roots() == Lines{"docs " + copy + "/skills/pdf"});
}

TEST_CASE_FIXTURE(PluginsFixture, "a manifest adds folders of skills, but none outside of the plugin") {
    plugin("p", "p", "a");
    dir.write("p/.claude-plugin/plugin.json",
              R"({"name": "p", "skills": ["./more/", "../other", "/etc", "./none"]})");
    skill("p/more/b");
    skill("other/c");
    places.plugins = {dir.path() / "p"};
    CHECK(roots() == Lines{"p p/more", "p p/skills"});
}

TEST_CASE_FIXTURE(PluginsFixture, "a manifest that cannot be read hides nothing") {
    plugin("p", "p", "a");
    for (const auto* manifest : {"", "{\"name\": ", "[]", "7", "{\"name\": []}", "{\"name\": \"  \"}"}) {
        CAPTURE(manifest);
        dir.write("p/.claude-plugin/plugin.json", manifest);
        places.plugins = {dir.path()};
        CHECK(roots() == Lines{"p p/skills"});
    }
}

}  // namespace skillwake::skill
