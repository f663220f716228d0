#include "daemon/snapshot_cache.h"

#include "daemon/root_snapshot.h"
#include "tests/daemon/same_answers.h"
#include "tests/support/shared_material.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

class House {
public:
    House() {
        skill("rockets",
              "---\nname: rockets\ndescription: Launches rockets.\nactivation:\n  keywords: [rocket]\n"
              "  paths: ['*.rkt']\n---\n# Rockets\n\n```python\nimport orbit_planner\n```\n");
        skill("boats",
              "---\nname: boats\ndescription: Sails boats.\nname: twice\nqueries: [row to the "
              "isle]\n---\nRow the boat.\n");
        skill("trains",
              "---\nname: trains\ndescription: Runs trains\nargument-hint: where to\n---\nSee "
              "[more](more.md).\n");
        files.write("skills/trains/more.md", "Rails.\n");
        fs::create_directories(folder());
    }

    void skill(const std::string& name, const std::string& text) const {
        files.write("skills/" + name + "/SKILL.md", text);
    }
    fs::path folder() const { return files.path() / "cache"; }
    skill::RootSpec spec() const { return {files.path() / "skills", skill::Scope::Project}; }
    std::shared_ptr<const RootSnapshot> load(const skill::LoadOptions& options = {}) const {
        return make_snapshot(spec(), nullptr, options, {}, &cache);
    }
    std::shared_ptr<const RootSnapshot> load_anew() const { return make_snapshot(spec(), nullptr, {}); }
    /// The one of the two that ends so.
    fs::path cache_file(const std::string& ending) const {
        for (const auto& entry : fs::directory_iterator(folder())) {
            if (entry.path().extension() == ending) {
                return entry.path();
            }
        }
        return {};
    }

    testing::TempDir files;
    SnapshotCache cache{files.path() / "cache"};
};

void check_same(const RootSnapshot& a, const RootSnapshot& b) {
    REQUIRE(a.root.skills.size() == b.root.skills.size());
    for (std::size_t i = 0; i < a.root.skills.size(); ++i) {
        CHECK_MESSAGE(*a.root.skills[i].skill == *b.root.skills[i].skill, a.root.skills[i].skill->name);
    }
    CHECK(a.root.diagnostics == b.root.diagnostics);
    CHECK(a.trigger_diagnostics == b.trigger_diagnostics);
    CHECK(a.root.outside == b.root.outside);
}

}  // namespace

TEST_CASE("a root that was kept is the same without reading a file") {
    const House house;
    skill::LoadOptions sealed;
    sealed.sealed = true;
    const auto first = house.load();
    CHECK(first->root.files_read == 3);
    REQUIRE(house.cache.write(*first, {}));
    const auto again = house.load();
    CHECK_FALSE(house.cache.read(house.spec(), sealed));
    CHECK(again->root.files_read == 0);
    check_same(*first, *again);
    for (const auto* prompt :
         {"launch the rocket", "sail my boats to the trains", "fix orbit_planner", "hello"}) {
        testing::check_same_answers(*first, *again, prompt);
    }
}

TEST_CASE("what changed, came or went meanwhile is read, and nothing else") {
    const House house;
    REQUIRE(house.cache.write(*house.load(), {}));
    house.skill("boats", "---\nname: boats\ndescription: Sinks boats.\n---\nGlug.\n");
    house.skill("planes", "---\nname: planes\ndescription: Flies planes.\n---\nWhirr.\n");
    fs::remove_all(house.spec().folder / "rockets");
    const auto after = house.load();
    CHECK(after->root.files_read == 2);
    check_same(*house.load_anew(), *after);
    testing::check_same_answers(*house.load_anew(), *after, "fly planes over boats with a rocket");
}

TEST_CASE("folders that have not changed are not listed again, unless they changed just before") {
    const House house;
    const auto first = house.load();
    REQUIRE(house.cache.write(*first, {}));
    CHECK(house.load()->root.scan->listed == first->root.scan->listed);
    const SnapshotCache quick(house.folder(), std::chrono::nanoseconds(0));
    REQUIRE(quick.write(*first, {}));
    const auto again = make_snapshot(house.spec(), nullptr, {}, {}, &quick);
    CHECK(again->root.scan->listed == 0);
    check_same(*first, *again);
}

