#include "skill/front_matter.h"

#include "tests/support/shared_material.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {
namespace {

/// "line: message" of each diagnostic.
std::vector<std::string> told(const FrontMatter& matter) {
    std::vector<std::string> lines;
    for (const auto& diagnostic : matter.diagnostics) {
        CHECK(diagnostic.path == "/s/SKILL.md");
        CHECK_FALSE(diagnostic.fix.empty());
        lines.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return lines;
}

std::string value_of(const FrontMatter& matter, std::string_view key) {
    const auto* member = matter.root.member(key);
    return member == nullptr ? "(none)" : member->display();
}

FrontMatter read(std::string_view text) {
    return read_front_matter(text, "/s/SKILL.md");
}

std::string_view body_of(std::string_view text, const FrontMatter& matter) {
    return text.substr(matter.body_offset);
}

}  // namespace

TEST_CASE("a front matter is found however its lines end") {
    struct Case {
        std::string_view text;
        std::uint32_t body_line;
        std::string_view body;
    };
    const Case cases[] = {
        {"---\nname: x\n---\nbody\n", 4, "body\n"},
        {"---\r\nname: x\r\n---\r\nbody\r\n", 4, "body\r\n"},
        {"---\nname: x\r\n---\nbody", 4, "body"},
        {"\xEF\xBB\xBF---\nname: x\n---\nbody\n", 4, "body\n"},
        {"--- \t\nname: x\n---  \nbody\n", 4, "body\n"},
        {"\n \n---\nname: x\n---\nbody\n", 6, "body\n"},
        {"---\nname: x\n---", 4, ""},
        {"---\nname: x\n---\n\nbody\n---\nmore\n---\n", 4, "\nbody\n---\nmore\n---\n"},
    };
    for (const auto& [text, body_line, body] : cases) {
        CAPTURE(text);
        const auto matter = read(text);
        CHECK(told(matter) == std::vector<std::string>{});
        CHECK(matter.closed);
        CHECK(value_of(matter, "name") == "x");
        CHECK(matter.body_line == body_line);
        CHECK(body_of(text, matter) == body);
    }
}

TEST_CASE("a file without front matter is all body, with a diagnostic") {
    for (const std::string_view text :
         {"# Title\n", "", "name: x\n---\nbody\n", "<!-- note -->\nwords\n---\nname: x\n---\n",
          "----\nname: x\n", "----\nwords: they\n\n# Title\n", "----\nWords.\n---\n",
          " ---\n\nname: x\n---\n", "+++\nwords\n+++\n", "+++\n", "# Title\n---\n\nname: x\n---\n",
          "# Title\n---\nname: x\n", "name: x\nother: y\n", "<!-- never closed\n---\nname: x\n---\n"}) {
        CAPTURE(text);
        const auto matter = read(text);
        CHECK(told(matter) == std::vector<std::string>{"1: no front matter"});
        CHECK(matter.closed);
        CHECK(matter.root.members.empty());
        CHECK(body_of(text, matter) == text);
        CHECK(matter.body_line == 1);
    }
    const std::string_view marked = "\xEF\xBB\xBF# Title\n";
    CHECK(body_of(marked, read(marked)) == "# Title\n");
}

TEST_CASE("a front matter whose fences are wrong is read, and the diagnostic says where to put them") {
    struct Case {
        std::string_view text;
        std::string_view told;
        std::string_view body;
        std::uint32_t body_line;
    };
    const Case cases[] = {
        {"<!-- note -->\n---\nname: x\n---\nbody\n", "1: front matter does not begin the file", "body\n", 5},
        {"<!-- a\nb -->\n\n---\nname: x\n---\nbody\n", "1: front matter does not begin the file", "body\n",
         7},
        {"\n# Title\n\n---\nname: x\n---\nbody\n", "2: front matter does not begin the file", "body\n", 7},
        {"```skill\n---\nname: x\n---\nbody\n```\n", "1: front matter does not begin the file", "body\n```\n",
         5},
        {"name: x\ndescription: d\n---\nbody\n", "1: front matter has no '---' above it", "body\n", 4},
        {"name: x\r\ndescription: d\r\n\r\nbody\r\n", "1: front matter has no '---' above it", "\r\nbody\r\n",
         3},
        {"---\nname: x\n...\nbody\n---\nmore\n", "3: front matter is closed by '...'", "body\n---\nmore\n",
         4},
        {"---\nname: x\n... \n", "3: front matter is closed by '...'", "", 4},
        {"---\nname: x\ndescription: d\n\n# Title\n",
         "4: front matter is never closed: it is taken to end before this line", "\n# Title\n", 4},
        {"----\nname: x\n---\nbody\n", "1: front matter has a fence that is not '---'", "body\n", 4},
        {" ---\nname: x\n---\nbody\n", "1: front matter has a fence that is not '---'", "body\n", 4},
        {"---\nname: x\n----\nbody\n", "3: front matter has a fence that is not '---'", "body\n", 4},
        {"---\nname: x\n ---\nbody\n", "3: front matter has a fence that is not '---'", "body\n", 4},
        {"---\nname: x\n\t--- \r\nbody\n---\nmore\n", "3: front matter has a fence that is not '---'",
         "body\n---\nmore\n", 4},
        {"---\nname: x\ntags:\n  - a\n -----\n# Title\n- a\n---\n",
         "5: front matter has a fence that is not '---'", "# Title\n- a\n---\n", 6},
    };
    for (const auto& [text, expected, body, body_line] : cases) {
        CAPTURE(text);
        const auto matter = read(text);
        CHECK(told(matter) == std::vector<std::string>{std::string(expected)});
        CHECK(matter.closed);
        CHECK_FALSE(matter.exact);
        CHECK(value_of(matter, "name") == "x");
        CHECK(body_of(text, matter) == body);
        CHECK(matter.body_line == body_line);
    }
}

TEST_CASE("a front matter that is indented as a whole is read, and repaired, like any other") {
    const auto matter = read("  ---\n  name: x\n  description: a: b\n  deep:\n    k: v\n  ---\nbody\n");
    CHECK(value_of(matter, "name") == "x");
    CHECK(value_of(matter, "description") == "a: b");
    CHECK(value_of(matter, "deep") == "{k: v}");
    CHECK(body_of("  ---\n  name: x\n  description: a: b\n  deep:\n    k: v\n  ---\nbody\n", matter) ==
          "body\n");
    const auto lines = told(matter);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "1: front matter has a fence that is not '---'");
    CHECK(lines[1] == "6: front matter has a fence that is not '---'");
    CHECK(lines[2].starts_with("3: front matter is not valid YAML: "));
}

