#include "skill/load.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

std::string skill_text(std::string_view name, std::string_view body = "body\n") {
    return "---\nname: " + std::string(name) + "\ndescription: d\n---\n" + std::string(body);
}

LoadedRoot load(const testing::TempDir& root, const LoadedRoot* previous = nullptr) {
    return load_root({root.path(), Scope::User}, previous, {});
}

std::vector<std::string> names_of(const LoadedRoot& root) {
    std::vector<std::string> names;
    for (const auto& loaded : root.skills) {
        names.push_back(loaded.skill->name);
    }
    return names;
}

std::vector<std::string> messages_of(const LoadedRoot& root) {
    std::vector<std::string> messages;
    for (const auto& diagnostic : root.diagnostics) {
        messages.push_back(diagnostic.message);
    }
    return messages;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a root holds its skills by path, and everything that is wrong with them") {
    const testing::TempDir root;
    root.write("b/SKILL.md", skill_text("b"));
    root.write("a/SKILL.md", skill_text("other"));
    root.write("a/data.csv", "12345");
    root.write("empty/SKILL.md", "");
    fs::create_directories(root.path() / "pipe");
    REQUIRE(::mkfifo((root.path() / "pipe/SKILL.md").c_str(), 0600) == 0);
    const auto loaded = load(root);
    CHECK(loaded.spec == RootSpec{root.path(), Scope::User});
    CHECK(names_of(loaded) == Lines{"other", "b"});
    CHECK(loaded.skills[0].skill->scope == Scope::User);
    CHECK(loaded.skills[0].skill->resources == std::vector<Resource>{{"data.csv", 5}});
    CHECK(loaded.scan->folders.size() == 5);
    CHECK(messages_of(loaded) ==
          Lines{"file is empty", "not a regular file", "name 'other' differs from its folder 'a'"});
    CHECK(loaded.diagnostics[0].path == (root.path() / "empty/SKILL.md").string());
    CHECK(loaded.diagnostics[0].severity == Severity::Error);
}

TEST_CASE("a SKILL.md may be as long as the limit, and not one byte longer") {
    const testing::TempDir root;
    const auto head = skill_text("a", "");
    root.write("a/SKILL.md", head + std::string(kMaxSkillBytes - head.size(), 'x'));
    CHECK(names_of(load(root)) == Lines{"a"});
    root.write("a/SKILL.md", head + std::string(kMaxSkillBytes - head.size() + 1, 'x'));
    const auto past = load(root);
    CHECK(past.skills.empty());
    CHECK(messages_of(past) == Lines{"file is larger than the limit of 1048576 bytes"});
}

TEST_CASE("an unchanged skill is taken over as it is, a changed one is read again") {
    const testing::TempDir root;
    root.write("a/SKILL.md", skill_text("a"));
    root.write("b/SKILL.md", skill_text("b"));
    const auto first = load(root);
    root.write("b/SKILL.md", skill_text("b", "another body\n"));
    const auto second = load(root, &first);
    REQUIRE(second.skills.size() == 2);
    CHECK(second.skills[0].skill == first.skills[0].skill);
    CHECK(second.skills[1].skill != first.skills[1].skill);
    CHECK(second.skills[1].skill->body() == "another body\n");
    CHECK(second.skills[1].skill->digest != first.skills[1].skill->digest);
}

TEST_CASE("a resource that comes or grows makes its skill new, with the same digest") {
    const testing::TempDir root;
    root.write("a/SKILL.md", skill_text("a"));
    const auto first = load(root);
    root.write("a/x.md", "1");
    const auto second = load(root, &first);
    CHECK(second.skills[0].skill->resources == std::vector<Resource>{{"x.md", 1}});
    root.write("a/x.md", "22");
    const auto third = load(root, &second);
    CHECK(third.skills[0].skill->resources == std::vector<Resource>{{"x.md", 2}});
    CHECK(third.skills[0].skill->digest == first.skills[0].skill->digest);
}

