#include "skill/dialects/colocated.h"

#include "skill/dialects/glob_below.h"
#include "skill/load.h"
#include "skill/roots.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

/// Continue reads `rules.md` in any folder of the code: it is for the files in and below that folder.
namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

class ColocatedFixture {
public:
    ColocatedFixture() { fs::create_directories(dir.path() / "repo/.git"); }

    fs::path repo() const { return dir.path() / "repo"; }
    std::vector<RootSpec> roots(const std::string& folder, const std::string& cwd = "") const {
        const auto at = [&](const std::string& name) { return name.empty() ? repo() : repo() / name; };
        return roots_in(at(folder), repo(), at(cwd));
    }
    /// The one rule of that folder, as a session in `cwd` gets it.
    Skill rule(const std::string& folder, const std::string& text, const std::string& cwd = "") const {
        dir.write("repo/" + folder + "/rules.md", text);
        const auto specs = roots(folder, cwd);
        REQUIRE(specs.size() == 1);
        const auto root = load_root(specs[0], nullptr, {});
        REQUIRE(root.skills.size() == 1);
        CHECK(root.diagnostics.empty());
        return *root.skills[0].skill;
    }
    static Lines triggers(const Skill& skill) {
        Lines lines;
        for (const auto& trigger : skill.triggers) {
            lines.push_back(std::to_string(trigger.line) + " " + std::string(name_of(trigger.kind)) + " " +
                            trigger.text + (trigger.group == 0 ? "" : " group") + " (" + trigger.source +
                            ")");
        }
        return lines;
    }

    testing::TempDir dir;
};

}  // namespace

TEST_CASE_FIXTURE(ColocatedFixture,
                  "Continue: a rules.md beside the code is for the files below its folder") {
    const auto bare = rule("src/api", "---\nname: Api\n---\nUse verbs.\n");
    CHECK(bare.rule);
    CHECK(bare.name == "src-api-rules");
    CHECK(bare.place == Place::Continue);
    CHECK(bare.only_on_files);
    CHECK(triggers(bare) == Lines{"2 path /src/api/** (continue: folder of rules.md)"});

    const auto globs = rule("src/api", "---\nglobs: ['**/*.ts', '*.py', '!gen/**', '/top.c']\n---\nx\n");
    CHECK(triggers(globs) ==
          Lines{"2 path /src/api/**/*.ts (continue: globs)", "2 path /src/api/**/*.py (continue: globs)",
                "2 path !/src/api/gen/** (continue: globs)", "2 path /src/api/top.c (continue: globs)"});

    const auto regex = rule("src/api", "---\nregex: [^a, b]\n---\nx\n");
    CHECK(triggers(regex) == Lines{"2 content ^a group (continue: regex)",
                                   "2 content b group (continue: regex)",
                                   "2 path /src/api/** group (continue: folder of rules.md)"});

    const auto both = rule("src/api", "---\nglobs: '*.ts'\nregex: a\n---\nx\n");
    CHECK(triggers(both) ==
          Lines{"2 path /src/api/**/*.ts group (continue: globs)", "3 content a group (continue: regex)"});

    CHECK(triggers(rule("src/api", "---\nalwaysApply: true\n---\nx\n")) ==
          Lines{"2 always alwaysApply (continue: alwaysApply)"});
    const auto asked = rule("src/api", "---\nalwaysApply: false\ndescription: d\n---\nx\n");
    CHECK(triggers(asked).empty());
    CHECK(asked.automatic);
}

TEST_CASE_FIXTURE(ColocatedFixture, "what a rules.md says of paths is said as the session sees them") {
    const std::string text = "---\nglobs: '*.ts'\n---\nx\n";
    CHECK(triggers(rule("src/api", text, "src")) == Lines{"2 path /api/**/*.ts (continue: globs)"});
    CHECK(triggers(rule("src/api", text, "src/api")) == Lines{"2 path *.ts (continue: globs)"});
    // Elsewhere in the project: paths of other folders are told from the file system's root on.
    const auto whole = (repo() / "src/api").relative_path().generic_string();
    CHECK(triggers(rule("src/api", text, "src/api/deep")) ==
          Lines{"2 path /" + whole + "/**/*.ts (continue: globs)", "2 path /**/*.ts (continue: globs)"});
    CHECK(triggers(rule("src/api", text, "docs")) ==
          Lines{"2 path /" + whole + "/**/*.ts (continue: globs)"});
    CHECK(triggers(rule("app/[id]", text)) == Lines{"2 path /app/\\[id\\]/**/*.ts (continue: globs)"});
    const auto top = rule("", "---\nname: all\n---\nx\n");
    CHECK(top.name == "rules");
    CHECK(triggers(top) ==
          Lines{"2 always rule without globs and regex (continue: rule without globs and regex)"});
}

