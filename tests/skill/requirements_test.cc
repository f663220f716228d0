#include "skill/requirements.h"

#include "skill/load.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

void write_program(const testing::TempDir& dir, const std::string& name) {
    const auto file = dir.write(name, "#!/bin/sh\n");
    fs::permissions(file, fs::perms::owner_all);
}

Machine machine_of(const testing::TempDir& dir) {
    return {"linux", {dir.path() / "bin"}, {"HOME", "TOKEN"}};
}

}  // namespace

TEST_CASE("what is missing is told in words, all of it") {
    const testing::TempDir dir;
    write_program(dir, "bin/jq");
    dir.write("bin/plain", "not executable");
    fs::create_directories(dir.path() / "bin/folder");
    const auto machine = machine_of(dir);
    const std::vector<std::pair<Requirements, std::string>> cases = {
        {{}, ""},
        {{{"linux"}, {"jq"}, {"bun", "jq"}, {"TOKEN"}, {}}, ""},
        {{{"Darwin", "LINUX"}, {}, {}, {}, {}}, ""},
        {{{"darwin", "win32"}, {}, {}, {}, {}}, "it is for darwin, win32"},
        {{{}, {"jq", "uv"}, {}, {}, {}}, "no program 'uv' on PATH"},
        {{{}, {"plain"}, {}, {}, {}}, "no program 'plain' on PATH"},
        {{{}, {"folder"}, {}, {}, {}}, "no program 'folder' on PATH"},
        {{{}, {"../bin/jq"}, {}, {}, {}}, "no program '../bin/jq' on PATH"},
        {{{}, {}, {"bun", "node"}, {}, {}}, "none of the programs bun, node on PATH"},
        {{{}, {}, {}, {"KEY"}, {}}, "the variable KEY was not set when the daemon started"},
        {{{}, {}, {}, {}, {"browser.enabled"}}, "it needs the setting browser.enabled of another tool"},
        {{{"beos"}, {"uv"}, {}, {}, {}}, "it is for beos; no program 'uv' on PATH"},
    };
    for (const auto& [needs, expected] : cases) {
        CAPTURE(expected);
        CHECK(missing_on(machine, needs) == expected);
    }
}

TEST_CASE("this machine is what its environment tells, values only of PATH") {
    const char* const environment[] = {"PATH=/bin::relative:/usr/bin", "KEY=secret", "EMPTY=", "ODD",
                                       "SKILLWAKE_VARIABLE_NAMES=A:B", nullptr};
    const auto machine = this_machine(environment);
    CHECK_FALSE(machine.system.empty());
    CHECK(machine.program_folders == std::vector<fs::path>{"/bin", "/usr/bin"});
    CHECK(machine.variables ==
          std::set<std::string>{"PATH", "KEY", "EMPTY", "ODD", "SKILLWAKE_VARIABLE_NAMES", "A", "B"});
    CHECK(this_machine(nullptr).variables.empty());
}

TEST_CASE("a skill that misses a program is told so until the machine has it, and wakes all the same") {
    const testing::TempDir dir;
    dir.write("skills/x/SKILL.md",
              "---\nname: x\ndescription: d\nmetadata: {openclaw: {requires: {bins: [jq]}}}\n---\nbody\n");
    dir.write("skills/y/SKILL.md", "---\nname: y\ndescription: d\n---\nbody\n");
    LoadOptions options;
    options.machine = std::make_shared<const Machine>(machine_of(dir));
    const auto first = load_root({dir.path() / "skills", Scope::User}, nullptr, options);
    REQUIRE(first.skills.size() == 2);
    CHECK(first.skills[0].skill->unavailable == "no program 'jq' on PATH");
    CHECK(first.skills[0].skill->wakes_itself());
    CHECK(first.skills[0].skill->automatic);
    CHECK(first.diagnostics.empty());
    CHECK(first.skills[1].skill->wakes_itself());
    const auto same = load_root({dir.path() / "skills", Scope::User}, &first, options);
    CHECK(same.skills[0].skill == first.skills[0].skill);
    write_program(dir, "bin/jq");
    const auto second = load_root({dir.path() / "skills", Scope::User}, &same, options);
    CHECK(second.skills[0].skill->unavailable.empty());
    CHECK(second.skills[0].skill->wakes_itself());
    CHECK(second.skills[1].skill == first.skills[1].skill);
}

TEST_CASE("a skill for another system comes by its name only") {
    const testing::TempDir dir;
    dir.write("x/SKILL.md", "---\nname: x\ndescription: d\nmetadata: {openclaw: {os: [beos]}}\n---\nbody\n");
    LoadOptions options;
    options.machine = std::make_shared<const Machine>(machine_of(dir));
    const auto root = load_root({dir.path(), Scope::User}, nullptr, options);
    REQUIRE(root.skills.size() == 1);
    CHECK(root.skills[0].skill->unavailable == "it is for beos");
    CHECK_FALSE(root.skills[0].skill->wakes_itself());
}

TEST_CASE("where nobody looks, nothing is missing") {
    const testing::TempDir dir;
    dir.write("x/SKILL.md", "---\nname: x\ndescription: d\nmetadata: {openclaw: {os: [beos]}}\n---\nbody\n");
    const auto root = load_root({dir.path(), Scope::User}, nullptr, {});
    REQUIRE(root.skills.size() == 1);
    CHECK(root.skills[0].skill->wakes_itself());
}

}  // namespace skillwake::skill
