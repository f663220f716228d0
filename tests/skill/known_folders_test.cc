#include "skill/scan.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// A root with two skills, of which one lies two folders below.
class Root {
public:
    Root() {
        skill("rockets");
        skill("boats/sails");
        files.write("skills/boats/sails/notes.md", "Wind.\n");
    }
    void skill(const std::string& name) const {
        files.write("skills/" + name + "/SKILL.md", "---\nname: x\ndescription: d\n---\n");
    }
    fs::path path() const { return files.path() / "skills"; }

    /// Does something that changes the entries of a folder, again until its time says so: the clock that
    /// stamps folders takes steps of milliseconds.
    template <class Change>
    void change(const std::string& folder, Change change) const {
        const auto before = stamp_folder(path() / folder).entries;
        change();
        for (int i = 0; stamp_folder(path() / folder).entries.changed_ns == before.changed_ns; ++i) {
            const auto file = path() / folder / ("touch-" + std::to_string(i));
            std::ofstream(file).put('x');
            fs::remove(file);
        }
    }

    std::shared_ptr<const Scan> scan_again() const {
        const auto known = listed_folders(*first);
        return scan_root(path(), {}, {}, {}, &known);
    }

    /// What a scan that remembers nothing finds.
    void check_as_anew(const Scan& scan) const {
        const auto anew = scan_root(path(), {});
        CHECK(scan.folders == anew->folders);
        CHECK(scan.diagnostics == anew->diagnostics);
        REQUIRE(scan.skills.size() == anew->skills.size());
        for (std::size_t i = 0; i < scan.skills.size(); ++i) {
            CHECK(scan.skills[i].file == anew->skills[i].file);
            CHECK(scan.skills[i].resources == anew->skills[i].resources);
        }
    }

    testing::TempDir files;
    std::shared_ptr<const Scan> first;
};

}  // namespace

TEST_CASE("folders that are as they were are not listed again, and are watched all the same") {
    Root root;
    root.first = scan_root(root.path(), {});
    CHECK(root.first->listed == 4);
    std::set<fs::path> watched;
    const auto known = listed_folders(*root.first);
    const auto again = scan_root(
        root.path(), {}, {}, [&](const fs::path& folder) { CHECK(watched.insert(folder).second); }, &known);
    CHECK(again->listed == 0);
    CHECK(watched == std::set<fs::path>(again->folders.begin(), again->folders.end()));
    root.check_as_anew(*again);
}

TEST_CASE("what came, went or was exchanged meanwhile is found, and only its folders are listed") {
    Root root;
    root.first = scan_root(root.path(), {});
    SUBCASE("a skill came") {
        root.change("boats", [&] { root.skill("boats/oars"); });
        const auto again = root.scan_again();
        CHECK(again->listed == 2);
        CHECK(again->skills.size() == 3);
        root.check_as_anew(*again);
    }
    SUBCASE("a file went") {
        root.change("boats/sails", [&] { fs::remove(root.path() / "boats/sails/notes.md"); });
        const auto again = root.scan_again();
        CHECK(again->listed == 1);
        root.check_as_anew(*again);
    }
    SUBCASE("another folder of the same name") {
        root.change("", [&] {
            fs::rename(root.path() / "boats", root.files.path() / "old");
            root.skill("boats/oars");
        });
        root.check_as_anew(*root.scan_again());
    }
    SUBCASE("the time of change was set back") {
        const auto before = fs::last_write_time(root.path() / "boats");
        root.change("boats", [&] { root.skill("boats/oars"); });
        fs::last_write_time(root.path() / "boats", before);
        const auto again = root.scan_again();
        CHECK(again->skills.size() == 3);
        root.check_as_anew(*again);
    }
    SUBCASE("a .gitignore file was edited in place") {
        root.files.write("skills/boats/.gitignore", "nothing\n");
        root.first = scan_root(root.path(), {});
        CHECK(root.scan_again()->listed == 0);
        root.files.write("skills/boats/.gitignore", "sails/\n");
        const auto again = root.scan_again();
        CHECK(again->skills.size() == 1);
        root.check_as_anew(*again);
    }
    SUBCASE("a .gitignore file above hides what lies below an unchanged folder") {
        root.change("", [&] { root.files.write("skills/.gitignore", "notes.md\n"); });
        root.check_as_anew(*root.scan_again());
    }
    SUBCASE("a .gitignore file above went") {
        root.files.write("skills/.gitignore", "notes.md\n");
        root.first = scan_root(root.path(), {});
        root.change("", [&] { fs::remove(root.path() / ".gitignore"); });
        root.check_as_anew(*root.scan_again());
    }
}

TEST_CASE("of a folder with links nothing is remembered: they may lead elsewhere now") {
    Root root;
    root.files.write("here/SKILL.md", "---\nname: x\ndescription: d\n---\n");
    fs::create_directory_symlink(root.files.path() / "here", root.path() / "link");
    root.first = scan_root(root.path(), {});
    CHECK(root.first->skills.size() == 3);
    fs::rename(root.files.path() / "here", root.files.path() / "there");
    fs::create_directory(root.files.path() / "here");
    const auto again = root.scan_again();
    CHECK(again->skills.size() == 2);
    root.check_as_anew(*again);
}

}  // namespace skillwake::skill
