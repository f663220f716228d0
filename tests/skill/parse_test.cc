#include "skill/parse.h"

#include "tests/support/error_text.h"
#include "tests/support/shared_material.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {
namespace {

Skill parsed(std::string bytes) {
    auto skill = parse_skill(std::move(bytes), "/root/pdf/SKILL.md", Scope::User);
    REQUIRE(skill);
    return *std::move(skill);
}

Skill with_keys(const std::string& yaml, const std::string& body = "body\n") {
    return parsed("---\n" + yaml + "---\n" + body);
}

std::vector<std::string> told(const Skill& skill) {
    std::vector<std::string> lines;
    for (const auto& diagnostic : skill.diagnostics) {
        CHECK(diagnostic.path == "/root/pdf/SKILL.md");
        lines.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return lines;
}

using Lines = std::vector<std::string>;
using testing::repeated;

}  // namespace

TEST_CASE("a skill is its file, read and understood") {
    const auto skill = parsed(
        "---\nname: pdf\ndescription: Reads PDFs.\nwhen_to_use: with a PDF\narguments: [file, page]\n"
        "activation: {keywords: [pdf]}\nlicense: MIT\n---\n# PDF\n\ntext\n");
    CHECK(told(skill) == Lines{});
    CHECK(skill.name == "pdf");
    CHECK(skill.qualified_name() == "pdf");
    CHECK(skill.description == "Reads PDFs.");
    CHECK(skill.when_to_use == "with a PDF");
    CHECK(skill.file == "/root/pdf/SKILL.md");
    CHECK(skill.folder == "/root/pdf");
    CHECK(skill.scope == Scope::User);
    CHECK(skill.automatic);
    CHECK(skill.invocable);
    CHECK(skill.body() == "# PDF\n\ntext\n");
    CHECK(skill.body_line == 9);
    CHECK(skill.argument_names == Lines{"file", "page"});
    CHECK(skill.triggers == std::vector<Trigger>{{TriggerKind::Keyword, "pdf", "", 6}});
    REQUIRE(skill.outline.size() == 1);
    CHECK(skill.outline[0].first_line == 9);
    CHECK(skill.front_matter.size() == 6);
    CHECK(skill.front_matter.back() == std::pair<std::string, std::string>{"license", "MIT"});
    CHECK(skill.tokens == 3);
}

TEST_CASE("a name is what its author wrote, else the folder's") {
    struct Case {
        std::string_view yaml;
        std::string_view name;
        Lines told;
    };
    const std::string number = "2: name '42' is a number or a switch to other tools";
    const std::string boolean = "2: name 'true' is a number or a switch to other tools";
    const Case cases[] = {
        {"name: pdf\n", "pdf", {}},
        {"name: ' pdf '\n", "pdf", {}},
        {"name: 42\n", "42", {number, "2: name '42' differs from its folder 'pdf'"}},
        {"name: true\n", "true", {boolean, "2: name 'true' differs from its folder 'pdf'"}},
        {"name: '42'\n", "42", {"2: name '42' differs from its folder 'pdf'"}},
        {"name: 1e5\n",
         "1e5",
         {"2: name '1e5' is a number or a switch to other tools",
          "2: name '1e5' differs from its folder 'pdf'"}},
        {"name: 0x1F\n",
         "0x1F",
         {"2: name '0x1F' is a number or a switch to other tools",
          "2: name '0x1F' differs from its folder 'pdf'"}},
        {"name: 1.5e-3\n",
         "1.5e-3",
         {"2: name '1.5e-3' is a number or a switch to other tools",
          "2: name '1.5e-3' differs from its folder 'pdf'"}},
        {"name: 1e\n", "1e", {"2: name '1e' differs from its folder 'pdf'"}},
        {"name: e5\n", "e5", {"2: name 'e5' differs from its folder 'pdf'"}},
        {"name: 0xy\n", "0xy", {"2: name '0xy' differs from its folder 'pdf'"}},
        {"name:\n", "pdf", {"2: no name: the folder's name 'pdf' serves"}},
        {"name: ''\n", "pdf", {"2: no name: the folder's name 'pdf' serves"}},
        {"name: [a]\n", "pdf", {"2: name: expected a string: the folder's name 'pdf' serves"}},
        {"other: x\n", "pdf", {"1: no name: the folder's name 'pdf' serves"}},
    };
    for (const auto& [yaml, name, expected] : cases) {
        CAPTURE(yaml);
        const auto skill = with_keys(std::string(yaml) + "description: d\n");
        CHECK(skill.name == name);
        CHECK(told(skill) == expected);
    }
    const auto at = told(with_keys("name: " + std::string(64, 'x') + "\ndescription: d\n"));
    CHECK(at.size() == 1);
    const auto past = told(with_keys("name: " + std::string(65, 'x') + "\ndescription: d\n"));
    REQUIRE(past.size() == 2);
    CHECK(past[0] == "2: name is longer than 64 characters");
    CHECK(told(with_keys("name: " + repeated("\u00E9", 64) + "\ndescription: d\n")).size() == 1);
}

TEST_CASE("a missing description is the first paragraph of prose") {
    struct Case {
        std::string_view body;
        std::string_view description;
    };
    const Case cases[] = {
        {"# Title\n\nFirst line\nsecond line.\n\nMore.\n", "First line second line."},
        {"# Title\n```\ncode\n```\nProse.\n", "Prose."},
        {"<!-- note -->\n\nProse.\n", "Prose."},
        {"# Only a title\n", ""},
        {"", ""},
    };
    for (const auto& [body, description] : cases) {
        CAPTURE(body);
        const auto skill = with_keys("name: pdf\n", std::string(body));
        CHECK(skill.description == description);
        CHECK(told(skill) == Lines{"1: no description: the first paragraph serves"});
    }
    CHECK(with_keys("name: pdf\ndescription:\n").description == "body");
    CHECK(with_keys("name: pdf\ndescription: [a, b]\n").description == "a, b");
    CHECK(told(with_keys("name: pdf\ndescription: [a, b]\n")) ==
          Lines{"3: description: expected a string: its parts are joined"});
    CHECK(with_keys("name: pdf\ndescription: 7\n").description == "7");
    CHECK(told(with_keys("name: pdf\ndescription: " + std::string(1024, 'x') + "\n")) == Lines{});
    CHECK(told(with_keys("name: pdf\ndescription: " + std::string(1025, 'x') + "\n")) ==
          Lines{"3: description is longer than 1024 characters"});
}

TEST_CASE("limits of a description are of characters") {
    CHECK(told(with_keys("name: pdf\ndescription: " + repeated("\u4E16", 1024) + "\n")) == Lines{});
    CHECK(told(with_keys("name: pdf\ndescription: " + repeated("\u4E16", 1025) + "\n")) ==
          Lines{"3: description is longer than 1024 characters"});
}

TEST_CASE("a file that is longer than its own tool takes is told, and served") {
    const auto told_of = [](const char* file, const std::string& text) {
        const auto skill = parse_skill(text, file, Scope::Project);
        REQUIRE(skill);
        Lines lines;
        for (const auto& diagnostic : skill->diagnostics) {
            CHECK_FALSE(diagnostic.fix.empty());
            lines.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
        }
        return lines;
    };
    const std::string rule = "---\ntrigger: always_on\n---\n";
    const auto up_to = [&](std::size_t characters) {
        return rule + repeated("\u4E16", characters - rule.size());
    };
    const Lines long_rule{"1: file has more than 12000 characters: Windsurf does not take them"};
    CHECK(told_of("/p/.windsurf/rules/style.md", up_to(12'000)) == Lines{});
    CHECK(told_of("/p/.windsurf/rules/style.md", up_to(12'001)) == long_rule);
    CHECK(told_of("/p/.devin/rules/style.md", up_to(12'001)) == long_rule);
    CHECK(told_of("/p/.continue/rules/style.md", up_to(12'001)) == Lines{});

    const std::string head = "---\nname: big\ndescription: d\n---\n";
    const auto bytes = [&](std::size_t size) { return head + std::string(size - head.size(), 'x'); };
    CHECK(told_of("/h/.ironclaw/skills/big/SKILL.md", bytes(65'536)) == Lines{});
    CHECK(told_of("/h/.ironclaw/skills/big/SKILL.md", bytes(65'537)) ==
          Lines{"1: file has more than 64 KiB: IronClaw does not take it"});
    CHECK(told_of("/h/.claude/skills/big/SKILL.md", bytes(65'537)) == Lines{});
}

TEST_CASE("switches are read in all spellings of yes and no") {
    for (const char* yes : {"true", "True", "yes", "on", "1", "'YES'"}) {
        CAPTURE(yes);
        CHECK_FALSE(with_keys("disable-model-invocation: " + std::string(yes) + "\n").automatic);
        CHECK(with_keys("user-invocable: " + std::string(yes) + "\n").invocable);
    }
    for (const char* no : {"false", "no", "off", "0", "OFF"}) {
        CAPTURE(no);
        CHECK(with_keys("disable-model-invocation: " + std::string(no) + "\n").automatic);
        CHECK_FALSE(with_keys("user-invocable: " + std::string(no) + "\n").invocable);
        CHECK_FALSE(with_keys("user-invokable: " + std::string(no) + "\n").invocable);
    }
    const auto odd = with_keys("disable-model-invocation: perhaps\nuser-invocable: perhaps\n");
    CHECK(odd.automatic);
    CHECK(odd.invocable);
}

TEST_CASE("argument names are a list, or words of one string") {
    CHECK(with_keys("arguments: a b\n").argument_names == Lines{"a", "b"});
    CHECK(with_keys("arguments: [a, 'b  c']\n").argument_names == Lines{"a", "b", "c"});
    CHECK(with_keys("arguments: {a: b}\n").argument_names.empty());
}

TEST_CASE("bytes that are not UTF-8 are shown as U+FFFD, with a diagnostic") {
    const auto skill = with_keys("name: pdf\ndescription: caf\xE9\n");
    CHECK(skill.description == "caf\uFFFD");
    CHECK(told(skill) == Lines{"3: file is not valid UTF-8: the wrong bytes are shown as U+FFFD"});
}

TEST_CASE("the text is kept without a byte order mark") {
    const auto skill = parsed("\xEF\xBB\xBF---\nname: pdf\ndescription: d\n---\nbody\n");
    CHECK(skill.text.view().starts_with("---\n"));
    CHECK(skill.body() == "body\n");
    CHECK(parsed("\xEF\xBB\xBF# T\n").text.view() == "# T\n");
}

TEST_CASE("a file without front matter serves under its folder's name") {
    const auto skill = parsed("# Title\n\nProse.\n");
    CHECK(skill.name == "pdf");
    CHECK(skill.description == "Prose.");
    CHECK(told(skill).at(0) == "1: no front matter");
}

TEST_CASE("there must be something to serve") {
    struct Case {
        std::string_view bytes;
        std::string_view message;
    };
    const Case cases[] = {
        {"", "file is empty"},
        {" \n\t\r\n", "file is empty"},
        {"\xEF\xBB\xBF", "file is empty"},
        {"---\nname: pdf\n", "front matter is never closed"},
    };
    for (const auto& [bytes, message] : cases) {
        CAPTURE(bytes);
        const auto skill = parse_skill(std::string(bytes), "/root/pdf/SKILL.md", Scope::User);
        CHECK(testing::error_text(skill) == message);
        REQUIRE_FALSE(skill);
        CHECK(skill.error().code() == Errc::Invalid);
    }
}

TEST_CASE("a digest is 32 hex digits that change with the content") {
    CHECK(digest_of("a").size() == 32);
    CHECK(digest_of("a").find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(digest_of("a") == digest_of("a"));
    CHECK(digest_of("a") != digest_of("b"));
    CHECK(digest_of("") != digest_of(std::string_view("\0", 1)));
    CHECK(with_keys("name: a\n").digest != with_keys("name: b\n").digest);
}

}  // namespace skillwake::skill
