#include "daemon/root_store.h"

#include "tests/daemon/house.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("A catalogue is not ready until its roots are loaded, and asking for it makes them wanted once") {
    House house;
    const auto first = house.store->catalogue("/anywhere");
    REQUIRE(!first);
    CHECK(first.error().code() == Errc::NotReady);
    CHECK(!house.store->catalogue("/elsewhere"));
    const auto wanted = house.store->take_wanted();
    REQUIRE(wanted.size() == 1);
    CHECK(wanted[0].folder == house.skills());
    CHECK(house.store->take_wanted().empty());
    CHECK(house.store->roots().at(0).snapshot == nullptr);

    house.store->put(make_snapshot(wanted[0], nullptr, {}));
    CHECK(house.store->catalogue("/anywhere"));
    CHECK(house.store->take_wanted().empty());
    CHECK(house.store->roots().at(0).snapshot != nullptr);
}

TEST_CASE("A root that was asked for and not yet loaded is wanted again by the next who asks") {
    House house;
    CHECK(!house.store->catalogue("/a"));
    CHECK(house.store->take_wanted().size() == 1);
    CHECK(!house.store->catalogue("/a"));
    CHECK(house.store->take_wanted().size() == 1);
}

TEST_CASE("A new snapshot is seen by the next who asks; who holds the old catalogue keeps it whole") {
    House house;
    house.skill("first", "");
    REQUIRE(house.event(prompt_params("hello")));
    const auto old = *house.store->catalogue("/");
    CHECK(old->all().size() == 1);
    CHECK(house.store->generation() == 1);

    house.skill("second", "");
    house.reload();
    const auto now = *house.store->catalogue("/");
    CHECK(house.store->generation() == 2);
    CHECK(now->generation() == 2);
    CHECK(now->all().size() == 2);
    CHECK(old->generation() == 1);
    CHECK(old->all().size() == 1);
    CHECK(old->find("first"));
}

TEST_CASE("The catalogue stays the same object as long as none of its roots changes") {
    House house;
    REQUIRE(house.event(prompt_params("hello")));
    const auto one = *house.store->catalogue("/a");
    house.clock.advance(seconds(100));
    CHECK(*house.store->catalogue("/a") == one);
    CHECK(*house.store->catalogue("/b") == one);  // with fixed roots all see the same
}

TEST_CASE("Fixed roots are seen from every folder, and no others") {
    House house;
    house.skill("fixed", "");
    house.write("project/.claude/skills/local/SKILL.md", skill_text("local", ""));
    auto params = prompt_params("hello");
    params.cwd = (house.folder() / "project").string();
    REQUIRE(house.event(params));
    const auto catalogue = *house.store->catalogue(house.folder() / "project");
    CHECK(catalogue->find("fixed"));
    CHECK(!catalogue->find("local"));
}

TEST_CASE("Without fixed roots each folder sees its own, then the user's, and shares what both see") {
    House house(House::Roots::Standard);
    house.write("home/.claude/skills/common/SKILL.md", skill_text("common", ""));
    house.write("a/.claude/skills/mine/SKILL.md", skill_text("mine", ""));
    std::filesystem::create_directories(house.folder() / "b");
    for (const auto* name : {"a", "b"}) {
        auto params = prompt_params("hello");
        params.cwd = (house.folder() / name).string();
        REQUIRE(house.event(params));
    }
    const auto a = *house.store->catalogue(house.folder() / "a");
    const auto b = *house.store->catalogue(house.folder() / "b");
    CHECK(a->find("mine"));
    CHECK(a->find("common"));
    CHECK(!b->find("mine"));
    CHECK(b->find("common"));
    CHECK(a->roots().back() == b->roots().back());
    CHECK(house.store->roots().size() == 2);
}

TEST_CASE("A changed root is swapped in for those who see it only") {
    House house(House::Roots::Standard);
    house.write("a/.claude/skills/mine/SKILL.md", skill_text("mine", ""));
    std::filesystem::create_directories(house.folder() / "b");
    const auto see = [&house](const char* name) {
        auto params = prompt_params("hello");
        params.cwd = (house.folder() / name).string();
        REQUIRE(house.event(params));
        return *house.store->catalogue(house.folder() / name);
    };
    const auto a = see("a");
    const auto b = see("b");
    house.write("a/.claude/skills/mine/SKILL.md", skill_text("mine", "license: MIT\n"));
    house.reload();
    CHECK(see("a") != a);
    CHECK(see("b") == b);
}