TEST_CASE("a skill keeps its last good version while its file is half-written") {
    const testing::TempDir root;
    root.write("a/SKILL.md", skill_text("a"));
    auto known = load(root);
    const auto good = known.skills[0].skill;
    for (const char* half : {"", "---\n", "---\nname: a\ndescr"}) {
        CAPTURE(half);
        root.write("a/SKILL.md", half);
        known = load(root, &known);
        REQUIRE(known.skills.size() == 1);
        CHECK(known.skills[0].skill == good);
        REQUIRE(known.diagnostics.size() == 1);
        CHECK(known.diagnostics[0].severity == Severity::Error);
        CHECK(known.diagnostics[0].message.ends_with("; the last good version serves"));
    }
    root.write("a/SKILL.md", skill_text("a", "new\n"));
    known = load(root, &known);
    CHECK(known.skills[0].skill->body() == "new\n");
    CHECK(known.diagnostics.empty());
}

TEST_CASE("the same bytes as before serve again after a bad version") {
    const testing::TempDir root;
    const auto file = root.write("a/SKILL.md", skill_text("a"));
    const auto first = load(root);
    const auto time = fs::last_write_time(file);
    root.write("a/SKILL.md", "");
    const auto broken = load(root, &first);
    root.write("a/SKILL.md", skill_text("a"));
    fs::last_write_time(file, time);
    const auto mended = load(root, &broken);
    CHECK(mended.diagnostics.empty());
    CHECK(mended.skills[0].skill->digest == first.skills[0].skill->digest);
}

TEST_CASE("a skill whose file is gone is gone") {
    const testing::TempDir root;
    root.write("a/SKILL.md", skill_text("a"));
    root.write("b/SKILL.md", skill_text("b"));
    const auto first = load(root);
    fs::remove_all(root.path() / "a");
    const auto second = load(root, &first);
    CHECK(names_of(second) == Lines{"b"});
    CHECK(second.diagnostics.empty());
    fs::remove_all(root.path() / "b");
    CHECK(load(root, &second).skills.empty());
}

TEST_CASE("after edits of some skills all others stand as they stood, and so does what is wrong with them") {
    const testing::TempDir root;
    for (const auto* name : {"a", "b", "c", "d"}) {
        root.write(std::string(name) + "/SKILL.md", skill_text(name));
    }
    root.write("bad/SKILL.md", "");
    root.write("d/SKILL.md", skill_text("other"));
    auto before = load(root);
    const auto edit = [&](const std::string& name, const std::string& text) {
        root.write(name + "/SKILL.md", text);
        const Touched touched = {{root.path() / name, {"SKILL.md"}}};
        auto now = load_root({root.path(), Scope::User}, &before, {}, {.touched = &touched});
        const auto anew = load(root);
        CHECK(messages_of(now) == messages_of(anew));
        REQUIRE(names_of(now) == names_of(anew));
        for (std::size_t i = 0; i < now.skills.size(); ++i) {
            CHECK(*now.skills[i].skill == *anew.skills[i].skill);
        }
        const auto stayed = [&](const LoadedSkill& loaded) {
            return std::any_of(before.skills.begin(), before.skills.end(),
                               [&](const LoadedSkill& old) { return old.skill == loaded.skill; });
        };
        const auto fresh = now.skills.size() - static_cast<std::size_t>(std::count_if(
                                                   now.skills.begin(), now.skills.end(), stayed));
        before = std::move(now);
        return fresh;
    };
    CHECK(edit("b", skill_text("b", "more\n")) == 1);
    CHECK(before.diagnostics.size() == 2);
    CHECK(edit("c", skill_text("wrong")) == 1);
    CHECK(before.diagnostics.size() == 3);
    CHECK(edit("c", skill_text("c")) == 1);
    CHECK(edit("bad", skill_text("bad")) == 1);
    CHECK(before.skills.size() == 5);
    CHECK(before.diagnostics.size() == 1);
}

}  // namespace skillwake::skill