TEST_CASE("lines of a value that look like bent fences are the value's") {
    const auto matter = read("---\ntext: |\n  a\n  ---\n  ----\n  b\nname: x\n---\nbody\n");
    CHECK(told(matter).empty());
    CHECK(value_of(matter, "name") == "x");
    CHECK(value_of(matter, "text") == "a\n---\n----\nb\n");
    const auto words = read("---\ntext: a\n  ---\n  b\nname: x\n---\nbody\n");
    CHECK(value_of(words, "name") == "x");
    CHECK(value_of(words, "text") == "a --- b");
}

TEST_CASE("a front matter in TOML is read as far as YAML can say it, and the rest is told with its line") {
    const std::string_view text =
        "+++\n"
        "# mine\n"
        "name = \"x\"  # its name\n"
        "description = 'Use it: now # always'\n"
        "count = 42\n"
        "tags = [\"a\", 'b',]\n"
        "more = [  # several\n"
        "  \"c]\",\n"
        "  \"d\"\n"
        "]\n"
        "who.name = \"me\"\n"
        "long = \"\"\"\n"
        "name = \"no\"\n"
        "\"\"\"\n"
        "both = [\n"
        "  {a = 1},\n"
        "]\n"
        "[activation]\n"
        "keywords = [\"asyncio\"]\n"
        "[a.b]\n"
        "name = \"no\"\n"
        "+++\n"
        "body\n";
    const auto matter = read(text);
    CHECK(value_of(matter, "name") == "x");
    CHECK(value_of(matter, "description") == "Use it: now # always");
    CHECK(value_of(matter, "count") == "42");
    CHECK(value_of(matter, "tags") == "a, b");
    CHECK(value_of(matter, "more") == "c], d");
    CHECK(value_of(matter, "activation") == "{keywords: asyncio}");
    CHECK(matter.root.members.size() == 6);
    REQUIRE(matter.root.member("activation") != nullptr);
    CHECK(matter.root.member("activation")->member("keywords")->line == 19);
    CHECK(told(matter) == std::vector<std::string>{"1: front matter is TOML, in '+++'",
                                                   "11: front matter: this TOML is not read",
                                                   "12: front matter: this TOML is not read",
                                                   "15: front matter: this TOML is not read",
                                                   "20: front matter: this TOML is not read"});
    CHECK_FALSE(matter.exact);
    CHECK(matter.body_line == 23);
    CHECK(body_of(text, matter) == "body\n");
}