TEST_CASE("when something above the root has changed no folder is believed") {
    const House house;
    auto spec = house.spec();
    spec.within = house.files.path();
    const SnapshotCache quick(house.folder(), std::chrono::nanoseconds(0));
    REQUIRE(quick.write(*make_snapshot(spec, nullptr, {}), {}));
    CHECK(make_snapshot(spec, nullptr, {}, {}, &quick)->root.scan->listed == 0);
    house.files.write(".gitignore", "skills/boats/\n");
    const auto after = make_snapshot(spec, nullptr, {}, {}, &quick);
    CHECK(after->root.skills.size() == 2);
    check_same(*make_snapshot(spec, nullptr, {}), *after);
}

TEST_CASE("a file whose size and time of change were set back is seen by its inode's time") {
    const House house;
    const auto file = house.spec().folder / "boats/SKILL.md";
    REQUIRE(house.cache.write(*house.load(), {}));
    const auto before = fs::last_write_time(file);
    auto text = testing::bytes_of(file);
    text.replace(text.find("Sails"), 5, "Sinks");
    std::ofstream(file, std::ios::in | std::ios::out) << text;
    fs::last_write_time(file, before);
    CHECK(house.load()->root.skills.front().skill->description == "Sinks boats.");
}

TEST_CASE("a cache of another root or of other limits says nothing") {
    const House house;
    REQUIRE(house.cache.write(*house.load(), {}));
    auto other = house.spec();
    other.plugin = "plug";
    CHECK_FALSE(house.cache.read(other, {}));
    skill::LoadOptions options;
    options.scan.depth = 5;
    CHECK_FALSE(house.cache.read(house.spec(), options));
    options = {};
    options.skill_rules = skill::SkillRulesFiles::Ignored;
    CHECK_FALSE(house.cache.read(house.spec(), options));
    CHECK(house.cache.read(house.spec(), {}));
}

TEST_CASE("of a damaged cache nothing is used, wherever the damage is") {
    const House house;
    const auto first = house.load();
    REQUIRE(house.cache.write(*first, {}));
    const auto check_damaged = [&](const fs::path& file, const auto& is_read) {
        REQUIRE(is_read());
        const auto whole = testing::bytes_of(file);
        for (std::size_t at = 0; at < whole.size(); at += 97) {
            auto damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
            std::ofstream(file, std::ios::binary | std::ios::trunc) << damaged;
            CHECK_FALSE(is_read());
            std::ofstream(file, std::ios::binary | std::ios::trunc) << whole.substr(0, at);
            CHECK_FALSE(is_read());
        }
    };
    check_damaged(house.cache_file(".root"), [&] { return house.cache.read(house.spec(), {}).has_value(); });
    check_damaged(house.cache_file(".folders"),
                  [&] { return house.cache.read_folders(house.spec(), {}).has_value(); });
    check_same(*first, *house.load());
}

TEST_CASE("what cannot be written leaves what was there") {
    const House house;
    const auto first = house.load();
    REQUIRE(house.cache.write(*first, {}));
    const SnapshotCache nowhere(house.files.path() / "no-such-folder");
    CHECK_FALSE(nowhere.write(*first, {}));
    CHECK(house.cache.read(house.spec(), {}));
    CHECK(std::distance(fs::directory_iterator(house.folder()), {}) == 2);
}

TEST_CASE("real skills are the same from a cache") {
    const auto corpus = testing::shared_corpus("curated");
    if (!corpus) {
        return;
    }
    const House house;
    skill::LoadOptions options;
    options.scan.depth = 16;
    options.sealed = true;
    const skill::RootSpec spec{*corpus, skill::Scope::Project};
    const auto first = make_snapshot(spec, nullptr, options);
    REQUIRE(house.cache.write(*first, options));
    const auto again = make_snapshot(spec, nullptr, options, {}, &house.cache);
    CHECK(again->root.files_read == 0);
    check_same(*first, *again);
    for (const auto* prompt : {"write async python tests with pytest", "deploy to kubernetes with helm"}) {
        testing::check_same_answers(*first, *again, prompt);
    }
}

}  // namespace skillwake::daemon
