#include "skill/scan.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

std::string relative(const testing::TempDir& root, const fs::path& path) {
    return path.lexically_relative(root.path()).generic_string();
}

Lines files_of(const testing::TempDir& root, const Scan& scan) {
    Lines files;
    for (const auto& skill : scan.skills) {
        files.push_back(relative(root, skill.file));
    }
    return files;
}

Lines resources_of(const testing::TempDir& root, const FoundSkill& skill) {
    Lines files;
    for (const auto& file : skill.resources) {
        files.push_back(relative(root, file));
    }
    return files;
}

Lines messages_of(const Scan& scan) {
    Lines messages;
    for (const auto& diagnostic : scan.diagnostics) {
        CHECK_FALSE(diagnostic.fix.empty());
        messages.push_back(diagnostic.message);
    }
    return messages;
}

}  // namespace

TEST_CASE("every SKILL.md or skill.md below a root is found, sorted by path") {
    const testing::TempDir root;
    for (const char* file : {"b/SKILL.md", "a/skill.md", "group/c/SKILL.md", "a/nested/SKILL.md",
                             "d/README.md", "e/Skill.md", "f/SKILL.md.bak", "g/my-SKILL.md"}) {
        root.write(file, "x");
    }
    const auto scan = *scan_root(root.path(), {});
    CHECK(files_of(root, scan) == Lines{"a/nested/SKILL.md", "a/skill.md", "b/SKILL.md", "group/c/SKILL.md"});
    CHECK(scan.diagnostics.empty());
    CHECK(scan.folders.size() == 10);
}

TEST_CASE("a root that is itself a skill, is empty, or is not there") {
    const testing::TempDir root;
    CHECK(scan_root(root.path(), {})->skills.empty());
    root.write("SKILL.md", "x");
    CHECK(files_of(root, *scan_root(root.path(), {})) == Lines{"SKILL.md"});
    CHECK(scan_root(root.path() / "nothing", {})->skills.empty());
    CHECK(scan_root(root.path() / "nothing", {})->folders.empty());
}

TEST_CASE("where both spellings stand SKILL.md counts, and the other is a file beside it") {
    const testing::TempDir root;
    for (const char* folder : {"a/", "b/", "c/"}) {
        root.write(std::string(folder) + "skill.md", "x");
        root.write(std::string(folder) + "SKILL.md", "x");
    }
    const auto scan = *scan_root(root.path(), {});
    REQUIRE(files_of(root, scan) == Lines{"a/SKILL.md", "b/SKILL.md", "c/SKILL.md"});
    CHECK(resources_of(root, scan.skills[0]) == Lines{"a/skill.md"});
}

TEST_CASE("resources are the files beside and below a skill, but not those of a nested one") {
    const testing::TempDir root;
    for (const char* file : {"a/SKILL.md", "a/z.txt", "a/references/b.md", "a/inner/SKILL.md",
                             "a/inner/own.md", "a/inner/deep/own.md", "beside.md"}) {
        root.write(file, "x");
    }
    const auto scan = *scan_root(root.path(), {});
    REQUIRE(files_of(root, scan) == Lines{"a/SKILL.md", "a/inner/SKILL.md"});
    CHECK(resources_of(root, scan.skills[0]) == Lines{"a/references/b.md", "a/z.txt"});
    CHECK(resources_of(root, scan.skills[1]) == Lines{"a/inner/deep/own.md", "a/inner/own.md"});
}

TEST_CASE(".git and node_modules are passed over") {
    const testing::TempDir root;
    root.write(".git/a/SKILL.md", "x");
    root.write("node_modules/a/SKILL.md", "x");
    root.write("pkg/node_modules/a/SKILL.md", "x");
    root.write(".hidden/a/SKILL.md", "x");
    CHECK(files_of(root, *scan_root(root.path(), {})) == Lines{".hidden/a/SKILL.md"});
}

