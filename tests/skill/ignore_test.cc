#include "skill/ignore.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

struct Case {
    const char* patterns;
    const char* path;
    bool is_folder;
    bool ignored;
};

bool ignored_by(const std::string& patterns, const std::string& path, bool is_folder) {
    const testing::TempDir root;
    root.write(".gitignore", patterns);
    IgnoreStack stack({}, root.path());
    stack.enter(root.path());
    return stack.ignores(root.path() / path, is_folder);
}

}  // namespace

TEST_CASE("a .gitignore line means what git says that it means") {
    const std::vector<Case> cases = {
        {"build", "build", true, true},
        {"build", "a/build", false, true},
        {"build/", "a/build", true, true},
        {"build/", "build", false, false},
        {"/build", "a/build", true, false},
        {"/build", "build", true, true},
        {"a/build", "a/build", true, true},
        {"a/build", "b/a/build", true, false},
        {"*.tmp", "a/b.tmp", false, true},
        {"*.tmp", "a/b.tmpx", false, false},
        {"a/*", "a/b", true, true},
        {"a/*", "a/b/c", true, false},
        {"a/**", "a/b/c", true, true},
        {"a/**", "a", true, false},
        {"**/b", "b", true, true},
        {"**/b", "a/c/b", true, true},
        {"a/**/b", "a/b", true, true},
        {"a/**/b", "a/x/y/b", true, true},
        {"a/**/b", "c/b", true, false},
        {"draft[0-9]", "draft7", true, true},
        {"# build\n\nx", "# build", true, false},
        {"\\#x", "#x", true, true},
        {"\\!x", "!x", true, true},
        {"*\n!keep", "keep", true, false},
        {"!keep\n*", "keep", true, true},
        {"build  \r\n", "build", true, true},
        {"a\\ ", "a ", true, true},
        {"/", "a", true, false},
        {"", "a", true, false},
    };
    for (const auto& one : cases) {
        CAPTURE(std::string(one.patterns));
        CAPTURE(std::string(one.path));
        CHECK(ignored_by(one.patterns, one.path, one.is_folder) == one.ignored);
    }
}

TEST_CASE("a deeper .gitignore goes before those above it") {
    const testing::TempDir root;
    root.write(".gitignore", "*.log\nsecret\n");
    root.write("a/.gitignore", "!keep.log\n");
    IgnoreStack stack({}, root.path());
    stack.enter(root.path());
    stack.enter(root.path() / "a");
    CHECK_FALSE(stack.ignores(root.path() / "a/keep.log", false));
    CHECK(stack.ignores(root.path() / "a/other.log", false));
    CHECK(stack.ignores(root.path() / "a/secret", true));
    stack.leave();
    CHECK(stack.ignores(root.path() / "keep.log", false));
}

TEST_CASE("what a project ignores as a whole is what its owner put there: its own files count alone") {
    const testing::TempDir root;
    const auto skills = root.path() / ".claude/skills";
    for (const char* all : {".claude/", ".claude/**", ".claude/skills"}) {
        CAPTURE(std::string(all));
        root.write(".gitignore", std::string(all) + "\ndraft\n");
        root.write(".claude/skills/.gitignore", "old\n");
        IgnoreStack stack(root.path(), skills);
        stack.enter(skills);
        CHECK_FALSE(stack.ignores(skills / "mine", true));
        CHECK_FALSE(stack.ignores(skills / "draft", true));
        CHECK(stack.ignores(skills / "old", true));
    }
    root.write(".gitignore", "draft\n");
    IgnoreStack stack(root.path(), skills);
    stack.enter(skills);
    CHECK(stack.ignores(skills / "draft", true));
}

TEST_CASE("a folder is ignored when one above it is") {
    const testing::TempDir root;
    root.write(".gitignore", "vendor/\n");
    CHECK(is_ignored(root.path(), root.path() / "vendor/x/y"));
    CHECK_FALSE(is_ignored(root.path(), root.path() / "src/x"));
    CHECK_FALSE(is_ignored(root.path(), root.path()));
}

TEST_CASE("a pattern that could match in very many ways is decided at once") {
    std::string pattern;
    std::string path;
    for (int i = 0; i < 15; ++i) {
        pattern += "**/a/";
        path += "a/a/a/";
    }
    CHECK_FALSE(ignored_by(pattern + "b", path + "c", true));
    CHECK_FALSE(ignored_by(std::string(40, '*') + "b", std::string(250, 'a'), true));
    CHECK_FALSE(ignored_by("*a*a*a*a*a*a*a*a*a*a*a*b", std::string(250, 'a'), true));
}

}  // namespace skillwake::skill
