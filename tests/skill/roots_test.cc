#include "skill/roots.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

class RootsFixture {
public:
    RootsFixture() { fs::create_directories(home()); }

    fs::path home() const { return dir.path() / "home"; }
    void folder(const std::string& name) const { fs::create_directories(dir.path() / name); }

    Lines roots(const std::string& cwd, const Places& places) const {
        Lines lines;
        for (const auto& root : standard_roots(dir.path() / cwd, places)) {
            lines.push_back(std::string(name_of(root.scope)) + " " +
                            root.folder.lexically_relative(dir.path()).generic_string());
        }
        return lines;
    }

    testing::TempDir dir;
};

}  // namespace

TEST_CASE_FIXTURE(RootsFixture, "roots are those from cwd up to the repository's root, nearest first") {
    folder("above/.claude/skills");
    folder("above/repo/.git");
    folder("above/repo/.claude/skills");
    folder("above/repo/pkg/.agents/skills");
    folder("above/repo/pkg/src");
    CHECK(roots("above/repo/pkg/src", {}) ==
          Lines{"project above/repo/pkg/.agents/skills", "project above/repo/.claude/skills"});
    CHECK(roots("above/repo", {}) == Lines{"project above/repo/.claude/skills"});
    CHECK(roots("above/repo/pkg/", {}) ==
          Lines{"project above/repo/pkg/.agents/skills", "project above/repo/.claude/skills"});
}

TEST_CASE_FIXTURE(RootsFixture, "rules of other tools stand behind the skills of the same folder") {
    folder("repo/.git");
    folder("repo/.cursor/rules");
    folder("repo/.skills");
    folder("home/.kiro/steering");
    CHECK(roots("repo", {home(), {}}) ==
          Lines{"project repo/.skills", "project repo/.cursor/rules", "user home/.kiro/steering"});
}

TEST_CASE_FIXTURE(RootsFixture, "a repository may be a worktree, whose .git is a file") {
    dir.write("repo/.git", "gitdir: elsewhere");
    folder("repo/.claude/skills");
    folder("repo/a");
    CHECK(roots("repo/a", {}) == Lines{"project repo/.claude/skills"});
}

TEST_CASE_FIXTURE(RootsFixture, "outside of a repository only cwd itself counts") {
    folder("up/.claude/skills");
    folder("up/here/.claude/skills");
    CHECK(roots("up/here", {}) == Lines{"project up/here/.claude/skills"});
}

TEST_CASE_FIXTURE(RootsFixture, "within a folder the known names have an order") {
    folder("p/.skills");
    folder("p/.cursor/skills");
    folder("p/.agents/skills");
    folder("p/.claude/skills");
    folder("p/.unknown/skills");
    dir.write("p/.codex/skills", "a file is no root");
    CHECK(roots("p", {}) == Lines{"project p/.claude/skills", "project p/.agents/skills",
                                  "project p/.cursor/skills", "project p/.skills"});
}

TEST_CASE_FIXTURE(RootsFixture, "the user's roots come behind the project's, the bundled ones last") {
    folder("p/.agents/skills");
    folder("home/.claude/skills");
    folder("home/.config/agents/skills");
    folder("share/skills");
    CHECK(roots("p", {home(), dir.path() / "share/skills"}) ==
          Lines{"project p/.agents/skills", "user home/.claude/skills", "user home/.config/agents/skills",
                "system share/skills"});
    CHECK(roots("p", {home(), dir.path() / "nothing"}).size() == 3);
}

TEST_CASE_FIXTURE(RootsFixture, "a home is the user's, not a project, also when cwd is it or lies below it") {
    folder("home/.claude/skills");
    folder("home/.git");
    folder("home/work");
    for (const auto& home_name : {home(), home() / ""}) {
        CAPTURE(home_name.string());
        CHECK(roots("home", {home_name, {}}) == Lines{"user home/.claude/skills"});
        CHECK(roots("home/work", {home_name, {}}) == Lines{"user home/.claude/skills"});
    }
}

}  // namespace skillwake::skill
