#include "skill/roots.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <algorithm>
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

    Lines roots(const std::string& cwd, const Places& places,
                Precedence precedence = Precedence::Spec) const {
        Lines lines;
        for (const auto& root : standard_roots(dir.path() / cwd, places, precedence)) {
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

TEST_CASE_FIXTURE(RootsFixture, "every folder that a tool reads skills from is a root") {
    const Lines names = {".claude/skills",     ".agents/skills",   ".codex/skills",
                         ".opencode/skills",   ".opencode/skill",  ".gemini/skills",
                         ".github/skills",     ".cursor/skills",   ".cline/skills",
                         ".clinerules/skills", ".roo/skills",      ".qwen/skills",
                         ".goose/skills",      ".skills",          ".agent/skills",
                         ".openhands/skills",  ".kilocode/skills", ".openhands/microagents",
                         ".omc/skills",        ".roo/skills-code", ".agents/skills-ask",
                         ".roo/rules",         ".roo/rules-code"};
    const Lines of_user = {".config/agents/skills",     ".config/amp/skills", ".config/opencode/skills",
                           ".copilot/skills",           ".letta/skills",      ".ironclaw/skills",
                           ".ironclaw/installed_skills"};
    for (const auto& name : names) {
        CAPTURE(name);
        const testing::TempDir own;
        fs::create_directories(own.path() / "p" / name);
        fs::create_directories(own.path() / "home" / name);
        const auto found = standard_roots(own.path() / "p", {own.path() / "home", {}});
        const RootSpec of_project{own.path() / "p" / name, Scope::Project, {}, own.path() / "p"};
        CHECK(std::count(found.begin(), found.end(), of_project) == 1);
        const RootSpec of_home{own.path() / "home" / name, Scope::User};
        CHECK(std::count(found.begin(), found.end(), of_home) == 1);
    }
    for (const auto& name : of_user) {
        CAPTURE(name);
        const testing::TempDir own;
        fs::create_directories(own.path() / name);
        const auto found = standard_roots("/nowhere", {own.path(), {}});
        REQUIRE(found.size() == 1);
        CHECK(found[0].scope == Scope::User);
    }
}

TEST_CASE_FIXTURE(RootsFixture, "a project's skills may lie in the open, behind those of its tools") {
    folder("repo/.git");
    folder("repo/skills");
    folder("repo/.cursor/rules");
    folder("repo/.claude/skills");
    folder("repo/pkg/skills");
    folder("home/skills");
    CHECK(roots("repo/pkg", {home(), {}}) == Lines{"project repo/pkg/skills", "project repo/.claude/skills",
                                                   "project repo/.cursor/rules", "project repo/skills"});
    CHECK(roots("repo/.claude", {home(), {}}) == roots("repo", {home(), {}}));
}

TEST_CASE_FIXTURE(RootsFixture, "the environment says where some of a user's folders lie") {
    folder("xdg/amp/skills");
    folder("home/.config/amp/skills");
    folder("codex/skills");
    folder("claude/skills");
    Places places{home(), {}};
    places.config = dir.path() / "xdg";
    places.codex = dir.path() / "codex";
    places.claude = dir.path() / "claude";
    CHECK(roots("p", places) == Lines{"user claude/skills", "user xdg/amp/skills", "user codex/skills"});
}

TEST_CASE_FIXTURE(RootsFixture, "each profile has its order") {
    folder("p/.claude/skills");
    folder("home/.claude/skills");
    folder("home/plugin/.claude-plugin");
    folder("home/plugin/skills");
    dir.write("home/plugin/.claude-plugin/plugin.json", R"({"name": "tools"})");
    folder("mine");
    folder("etc/codex/skills");
    folder("etc/claude-code/.claude/skills");
    folder("share");
    Places places{home(), dir.path() / "share"};
    places.etc = dir.path() / "etc";
    places.roots = {dir.path() / "mine"};
    places.plugins = {home() / "plugin"};
    const Lines spec = {"project p/.claude/skills",
                        "user mine",
                        "user home/.claude/skills",
                        "plugin home/plugin/skills",
                        "system etc/claude-code/.claude/skills",
                        "system etc/codex/skills",
                        "system share"};
    CHECK(roots("p", places) == spec);
    CHECK(roots("p", places, Precedence::Codex) == spec);
    CHECK(roots("p", places, Precedence::Claude) ==
          Lines{"system etc/claude-code/.claude/skills", "system etc/codex/skills", "user mine",
                "user home/.claude/skills", "project p/.claude/skills", "plugin home/plugin/skills",
                "system share"});
}

TEST_CASE_FIXTURE(RootsFixture, "a folder that several names lead to is one root, by the first of them") {
    folder("p/.agents/skills");
    folder("p/.claude");
    fs::create_directory_symlink("../.agents/skills", dir.path() / "p/.claude/skills");
    folder("home/.codex/skills");
    Places places{home(), {}};
    places.codex = home() / ".codex";
    CHECK(roots("p", places) == Lines{"project p/.claude/skills", "user home/.codex/skills"});
}

}  // namespace skillwake::skill
