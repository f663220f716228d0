#include "skill/load.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

std::string skill_text(const std::string& name, int version) {
    return "---\nname: " + name + "\ndescription: version " + std::to_string(version) + "\n---\nbody\n";
}

/// A folder that changes at random, and tells what a watch of each of its folders would tell.
class Storm {
public:
    explicit Storm(unsigned seed) : random_(seed) {
        for (int i = 0; i < 12; ++i) {
            create();
        }
        take_touched();
    }

    const fs::path& root() const { return root_; }
    Touched take_touched() { return std::exchange(touched_, {}); }

    void step() {
        switch (pick(8)) {
            case 0:
                return remove();
            case 1:
                return rename();
            case 2:
                return link();
            case 3:
                return replace_by_rename();
            case 4:
                return tear();
            default:
                return create();
        }
    }

private:
    std::size_t pick(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }

    void tell(const fs::path& path) { touched_[path.parent_path()].insert(path.filename().string()); }

    /// Not through a link: the one folder behind two of them would have to be told by the name it was seen
    /// by.
    fs::path folder() {
        auto at = root_;
        const auto depth = 1 + pick(3);
        for (std::size_t i = 0; i < depth && !fs::is_symlink(at); ++i) {
            at /= std::string(1, static_cast<char>('a' + pick(4)));
        }
        return at;
    }

    /// Creates what is missing above it, each a change of its own.
    void make(const fs::path& wanted) {
        if (fs::is_directory(fs::symlink_status(wanted))) {
            return;
        }
        make(wanted.parent_path());
        fs::remove(wanted);
        fs::create_directory(wanted);
        tell(wanted);
    }

    void write(const fs::path& file, const std::string& text) {
        if (fs::is_directory(file)) {
            return;
        }
        std::ofstream(file, std::ios::binary) << text;
        tell(file);
    }

    void create() {
        const auto at = folder();
        make(at);
        static const std::vector<std::string> kNames{"SKILL.md", "SKILL.md", "SKILL.md", "data.csv",
                                                     "skill.md"};
        write(at / kNames[pick(kNames.size())], skill_text("s" + std::to_string(pick(9)), ++version_));
    }

    void replace_by_rename() {
        const auto at = folder();
        make(at);
        write(at / "new.tmp", skill_text("renamed", ++version_));
        fs::rename(at / "new.tmp", at / "SKILL.md");
        tell(at / "SKILL.md");
    }

    void tear() {
        const auto at = folder();
        make(at);
        write(at / "SKILL.md", "---\nname: torn");
    }

    void remove() {
        const auto at = folder();
        if (fs::exists(fs::symlink_status(at))) {
            fs::remove_all(at);
            tell(at);
        }
    }

    void rename() {
        const auto from = folder();
        const auto to = folder();
        std::error_code failed;
        fs::rename(from, to, failed);
        if (!failed && from != to) {
            tell(from);
            tell(to);
        }
    }

    void link() {
        const auto at = folder();
        if (fs::exists(fs::symlink_status(at)) || !fs::is_directory(fs::symlink_status(at.parent_path()))) {
            return;
        }
        fs::create_directory_symlink(aside_ / std::string(1, static_cast<char>('a' + pick(2))), at);
        tell(at);
    }

    testing::TempDir dir_;
    fs::path root_ = dir_.write("root/a/SKILL.md", skill_text("first", 0)).parent_path().parent_path();
    fs::path aside_ = [this] {
        dir_.write("aside/a/SKILL.md", skill_text("aside-a", 0));
        return dir_.write("aside/b/SKILL.md", skill_text("aside-b", 0)).parent_path().parent_path();
    }();
    std::mt19937 random_;
    Touched touched_;
    int version_ = 0;
};

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
        dir.write(folder(i) + "/SKILL.md", skill_text("s", 1));
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
        dir.write("s" + std::to_string(i) + "/SKILL.md", skill_text("s" + std::to_string(i), 0));
    }
    const RootSpec spec{dir.path(), Scope::User};
    const auto before = load_root(spec, nullptr, {});
    CHECK(before.files_read == 50);
    CHECK(before.scan->listed == 51);

    std::vector<fs::path> listed;
    const auto note = [&listed](const fs::path& folder) { listed.push_back(folder); };
    dir.write("s7/SKILL.md", skill_text("s7", 1));
    const Touched edited{{dir.path() / "s7", {"SKILL.md"}}};
    const auto after = load_root(spec, &before, {}, {&edited, note});
    CHECK(after.files_read == 1);
    CHECK(listed == std::vector<fs::path>{dir.path() / "s7"});
    CHECK(after.scan == before.scan);
    CHECK(after.skills.size() == 50);

    listed.clear();
    dir.write("new/SKILL.md", skill_text("new", 1));
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
    dir.write("p/skills/a/SKILL.md", skill_text("a", 0));
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
    const auto one = dir.write("aside/one.md", skill_text("one", 0));
    dir.write("root/a/x.txt", "");
    const auto link = dir.path() / "root/a/SKILL.md";
    fs::create_symlink(one, link);
    const RootSpec spec{dir.path() / "root", Scope::User};
    const auto before = load_root(spec, nullptr, {});
    REQUIRE(before.scan->links.contains(link));
    CHECK(before.scan->links.at(link) == stamp_path(link));
    dir.write("aside/one.md", skill_text("one-again", 1));
    CHECK(before.scan->links.at(link) != stamp_path(link));
    const Touched touched{{link.parent_path(), {"SKILL.md"}}};
    const auto after = load_root(spec, &before, {}, {&touched});
    CHECK(after.skills.at(0).skill->name == "one-again");
    CHECK(after.scan->links.at(link) == stamp_path(link));
}

}  // namespace
}  // namespace skillwake::skill