TEST_CASE_FIXTURE(ColocatedFixture,
                  "for a session below its folder a rules.md holds for the same files as for others") {
    const auto whole = (repo() / "src").relative_path().generic_string();
    const auto narrow = rule("src", "---\nglobs: ['api/*.ts', '!api/gen/**']\nregex: a\n---\nx\n", "src/api");
    CHECK(triggers(narrow) == Lines{"2 path /" + whole + "/api/*.ts group (continue: globs)",
                                    "2 path /*.ts group (continue: globs)",
                                    "2 path !/" + whole + "/api/gen/** group (continue: globs)",
                                    "2 path !/gen/** group (continue: globs)",
                                    "3 content a group (continue: regex)"});
    // Nothing in the session's folder, but what lies beside it.
    CHECK(triggers(rule("src", "---\nglobs: 'web/*.ts'\n---\nx\n", "src/api")) ==
          Lines{"2 path /" + whole + "/web/*.ts (continue: globs)"});
    CHECK(triggers(rule("src", "---\nname: all\n---\nx\n", "src/api")) ==
          Lines{"2 always rule without globs and regex (continue: rule without globs and regex)"});
}

TEST_CASE("what is left of a glob below a folder") {
    struct Case {
        const char* glob;
        const char* below;
        Lines left;
    };
    const std::vector<Case> cases = {
        {"src/**/*.ts", "src/api", {"**/*.ts"}},
        {"src/*/a.ts", "src/api", {"a.ts"}},
        {"/src/[ab]pi/a.ts", "src/api", {"a.ts"}},
        {"*.ts", "src/api", {"**/*.ts"}},
        {"docs/*.md", "src", {}},
        {"src/*.ts", "src/api", {}},
        {"src", "src", {"**/src"}},
        {"/src", "src", {}},
        {"src/", "src", {"**"}},
        {"**/api/*.ts", "src/api", {"**/api/*.ts", "*.ts"}},
        {"{src,lib}/**/*.{ts,js}", "lib", {"**/*.ts", "**/*.js"}},
        {"{a/b,c}/{d,{e,f}}", "a", {"b/d", "b/e", "b/f"}},
        {"\\{a/x", "{a", {"x"}},
        {"a{/x", "a{", {"x"}},
        {"a/\\*", "a", {"\\*"}},
    };
    for (const auto& [glob, below, left] : cases) {
        CAPTURE(glob);
        CHECK(dialects::globs_below(glob, below) == left);
    }
    std::string many = "a/{";
    for (int i = 0; i < 64; ++i) {
        many += std::to_string(i) + ",";
    }
    CHECK(dialects::globs_below(many + "}", "a").size() == 1);
    CHECK(dialects::globs_below(many.substr(0, many.size() - 1) + "}", "a").size() == 64);
}

TEST_CASE_FIXTURE(ColocatedFixture, "a rules.md in .continue is for the folder above") {
    dir.write("repo/src/a.ts", "");
    const auto in_folder = rule(".continue", "globs without a fence", "src");
    CHECK(in_folder.name == "continue-rules");
    const auto found = roots("", "src");
    REQUIRE(found.size() == 1);
    CHECK(found[0].folder == repo() / ".continue");
    dir.write("repo/.continue/rules.md", "---\nglobs: 'src/*.ts'\n---\nx\n");
    const auto skills = load_root(found[0], nullptr, {}).skills;
    REQUIRE(skills.size() == 1);
    const auto whole = (repo() / "src/*.ts").relative_path().generic_string();
    CHECK(triggers(*skills[0].skill) ==
          Lines{"2 path /" + whole + " (continue: globs)", "2 path /*.ts (continue: globs)"});
}

TEST_CASE_FIXTURE(ColocatedFixture,
                  "a rules.md counts with a front matter, or where the project has .continue") {
    dir.write("repo/docs/rules.md", "# Rules of chess\n");
    dir.write("repo/src/rules.md", "\xEF\xBB\xBF---\nname: x\n---\n");
    CHECK(roots("docs").empty());
    CHECK(roots("src").size() == 1);
    CHECK(roots("none").empty());
    fs::create_directories(repo() / ".continue");
    CHECK(roots("docs").size() == 1);
    CHECK(roots("docs")[0] == RootSpec{repo() / "docs", Scope::Project, {}, repo(), repo()});
}

TEST_CASE_FIXTURE(ColocatedFixture, "beside a rules.md nothing else of its folder is read") {
    dir.write("repo/src/SKILL.md", "---\nname: other\n---\n");
    dir.write("repo/src/skill-rules.json", "broken");
    dir.write("repo/src/deep/er/SKILL.md", "---\nname: other\n---\n");
    CHECK(rule("src", "---\nname: x\n---\nx\n").name == "src-rules");
    const auto root = load_root(roots("src")[0], nullptr, {});
    CHECK(root.scan->folders == std::vector<fs::path>{repo() / "src"});
    const Touched gone{{repo() / "src", {"rules.md"}}};
    fs::remove(repo() / "src/rules.md");
    CHECK(roots("src").empty());
    CHECK(load_root(root.spec, &root, {}, {&gone}).skills.empty());
}

TEST_CASE_FIXTURE(ColocatedFixture, "a folder of skills may hold a rules.md, and both are roots") {
    dir.write("repo/.continue/x", "");
    dir.write("repo/rules.md", "x");
    Places places;
    places.roots = {repo()};
    const auto found = standard_roots(repo(), places);
    REQUIRE(found.size() == 2);
    CHECK(found[0].for_session == repo());
    CHECK(found[1].scope == Scope::User);
}

}  // namespace skillwake::skill