TEST_CASE("a front matter that is never closed is told, and nothing of it counts") {
    for (const std::string_view text :
         {"---\nname: x\n# Title\n", "---", "---\n", "---\ntext: |\n  ---\n  x\n", "---\nmore:\n  ---\n",
          "+++\nname = 'x'\n"}) {
        CAPTURE(text);
        const auto matter = read(text);
        CHECK_FALSE(matter.closed);
        CHECK(told(matter) == std::vector<std::string>{"1: front matter is never closed"});
        CHECK(matter.diagnostics[0].severity == Severity::Error);
        CHECK(matter.root.members.empty());
        CHECK(body_of(text, matter).empty());
    }
}

TEST_CASE("what is not YAML is read again with its values quoted, and the diagnostic says where") {
    struct Case {
        std::string_view yaml;
        std::uint32_t line;
        std::string_view key;
        std::string_view value;
    };
    const Case cases[] = {
        {"name: x\ndescription: Use when: it rains\n", 3, "description", "Use when: it rains"},
        {"description: it's: both 'quoted' and not\n", 2, "description", "it's: both 'quoted' and not"},
        {"globs: *.ts,*.tsx\n", 2, "globs", "*.ts,*.tsx"},
        {"description: @at the start\n", 2, "description", "@at the start"},
        {"description: `code` first\n", 2, "description", "`code` first"},
        {"description: %percent\n", 2, "description", "%percent"},
        {"argument-hint: [a] [b\nname: x\n", 2, "argument-hint", "[a] [b"},
        {"argument-hint: [a] [b]\nname: x\n", 2, "argument-hint", "[a] [b]"},
        {"hint: [a] [b]\nlist: [x, \"y]\"]\n", 2, "list", "x, y]"},
        {"description: a: b\nlist:\n\t- x\n", 2, "list", "x"},
        {"name: x\ndescription: a: b\nmetadata:\n  k: v\n", 3, "metadata", "{k: v}"},
        {"description: a: b\ntext: |\n  kept: as\n  it is: so\n", 2, "text", "kept: as\nit is: so\n"},
    };
    for (const auto& [yaml, line, key, value] : cases) {
        CAPTURE(yaml);
        const auto matter = read("---\n" + std::string(yaml) + "---\nbody\n");
        CHECK(value_of(matter, key) == value);
        REQUIRE(matter.diagnostics.size() == 1);
        CHECK(matter.diagnostics[0].line == line);
        CHECK(matter.diagnostics[0].severity == Severity::Warning);
        CHECK(matter.diagnostics[0].message.starts_with("front matter is not valid YAML: "));
        CHECK(matter.diagnostics[0].fix ==
              "put the value in quotes: it holds ': ' or begins with a special character");
        CHECK(matter.body_line == 3 + std::count(yaml.begin(), yaml.end(), '\n'));
    }
}