TEST_CASE("A folder of skills that is made while a session runs is seen within half a second") {
    House house(House::Roots::Standard);
    std::filesystem::create_directories(house.folder() / "a");
    const auto skills_seen = [&house] {
        auto params = prompt_params("hello");
        params.cwd = (house.folder() / "a").string();
        REQUIRE(house.event(params));
        return (*house.store->catalogue(house.folder() / "a"))->all().size();
    };
    CHECK(skills_seen() == 0);
    house.write("a/.claude/skills/late/SKILL.md", skill_text("late", ""));
    CHECK(skills_seen() == 0);
    house.clock.advance(milliseconds(399));
    CHECK(skills_seen() == 0);
    house.clock.advance(milliseconds(1));
    CHECK(skills_seen() == 1);
}

/// The names that a session in `cwd` sees.
Names seen_from(House& house, const std::string& cwd) {
    const auto seen = house.ready([&] { return house.store->catalogue(house.folder() / cwd); });
    REQUIRE(seen);
    Names names;
    for (const auto ref : (*seen)->all()) {
        names.push_back((*seen)->skill(ref).qualified_name());
    }
    return names;
}

/// A project with skills in nested folders.
void write_nested(const House& house) {
    std::filesystem::create_directories(house.folder() / "repo/.git");
    std::filesystem::create_directories(house.folder() / "repo/app");
    for (const auto* folder : {"repo", "repo/app", "repo/app/ui", "repo/app/ui/deep", "repo/lib",
                               "repo/node_modules/x", "other"}) {
        const auto name = "of-" + std::filesystem::path(folder).filename().string();
        house.write(std::string(folder) + "/.agents/skills/" + name + "/SKILL.md", skill_text(name, ""));
    }
}

TEST_CASE("A touched file brings the skills of the folders that it lies in") {
    House house(House::Roots::Standard);
    write_nested(house);
    const auto touch = [&house](const std::string& file) {
        house.store->touched(house.folder() / "repo/app", file);
        return seen_from(house, "repo/app");
    };
    const Names before = {"of-app", "of-repo"};
    CHECK(seen_from(house, "repo/app") == before);
    for (const auto* file : {"main.py", "src/main.py", "../main.py", "../../other/a.py",
                             "../node_modules/x/a.js", "/etc/passwd", "", "."}) {
        CAPTURE(file);
        CHECK(touch(file) == before);
    }
    CHECK(touch("ui/a.ts") == Names{"of-ui", "of-app", "of-repo"});
    CHECK(touch((house.folder() / "repo/lib/b.py").string()) ==
          Names{"of-ui", "of-lib", "of-app", "of-repo"});
    CHECK(touch("ui/deep/c.ts") == Names{"of-deep", "of-ui", "of-lib", "of-app", "of-repo"});
    CHECK(seen_from(house, "repo") == Names{"of-repo"});
    house.clock.advance(seconds(3));
    CHECK(seen_from(house, "repo/app") == Names{"of-deep", "of-ui", "of-lib", "of-app", "of-repo"});
}

TEST_CASE("Nested folders have one order, whichever was touched first") {
    House house(House::Roots::Standard);
    write_nested(house);
    const auto cwd = house.folder() / "repo";
    for (const auto* file : {"lib/b.py", "app/ui/deep/c.ts", "app/a.py"}) {
        house.store->touched(cwd, file);
    }
    House other(House::Roots::Standard);
    write_nested(other);
    for (const auto* file : {"app/a.py", "app/ui/deep/c.ts", "lib/b.py"}) {
        other.store->touched(other.folder() / "repo", file);
    }
    CHECK(seen_from(house, "repo") == Names{"of-deep", "of-ui", "of-app", "of-lib", "of-repo"});
    CHECK(seen_from(other, "repo") == seen_from(house, "repo"));
}

TEST_CASE("The event that touches a file already sees the skills beside it") {
    House house(House::Roots::Standard);
    std::filesystem::create_directories(house.folder() / "repo/.git");
    house.write("repo/ui/.claude/skills/forms/SKILL.md",
                skill_text("forms", "activation: {paths: [\"*.tsx\"]}\n"));
    protocol::EventParams params;
    params.cwd = (house.folder() / "repo").string();
    SUBCASE("a file") {
        protocol::FileEvent file;
        file.path = "ui/form.tsx";
        params.event = file;
    }
    SUBCASE("a tool's file") {
        protocol::ToolEvent tool;
        tool.name = "Write";
        tool.input =
            protocol::RawJson{R"({"file_path": ")" + *params.cwd + R"(/ui/form.tsx", "content": "x"})"};
        params.event = tool;
    }
    const auto result = house.event(params);
    REQUIRE(result);
    CHECK(names_of(result->loaded) == Names{"forms"});
}

