#include "skill/load.h"
#include "tests/skill/storm.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;
using testing::Storm;
using testing::versioned_skill;

void check_same(const Scan& now, const Scan& fresh) {
    REQUIRE(now.skills.size() == fresh.skills.size());
    for (std::size_t i = 0; i < now.skills.size(); ++i) {
        CHECK(now.skills[i].file == fresh.skills[i].file);
        CHECK(now.skills[i].resources == fresh.skills[i].resources);
    }
    CHECK(now.folders == fresh.folders);
    CHECK(now.diagnostics == fresh.diagnostics);
    CHECK(now.links == fresh.links);
    CHECK(now.listings->size() == fresh.listings->size());
}

TEST_CASE("after any storm a rescan of what was touched equals a fresh scan, and loads the same skills") {
    for (unsigned seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        Storm storm(seed);
        const RootSpec spec{storm.root(), Scope::User};
        auto loaded = load_root(spec, nullptr, {});
        for (int round = 0; round < 12; ++round) {
            CAPTURE(round);
            for (int i = 0; i <= round; ++i) {
                storm.step();
            }
            const auto touched = storm.take_touched();
            auto next = load_root(spec, &loaded, {}, {&touched});
            const auto whole = load_root(spec, &loaded, {});
            check_same(*next.scan, *whole.scan);
            REQUIRE(next.skills.size() == whole.skills.size());
            for (std::size_t i = 0; i < next.skills.size(); ++i) {
                CHECK(next.skills[i].skill->text == whole.skills[i].skill->text);
                CHECK(next.skills[i].skill->resources == whole.skills[i].skill->resources);
            }
            CHECK(next.diagnostics == whole.diagnostics);
            loaded = std::move(next);
        }
    }
}

TEST_CASE("many touched folders, which are listed at the same time, give what a fresh scan gives") {
    const testing::TempDir dir;
    const auto folder = [](int i) { return "s" + std::to_string(i); };
    Touched touched;
    std::vector<fs::path> announced;
    for (int i = 0; i < 200; ++i) {
        dir.write(folder(i) + "/SKILL.md", versioned_skill("s", 1));
    }
    dir.write(".gitignore", "ignored\n");
    const auto before = scan_root(dir.path(), {});
    for (int i = 0; i < 200; ++i) {
        dir.write(folder(i) + "/" + (i % 3 == 0 ? "notes.md" : "ignored"), "x");
        touched[dir.path() / folder(i)] = {"notes.md", "ignored"};
    }
    const auto after = rescan_root(before, touched, dir.path(), {}, {},
                                   [&announced](const fs::path& listed) { announced.push_back(listed); });
    CHECK(announced.size() == 200);
    CHECK(after->listed == 200);
    const auto fresh = scan_root(dir.path(), {});
    REQUIRE(after->skills.size() == fresh->skills.size());
    for (std::size_t i = 0; i < fresh->skills.size(); ++i) {
        CHECK(after->skills[i].file == fresh->skills[i].file);
        CHECK(after->skills[i].resources == fresh->skills[i].resources);
    }
}

TEST_CASE("one edited skill costs one folder and one file, however many there are") {
    const testing::TempDir dir;
    for (int i = 0; i < 50; ++i) {
        dir.write("s" + std::to_string(i) + "/SKILL.md", versioned_skill("s" + std::to_string(i), 0));
    }
    const RootSpec spec{dir.path(), Scope::User};
    const auto before = load_root(spec, nullptr, {});
    CHECK(before.files_read == 50);
    CHECK(before.scan->listed == 51);

    std::vector<fs::path> listed;
    const auto note = [&listed](const fs::path& folder) { listed.push_back(folder); };
    dir.write("s7/SKILL.md", versioned_skill("s7", 1));
    const Touched edited{{dir.path() / "s7", {"SKILL.md"}}};
    const auto after = load_root(spec, &before, {}, {&edited, note});
    CHECK(after.files_read == 1);
    CHECK(listed == std::vector<fs::path>{dir.path() / "s7"});
    CHECK(after.scan == before.scan);
    CHECK(after.skills.size() == 50);

    listed.clear();
    dir.write("new/SKILL.md", versioned_skill("new", 1));
    const Touched added{{dir.path(), {"new"}}};
    const auto grown = load_root(spec, &after, {}, {&added, note});
    CHECK(grown.files_read == 1);
    CHECK(listed == std::vector<fs::path>{dir.path(), dir.path() / "new"});
    CHECK(grown.skills.size() == 51);

    fs::remove_all(dir.path() / "new");
    const auto shrunk = load_root(spec, &grown, {}, {&added, note});
    CHECK(shrunk.files_read == 0);
    CHECK(shrunk.scan->left == std::vector<fs::path>{dir.path() / "new"});
}

TEST_CASE(
    "what lies outside of the folders of a scan is stamped: the root's own place, rules, ignore files") {
    const testing::TempDir dir;
    dir.write("p/.gitignore", "x\n");
    dir.write("p/skills/a/SKILL.md", versioned_skill("a", 0));
    const RootSpec spec{dir.path() / "p/skills", Scope::Project, "", dir.path() / "p"};
    const auto loaded = load_root(spec, nullptr, {});
    CHECK(changed_since(loaded.outside).empty());
    SUBCASE("the root is replaced by another folder") {
        fs::rename(spec.folder, dir.path() / "old");
        fs::create_directory(spec.folder);
    }
    SUBCASE("the root is gone") {
        fs::remove_all(spec.folder);
    }
    SUBCASE("rules appear beside it") {
        dir.write("p/hooks/skill-rules.json", "{}");
    }
    SUBCASE("a .gitignore above it changes") {
        dir.write("p/.gitignore", "longer\n");
    }
    CHECK(changed_since(loaded.outside).size() == 1);
    // Then no list of touched folders is believed.
    const Touched nothing;
    const auto again = load_root(spec, &loaded, {}, {&nothing});
    CHECK(again.scan != loaded.scan);
}

TEST_CASE("a link's new target is a change of the scan") {
    const testing::TempDir dir;
    const auto one = dir.write("aside/one.md", versioned_skill("one", 0));
    dir.write("root/a/x.txt", "");
    const auto link = dir.path() / "root/a/SKILL.md";
    fs::create_symlink(one, link);
    const RootSpec spec{dir.path() / "root", Scope::User};
    const auto before = load_root(spec, nullptr, {});
    REQUIRE(before.scan->links.contains(link));
    CHECK(before.scan->links.at(link) == stamp_path(link));
    dir.write("aside/one.md", versioned_skill("one-again", 1));
    CHECK(before.scan->links.at(link) != stamp_path(link));
    const Touched touched{{link.parent_path(), {"SKILL.md"}}};
    const auto after = load_root(spec, &before, {}, {&touched});
    CHECK(after.skills.at(0).skill->name == "one-again");
    CHECK(after.scan->links.at(link) == stamp_path(link));
}

}  // namespace
}  // namespace skillwake::skill