TEST_CASE("what cannot be mended is read line by line") {
    struct Case {
        std::string_view yaml;
        std::uint32_t line;
        std::string_view name;
    };
    const Case cases[] = {
        {"name: x\ndescription: \"open\n", 3, "x"},
        {"name: x\nno colon here\nmore: [1, 2\n", 4, "x"},
        {"name: x\nname: y\ntext: \"\\q\"\n", 4, "x"},
        {"name: x\n<<<<<<< HEAD\n=======\n>>>>>>> other\n", 4, "x"},
    };
    for (const auto& [yaml, line, name] : cases) {
        CAPTURE(yaml);
        const auto matter = read("---\n" + std::string(yaml) + "---\nbody\n");
        CHECK(value_of(matter, "name") == name);
        REQUIRE(matter.diagnostics.size() == 1);
        CHECK(matter.diagnostics[0].line == line);
        CHECK(matter.diagnostics[0].fix ==
              "mend this line; until then only plain 'key: value' lines are read");
    }
}

TEST_CASE("keys that stand twice are told with their line") {
    const auto matter = read("---\nname: x\nname: y\n---\n");
    CHECK(value_of(matter, "name") == "x");
    CHECK(told(matter) == std::vector<std::string>{"3: key 'name' stands twice: the first one counts"});
}

TEST_CASE("a front matter that is not a mapping counts as empty") {
    for (const std::string_view yaml : {"- a\n- b\n", "just words\n", "[a, b]\n"}) {
        CAPTURE(yaml);
        const auto matter = read("---\n" + std::string(yaml) + "---\nbody\n");
        CHECK(matter.root.members.empty());
        CHECK(told(matter) == std::vector<std::string>{"2: front matter is not a mapping of keys"});
    }
    const auto empty = read("---\n---\nbody\n");
    CHECK(empty.root.members.empty());
    CHECK(told(empty) == std::vector<std::string>{});
}

TEST_CASE("the first of several documents counts") {
    const auto matter = read("---\nname: x\n...\nname: y\n---\nbody\n");
    CHECK(value_of(matter, "name") == "x");
    REQUIRE(told(matter).size() == 1);
    CHECK(told(matter)[0] == "4: front matter is not valid YAML: text stands behind its end mark");
    CHECK(matter.body_line == 6);
    const auto second = read("---\nname: x\n--- y\n---\nbody\n");
    CHECK(value_of(second, "name") == "x");
    CHECK(told(second) ==
          std::vector<std::string>{"3: front matter has several documents: the first one counts"});
    const auto marked = read("---\nname: x\n...\n--- !t\nname: y\n---\nbody\n");
    CHECK(marked.body_line == 4);
    const auto bare = read("---\nname: x\n...\n\n---\nbody\n");
    CHECK(told(bare).empty());
    CHECK(bare.body_line == 6);
}

TEST_CASE("a front matter right behind another is told, and counts where the first is empty") {
    const auto second = read("---\nname: x\n---\n\n---\nname: y\n---\nbody\n");
    CHECK(value_of(second, "name") == "x");
    CHECK(second.body_line == 4);
    CHECK(told(second) ==
          std::vector<std::string>{"5: front matter has several documents: the first one counts"});
    const auto empty = read("---\n---\n\n---\nname: y\n---\nbody\n");
    CHECK(value_of(empty, "name") == "y");
    CHECK(empty.body_line == 7);
    CHECK(told(empty) ==
          std::vector<std::string>{"2: front matter is empty, and another one follows: that one counts"});
    const auto drawn = read("---\nname: x\n---\n---\nNote: this is a box\n---\nbody\n");
    CHECK(told(drawn).empty());
    const auto below = read("---\nname: x\n---\nFor example:\n---\nname: y\n---\n");
    CHECK(told(below).empty());
}