TEST_CASE("symlinked folders are followed once each, so that cycles end") {
    const testing::TempDir root;
    const testing::TempDir other;
    other.write("far/SKILL.md", "x");
    root.write("a/SKILL.md", "x");
    fs::create_directory_symlink(root.path(), root.path() / "a/back");
    fs::create_directory_symlink("..", root.path() / "a/up");
    fs::create_directory_symlink(other.path() / "far", root.path() / "linked");
    fs::create_directory_symlink(other.path() / "far", root.path() / "linked-again");
    fs::create_directory_symlink("nowhere", root.path() / "broken");
    fs::create_symlink("self", root.path() / "self");
    const auto scan = *scan_root(root.path(), {});
    CHECK(files_of(root, scan) == Lines{"a/SKILL.md", "linked/SKILL.md"});
    CHECK(scan.diagnostics.empty());
}

TEST_CASE("a scan gives the same, in whatever order the disk has the entries") {
    std::vector<std::string> names = {"m", "a", "z", "k", "b", "q", "y", "c"};
    Lines first;
    for (int turn = 0; turn < 8; ++turn) {
        std::rotate(names.begin(), names.begin() + 3, names.end());
        const testing::TempDir root;
        for (const auto& name : names) {
            root.write(name + "/skill-" + name + "/SKILL.md", "x");
            root.write(name + "/skill-" + name + "/notes.md", "x");
            fs::create_directory_symlink("..", root.path() / name / "up");
            fs::create_directory_symlink("../m/skill-m", root.path() / name / "same");
        }
        const auto scan = *scan_root(root.path(), {});
        auto found = files_of(root, scan);
        CHECK(found.size() == names.size());
        for (const auto& skill : scan.skills) {
            const auto resources = resources_of(root, skill);
            found.insert(found.end(), resources.begin(), resources.end());
        }
        first = first.empty() ? found : first;
        CHECK(found == first);
        CHECK(found.front() == "a/same/SKILL.md");  // of several ways to one folder the first by name
    }
}

TEST_CASE("folders are read down to the limit of depth, and what lies below is told once") {
    const testing::TempDir root;
    root.write("1/2/SKILL.md", "x");
    root.write("1/2/3/SKILL.md", "x");
    root.write("a/b/c/SKILL.md", "x");
    ScanLimits limits;
    limits.depth = 2;
    const auto scan = *scan_root(root.path(), limits);
    CHECK(files_of(root, scan) == Lines{"1/2/SKILL.md"});
    CHECK(messages_of(scan) == Lines{"folders below depth 2 are not read"});
    limits.depth = 3;
    const auto whole = *scan_root(root.path(), limits);
    CHECK(whole.skills.size() == 3);
    CHECK(whole.diagnostics.empty());
}

TEST_CASE("as many skills are found as the limit, and that there are more is told once") {
    const testing::TempDir root;
    for (const char* file : {"a/SKILL.md", "b/SKILL.md", "c/README.md"}) {
        root.write(file, "x");
    }
    ScanLimits limits;
    limits.skills = 2;
    CHECK(messages_of(*scan_root(root.path(), limits)) == Lines{});
    root.write("a/nested/SKILL.md", "x");
    root.write("d/SKILL.md", "x");
    const auto scan = *scan_root(root.path(), limits);
    CHECK(scan.skills.size() == 2);
    CHECK(messages_of(scan) ==
          Lines{"the root holds more than 2 skills or 250000 folders: the rest is not read"});
}

TEST_CASE("as many folders are read as the limit, and that there are more is told once") {
    const testing::TempDir root;
    root.write("a/SKILL.md", "x");
    root.write("b/SKILL.md", "x");
    ScanLimits limits;
    limits.folders = 3;
    CHECK(scan_root(root.path(), limits)->diagnostics.empty());
    limits.folders = 2;
    const auto scan = *scan_root(root.path(), limits);
    CHECK(files_of(root, scan) == Lines{"a/SKILL.md"});
    CHECK(messages_of(scan) ==
          Lines{"the root holds more than 200000 skills or 2 folders: the rest is not read"});
}

