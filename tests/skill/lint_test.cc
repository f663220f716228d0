#include "skill/lint.h"

#include "skill/parse.h"
#include "skill/rules.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

namespace skillwake::skill {
namespace {

using testing::TempDir;

Skill skill_of(const TempDir& dir, const std::string& text, const std::string& name = "tidy") {
    const auto file = dir.write(name + "/SKILL.md", text);
    auto skill = parse_skill(text, file, Scope::Project);
    REQUIRE(skill);
    return *std::move(skill);
}

/// "rule:line" of each.
std::set<std::string> told(const std::vector<Diagnostic>& diagnostics) {
    std::set<std::string> rules;
    for (const auto& diagnostic : diagnostics) {
        CHECK_FALSE(diagnostic.fix.empty());
        rules.insert(diagnostic.rule + ":" + std::to_string(diagnostic.line));
    }
    return rules;
}

using Told = std::set<std::string>;

TEST_CASE("a skill as it should be is told nothing") {
    const TempDir dir;
    const auto skill =
        skill_of(dir, "---\nname: tidy\ndescription: Tidies. Use when it is messy.\n---\n# Tidy\nDo.\n");
    CHECK(skill.diagnostics.empty());
    CHECK(told(lint_skill(skill)).empty());
}

TEST_CASE("names that other tools refuse are told with their line") {
    const TempDir dir;
    for (const char* name : {"PR Review", "a_b", "-a", "a-", "a--b"}) {
        CAPTURE(name);
        const auto skill = skill_of(
            dir, std::string("---\ndescription: Use when so.\nname: ") + name + "\n---\nDo.\n", "other");
        CHECK(told(lint_skill(skill)) == Told{"name-form:3"});
    }
}

TEST_CASE("a description without when is advice, unless when_to_use says it") {
    const TempDir dir;
    CHECK(told(lint_skill(skill_of(dir, "---\nname: tidy\ndescription: Tidies.\n---\nDo.\n"))) ==
          Told{"description-when:3"});
    CHECK(told(lint_skill(
                   skill_of(dir, "---\nname: tidy\ndescription: Tidies.\nwhen_to_use: mess\n---\nDo.\n")))
              .empty());
}

TEST_CASE("limits of the specification count from the first value beyond them") {
    const TempDir dir;
    const std::string head = "---\nname: tidy\ndescription: Use when so.\n---\n";
    const auto with_lines = [&](int lines, const std::string& line) {
        std::string text = head + "# Tidy\n";
        for (int i = 1; i < lines; ++i) {
            text += line + "\n";
        }
        return told(lint_skill(skill_of(dir, text)));
    };
    CHECK(with_lines(500, "do").empty());
    CHECK(with_lines(501, "do") == Told{"body-lines:5"});
    CHECK(with_lines(400, std::string(80, 'x')) == Told{"body-tokens:5"});
    CHECK(told(lint_skill(skill_of(dir, head))) == Told{"body-empty:5"});
    const auto compatible = "---\nname: tidy\ndescription: Use when so.\ncompatibility: ";
    CHECK(told(lint_skill(skill_of(dir, compatible + std::string(500, 'x') + "\n---\nDo.\n"))).empty());
    CHECK(told(lint_skill(skill_of(dir, compatible + std::string(501, 'x') + "\n---\nDo.\n"))) ==
          Told{"compatibility-length:4"});
}

TEST_CASE("files that a body refers to must be there") {
    const TempDir dir;
    dir.write("tidy/references/here.md", "x");
    dir.write("beside.md", "x");
    const auto skill = skill_of(dir,
                                "---\nname: tidy\ndescription: Use when so.\n---\n"
                                "[a](references/here.md) and [b](references/gone.md#part)\n"
                                "Run `scripts/gone.py`.\n[c](../beside.md)\n");
    CHECK(told(lint_skill(skill)) == Told{"missing-file:5", "missing-file:6", "outside-file:7"});
}

TEST_CASE("hidden characters are told with line and code point, escaped ones too") {
    const TempDir dir;
    const auto skill = skill_of(dir,
                                "---\nname: tidy\ndescription: Use when \xE2\x80\xAE so.\n---\n"
                                "Do\xE2\x80\x8B it.\n\xF3\xA0\x81\x88\xF3\xA0\x81\xA9\n");
    const auto found = lint_skill(skill);
    CHECK(told(found) == Told{"hidden-bidi:3", "hidden-zero-width:5", "hidden-tag:6"});
    const auto holds = [&](const char* words) {
        return std::any_of(found.begin(), found.end(), [words](const Diagnostic& diagnostic) {
            return diagnostic.message.find(words) != std::string::npos;
        });
    };
    CHECK(holds("U+202E"));
    CHECK(holds("U+200B"));
    CHECK(holds("they spell 'Hi'"));
    CHECK(told(lint_skill(
              skill_of(dir, "---\nname: tidy\ndescription: \"Use when\\u200b so.\"\n---\nDo.\n"))) ==
          Told{"hidden-zero-width:3"});
}

TEST_CASE("of two skills with one name the later is told, and a copy as such") {
    const TempDir dir;
    const auto make = [&](const std::string& folder, const std::string& body) {
        return std::make_shared<const Skill>(
            skill_of(dir, "---\nname: tidy\ndescription: Use when so.\n---\n" + body, folder));
    };
    const std::vector<std::shared_ptr<const Skill>> skills{make("a", "Do.\n"), make("b", "Else.\n"),
                                                           make("c", "Do.\n")};
    CHECK(told(lint_names(skills)) == Told{"duplicate-name:1", "duplicate-copy:1"});
    dir.write("b/.claude-plugin/plugin.json", "{}");
    CHECK(told(lint_names(skills)) == Told{"duplicate-copy:1"});
}

TEST_CASE("every message of the readers has a rule of its own") {
    const TempDir dir;
    for (const std::string text :
         {"no front matter\n", "---\nname: tidy\ndescription: a: b\n---\nx\n",
          "---\nname: tidy\nname: tidy\ndescription: x\n---\nx\n", "---\n- a\n---\nx\n",
          "---\nname: \xFF\n---\nx\n",
          "---\nname: tidy\ndescription: x\nactivation: {keywords: {}, other: 1}\n---\nx\n"}) {
        CAPTURE(text);
        const auto skill = skill_of(dir, text);
        CHECK_FALSE(skill.diagnostics.empty());
        for (const auto& diagnostic : skill.diagnostics) {
            CAPTURE(diagnostic.message);
            CHECK(classified(diagnostic).rule != "skill");
        }
    }
    CHECK(classified({Severity::Warning, "x", 0, "something new", ""}).rule == "skill");
    CHECK(classified({Severity::Error, "x", 0, "permission denied", ""}).rule == "skill-unusable");
}

}  // namespace
}  // namespace skillwake::skill