TEST_CASE("A rule beside the code comes with the files below its folder, and with no others") {
    House house(House::Roots::Standard);
    std::filesystem::create_directories(house.folder() / "repo/.git");
    std::filesystem::create_directories(house.folder() / "repo/.continue");
    house.write("repo/src/api/rules.md", "Handlers return problem details.\n");
    house.write("repo/docs/rules.md", "---\nglobs: '*.md'\n---\nSentences are short.\n");
    const auto given = [&house](const std::string& file) {
        protocol::EventParams params;
        params.cwd = (house.folder() / "repo").string();
        params.session = file;
        protocol::FileEvent touched;
        touched.path = file;
        params.event = touched;
        const auto result = house.event(params);
        REQUIRE(result);
        return names_of(result->loaded);
    };
    CHECK(given("src/api/v1/get.py") == Names{"src-api-rules"});
    CHECK(given("src/main.py").empty());
    CHECK(given("docs/deep/a.md") == Names{"docs-rules"});
    CHECK(given("docs/a.py").empty());
    CHECK(given("other/a.md").empty());
}

TEST_CASE("A plugin's manifest that changes renames its skills as soon as its root is read again") {
    House house(House::Roots::Standard);
    const std::string plugin = "home/.claude/plugins/cache/market/office/1.0";
    house.write(plugin + "/skills/pdf/SKILL.md", skill_text("pdf", ""));
    house.write(plugin + "/.claude-plugin/plugin.json", "{\"name\": ");
    CHECK(seen_from(house, "a") == Names{"office:pdf"});
    house.write(plugin + "/.claude-plugin/plugin.json", R"({"name": "paper"})");
    house.reload();
    CHECK(seen_from(house, "a") == Names{"paper:pdf"});
}

TEST_CASE("With fixed roots a touched file brings nothing") {
    House house;
    write_nested(house);
    house.store->touched(house.folder() / "repo", "app/a.py");
    CHECK(seen_from(house, "repo").empty());
}

TEST_CASE("A root that no workspace sees any more can be forgotten, and is read anew when it is back") {
    House house(House::Roots::Standard);
    house.write("home/.claude/skills/common/SKILL.md", skill_text("common", ""));
    house.write("a/.claude/skills/mine/SKILL.md", skill_text("mine", ""));
    CHECK(seen_from(house, "a") == Names{"mine", "common"});
    CHECK(seen_from(house, "b") == Names{"common"});
    CHECK(house.store->unseen().empty());
    house.remove("a/.claude");
    house.clock.advance(milliseconds(400));
    CHECK(seen_from(house, "b") == Names{"common"});
    CHECK(house.store->unseen().empty());  // nobody has looked into a
    CHECK(seen_from(house, "a") == Names{"common"});
    const auto unseen = house.store->unseen();
    REQUIRE(unseen.size() == 1);
    CHECK(unseen[0].folder == house.folder() / "a/.claude/skills");
    house.store->forget(unseen[0]);
    CHECK(house.store->roots().size() == 1);
    house.write("a/.claude/skills/other/SKILL.md", skill_text("other", ""));
    house.clock.advance(milliseconds(400));
    CHECK(seen_from(house, "a") == Names{"other", "common"});
    CHECK(house.store->unseen().empty());
}

TEST_CASE("Roots that come and go are seen without anybody asking, while their workspace is in use") {
    House house(House::Roots::Standard);
    std::filesystem::create_directories(house.folder() / "a");
    const auto names_of_wanted = [&house] {
        Names folders;
        for (const auto& spec : house.store->take_wanted()) {
            folders.push_back(spec.folder.parent_path().filename());
        }
        return folders;
    };
    CHECK(seen_from(house, "a").empty());
    house.clock.advance(milliseconds(250));
    CHECK_FALSE(house.store->refresh());
    const auto generation = house.store->generation();
    house.write("a/.claude/skills/late/SKILL.md", skill_text("late", ""));
    CHECK_FALSE(house.store->refresh());  // just looked
    house.clock.advance(milliseconds(250));
    CHECK(house.store->refresh());
    CHECK(house.store->generation() == generation + 1);
    CHECK(names_of_wanted() == Names{".claude"});
    house.remove("a/.claude");
    house.clock.advance(std::chrono::minutes(11));
    CHECK_FALSE(house.store->refresh());
    CHECK(seen_from(house, "a").empty());
    house.write("a/.gemini/skills/late/SKILL.md", skill_text("late", ""));
    house.clock.advance(milliseconds(250));
    CHECK(house.store->refresh());
    CHECK(names_of_wanted() == Names{".gemini"});
}