TEST_CASE("hostile front matters are refused quickly") {
    using testing::repeated;
    for (const auto& yaml : {repeated("[", 100'000), repeated("a: &a\n", 20'000), repeated("a: &a &b\n", 9),
                             repeated("k: - ", 50'000), repeated("'", 99'999), std::string(100'000, '\0')}) {
        CAPTURE(yaml.substr(0, 8));
        const auto matter = read("---\n" + yaml + "\n---\nbody\n");
        CHECK(matter.closed);
        CHECK_FALSE(matter.diagnostics.empty());
    }
}

TEST_CASE("what stricter readers of YAML refuse is read, and told with line and fix") {
    struct Case {
        std::string_view yaml;
        std::string_view told;
        std::string_view fix;
    };
    constexpr std::string_view kIndent = "3: a value goes on in a line that is not indented";
    constexpr std::string_view kIndentFix = "put a blank before this line";
    constexpr std::string_view kComment = "2: a comment needs a blank before its '#'";
    constexpr std::string_view kCommentFix = "put a blank there";
    const Case cases[] = {
        {"name: 'a\nb'\n", kIndent, kIndentFix},
        {"name: \"a\n\tb\"\n", kIndent, kIndentFix},
        {"name: {\n}\n", kIndent, kIndentFix},
        {"name: x # y\nmore: {a: [\n  b\n ], c: d}\n", "", ""},
        {"name: x\nmore:\n  {a: [\n  b\n  ]}\n", "", ""},
        {"name: 'a'#b\n", kComment, kCommentFix},
        {"name: [a, 'caf\u00e9']#b\n", kComment, kCommentFix},
        {"name: >#b\n  c\n", kComment, kCommentFix},
        {"name: |2-\n    \n  c\n", "", ""},
        {"name: |\n   \nmore: x\n", "", ""},
        {"name: 'a\n b'\n", "", ""},
        {"name: 'a' #b\n", "", ""},
        {"tags:\n- 'a\n  b'\n", "", ""},
    };
    for (const auto& [yaml, expected, fix] : cases) {
        CAPTURE(yaml);
        const auto matter = read("---\n" + std::string(yaml) + "---\nbody\n");
        CHECK_FALSE(matter.root.members.empty());
        if (expected.empty()) {
            CHECK(told(matter) == std::vector<std::string>{});
            continue;
        }
        REQUIRE(matter.diagnostics.size() == 1);
        const auto line = std::string(expected.substr(0, 3));
        CHECK(told(matter)[0] == line + "front matter is not valid YAML: " + std::string(expected.substr(3)));
        CHECK(matter.diagnostics[0].fix == fix);
    }
}

TEST_CASE("what is missed at the end of a front matter is told of a line that it has") {
    const std::string wrong = "could not find expected ':'";
    CHECK(told(read("\nname: x\ndescription: all\n-y z")) ==
          std::vector<std::string>{"2: front matter has no '---' above it",
                                   "4: front matter is not valid YAML: " + wrong});
}

TEST_CASE("yaml-test-suite: 94 of 94 invalid refused or repaired with a diagnostic") {
    const auto folder = testing::shared_material("yaml-test-suite");
    if (!folder) {
        return;
    }
    int wrong = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
        if (entry.path().filename() != "error") {
            continue;
        }
        ++wrong;
        const auto yaml = testing::bytes_of(entry.path().parent_path() / "in.yaml");
        CAPTURE(entry.path().string());
        CAPTURE(yaml);
        const bool fenced = yaml.starts_with("---\n");
        const auto matter =
            read((fenced ? "" : "---\n") + yaml + (yaml.ends_with('\n') ? "" : "\n") + "---\nbody\n");
        CHECK_FALSE(told(matter).empty());
    }
    CHECK(wrong == 94);
}

}  // namespace skillwake::skill