TEST_CASE("as many resources of a skill are listed as the limit, and that there are more is told") {
    const testing::TempDir root;
    root.write("a/SKILL.md", "x");
    root.write("a/1.md", "x");
    root.write("a/b/2.md", "x");
    ScanLimits limits;
    limits.resources = 2;
    CHECK(scan_root(root.path(), limits)->diagnostics.empty());
    root.write("a/c/3.md", "x");
    root.write("a/d/4.md", "x");
    const auto scan = *scan_root(root.path(), limits);
    REQUIRE(scan.skills.size() == 1);
    CHECK(resources_of(root, scan.skills[0]) == Lines{"a/1.md", "a/b/2.md"});
    CHECK(messages_of(scan) == Lines{"the skill has more than 2 files: the rest is not listed"});
}

TEST_CASE("a folder that cannot be read is told, and hides nothing else") {
    if (::geteuid() == 0) {
        MESSAGE("skipped: root may read every folder");
        return;
    }
    const testing::TempDir root;
    root.write("a/SKILL.md", "x");
    root.write("b/SKILL.md", "x");
    fs::permissions(root.path() / "a", fs::perms::none);
    const auto scan = *scan_root(root.path(), {});
    fs::permissions(root.path() / "a", fs::perms::owner_all);
    CHECK(files_of(root, scan) == Lines{"b/SKILL.md"});
    REQUIRE(scan.diagnostics.size() == 1);
    CHECK(scan.diagnostics[0].path == (root.path() / "a").string());
}

TEST_CASE("what .gitignore files ignore is passed over") {
    const testing::TempDir project;
    project.write(".gitignore", "draft/\n*.secret\n");
    for (const char* file : {"skills/a/SKILL.md", "skills/a/key.secret", "skills/a/notes.md",
                             "skills/draft/b/SKILL.md", "skills/old/SKILL.md"}) {
        project.write(file, "x");
    }
    project.write("skills/.gitignore", "old\n");
    const auto root = project.path() / "skills";
    const auto scan = *scan_root(root, {}, project.path());
    CHECK(files_of(project, scan) == Lines{"skills/a/SKILL.md"});
    CHECK(resources_of(project, scan.skills.front()) == Lines{"skills/a/notes.md"});
    CHECK(scan.diagnostics.empty());
}

TEST_CASE("links out of the project are not followed, and it says so; links within it are") {
    const testing::TempDir outside;
    outside.write("secret/SKILL.md", "x");
    outside.write("data.txt", "x");
    const testing::TempDir project;
    project.write("shared/b/SKILL.md", "x");
    project.write("skills/a/SKILL.md", "x");
    project.write("skills/c/notes.md", "x");
    const auto root = project.path() / "skills";
    fs::create_directory_symlink(outside.path() / "secret", root / "folder");
    fs::create_symlink(outside.path() / "secret/SKILL.md", root / "c/SKILL.md");
    fs::create_symlink(outside.path() / "data.txt", root / "a/data.txt");
    fs::create_directory_symlink("../shared", root / "inside");

    const auto scan = *scan_root(root, {}, project.path());
    CHECK(files_of(project, scan) == Lines{"skills/a/SKILL.md", "skills/inside/b/SKILL.md"});
    CHECK(scan.skills.front().resources.empty());
    const std::string message = "link leads out of " + project.path().string() + ": it is not followed";
    CHECK(messages_of(scan) == Lines(3, message));

    CHECK(scan_root(root, {})->skills.size() == 4);  // a user's own folder may link anywhere
}

TEST_CASE("a root that is itself a link out of the project holds nothing") {
    const testing::TempDir outside;
    outside.write("a/SKILL.md", "x");
    const testing::TempDir project;
    fs::create_directory_symlink(outside.path(), project.path() / "skills");
    const auto scan = *scan_root(project.path() / "skills", {}, project.path());
    CHECK(scan.skills.empty());
    CHECK(scan.diagnostics.size() == 1);
}

}  // namespace skillwake::skill