TEST_CASE("A user's new folder of skills is seen by the next look, as a project's is") {
    House house(House::Roots::Standard);
    std::filesystem::create_directories(house.folder() / "a");
    CHECK(seen_from(house, "a").empty());
    house.write("home/.gemini/skills/late/SKILL.md", skill_text("late", ""));
    house.clock.advance(milliseconds(250));
    CHECK(house.store->refresh());
    CHECK(seen_from(house, "a") == Names{"late"});
}

TEST_CASE("Fixed roots are never unseen") {
    House house;
    house.skill("rockets", "");
    CHECK(house.store->unseen().empty());
    CHECK(seen_from(house, "a") == Names{"rockets"});
    CHECK(house.store->unseen().empty());
}

TEST_CASE("Folders without end do not make the store forget what is loaded") {
    House house(House::Roots::Standard);
    house.write("home/.claude/skills/common/SKILL.md", skill_text("common", ""));
    for (int number = 0; number < 600; ++number) {
        const auto seen =
            house.ready([&] { return house.store->catalogue("/none/" + std::to_string(number)); });
        REQUIRE(seen);
        CHECK((*seen)->find("common"));
    }
    CHECK(house.store->roots().size() == 1);
    CHECK(house.store->generation() == 1);
    CHECK(house.store->unseen().empty());
}

TEST_CASE("Each root says how often it has been read") {
    House house;
    REQUIRE(house.event(prompt_params("hello")));
    CHECK(house.store->roots().at(0).loads == 1);
    house.reload();
    house.reload();
    CHECK(house.store->roots().at(0).loads == 3);
}

/// A root with an overlay, and who sees it.
struct Overlaid {
    Overlaid() {
        house.limits.overlay = {.fewest_skills = 1, .most_changes = 64};
        house.skill("boats", "");
        REQUIRE(house.event(prompt_params("hello")));
        house.skill("boats", "", "Better.\n");
        house.skill("rockets", "");
        house.reload();
        laid = house.store->snapshot(spec);
        REQUIRE(laid->overlay != nullptr);
    }
    House house;
    skill::RootSpec spec{house.skills(), skill::Scope::Project};
    std::shared_ptr<const RootSnapshot> laid;
};

TEST_CASE("A merged root is served from then on, and no number tells") {
    Overlaid root;
    auto& store = *root.house.store;
    const auto before = *store.catalogue("/");
    CHECK(before->view().layers.size() == 2);
    const auto loads = store.roots().at(0).loads;
    const auto merged = merge(*root.laid);
    CHECK(store.put_merged(root.laid, merged));
    CHECK(store.snapshot(root.spec) == merged);
    const auto after = *store.catalogue("/");
    CHECK(after != before);
    CHECK(after->view().layers.size() == 1);
    CHECK(after->all().size() == 2);
    CHECK(after->generation() == before->generation());
    CHECK(store.generation() == before->generation());
    CHECK(store.roots().at(0).loads == loads);
}

TEST_CASE("What was merged too late, or of a root that was forgotten, is put nowhere") {
    Overlaid root;
    auto& store = *root.house.store;
    const auto merged = merge(*root.laid);
    root.house.skill("boats", "", "Even better.\n");
    root.house.reload();
    const auto now = store.snapshot(root.spec);
    CHECK_FALSE(store.put_merged(root.laid, merged));
    CHECK(store.snapshot(root.spec) == now);
    store.forget(root.spec);
    CHECK_FALSE(store.put_merged(now, merge(*now)));
    CHECK(store.snapshot(root.spec) == nullptr);
}

TEST_CASE("Where large catalogues are ordered the one before serves until that of a merged root is made") {
    Overlaid root;
    auto& store = *root.house.store;
    const auto before = *store.catalogue("/");
    store.leave_large_ones(0);
    REQUIRE(store.put_merged(root.laid, merge(*root.laid)));
    CHECK(*store.catalogue("/") == before);
    const auto orders = store.take_orders();
    REQUIRE(orders.size() == 1);
    CHECK(*store.catalogue("/") == before);
    CHECK(store.take_orders().empty());
    store.take_retired();
    const auto made = orders.front().make();
    store.put(orders.front(), made);
    CHECK(*store.catalogue("/") == made);
    CHECK(made->generation() == before->generation());
    CHECK(store.take_retired().size() == 1);  // the one before
}

}  // namespace
}  // namespace skillwake::daemon
