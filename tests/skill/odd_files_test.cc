#include "skill/load.h"
#include "skill/rules.h"
#include "tests/support/temp_dir.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

/// Files as people really save them, each in a folder of its own: the skill that they give, and what their
/// author is told, with the line and a fix.
namespace skillwake::skill {
namespace {

using Lines = std::vector<std::string>;

std::string utf16(std::string_view text, bool big_endian) {
    std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : text) {
        bytes.append(big_endian ? std::string{'\0', c} : std::string{c, '\0'});
    }
    return bytes;
}

struct Case {
    const char* what;
    std::string bytes;
    std::string skill;  ///< "name: description"; empty: it gives none
    Lines told;         ///< "line rule: message": how each begins
    const char* file = "SKILL.md";
};

/// Every alias doubles: 2 to the power of 40 nodes.
std::string alias_bomb() {
    std::string yaml = "a0: &a0 [x, x]\n";
    for (int i = 1; i < 40; ++i) {
        const auto before = "*a" + std::to_string(i - 1);
        yaml += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
    }
    return yaml;
}

std::vector<Case> cases() {
    const std::string head = "---\nname: odd\ndescription: Use it.\n";
    const std::string plain = head + "---\n# Body\n";
    const std::string usual = "odd: Use it.";
    return {
        {"a byte order mark", "\xEF\xBB\xBF" + plain, usual, {}},
        {"UTF-16, little-endian", utf16(plain, false), usual, {"1 encoding: file is UTF-16"}},
        {"UTF-16, big-endian", utf16(plain, true), usual, {"1 encoding: file is UTF-16"}},
        {"CRLF", "---\r\nname: odd\r\ndescription: Use it.\r\n---\r\n# Body\r\n", usual, {}},
        {"CR alone",
         "---\rname: odd\rdescription: Use it.\r---\r# Body\r",
         usual,
         {"1 encoding: file has lines that end in CR alone"}},
        {"an indented front matter",
         "  ---\n  name: odd\n  description: Use it.\n  ---\nx\n",
         usual,
         {"1 front-matter-yaml: front matter has a fence that is not '---'",
          "4 front-matter-yaml: front matter has a fence that is not '---'"}},
        {"four dashes",
         "----\nname: odd\ndescription: Use it.\n----\nx\n",
         usual,
         {"1 front-matter-yaml: front matter has a fence that is not '---'",
          "4 front-matter-yaml: front matter has a fence that is not '---'"}},
        {"TOML",
         "+++\nname = 'odd'\ndescription = 'Use it.'\nauthor = {name = 'me'}\n+++\nx\n",
         usual,
         {"1 front-matter-yaml: front matter is TOML",
          "4 front-matter-yaml: front matter: this TOML is not"}},
        {"tabs before a list",
         head + "tags:\n\t- a\n---\nx\n",
         usual,
         {"5 front-matter-yaml: front matter is not valid YAML"}},
        {"an unquoted colon",
         "---\nname: odd\ndescription: Use when: it rains\n---\nx\n",
         "odd: Use when: it rains",
         {"3 front-matter-yaml: front matter is not valid YAML"}},
        {"no closing fence, but a heading",
         head + "\n# Body\n",
         usual,
         {"4 front-matter-unclosed: front matter is never closed: it is taken to end"}},
        {"no closing fence at all", head, "", {"1 front-matter-unclosed: front matter is never closed"}},
        {"a number for a name",
         "---\nname: 42\ndescription: Use it.\n---\nx\n",
         "42: Use it.",
         {"2 name-form: name '42' is a number", "2 name-folder: name '42' differs"}},
        {"a switch for a name",
         "---\nname: yes\ndescription: Use it.\n---\nx\n",
         "yes: Use it.",
         {"2 name-form: name 'yes' is a number or a switch", "2 name-folder: name 'yes' differs"}},
        {"a list for a name",
         "---\nname: [a]\ndescription: Use it.\n---\nx\n",
         usual,
         {"2 skill: name: expected a string: the folder's name 'odd' serves"}},
        {"a list for a description",
         "---\nname: odd\ndescription: [Use, it]\n---\nx\n",
         "odd: Use, it",
         {"3 skill: description: expected a string: its parts are joined"}},
        {"a key twice", head + "name: other\n---\nx\n", usual, {"4 key-twice: key 'name' stands twice"}},
        {"an alias bomb",
         head + alias_bomb() + "---\nx\n",
         usual,
         {"15 front-matter-yaml: front matter is not valid YAML"}},
        {"bytes that are no UTF-8",
         head + "author: Andr\xE9\n---\nx\n",
         usual,
         {"4 encoding: file is not valid UTF-8"}},
        {"a fence in the body", plain + "\n---\nname: other\n---\nmore\n", usual, {}},
        {"several documents", head + "--- \n# Body\n--- x\nname: other\n", usual, {}},
        {"a second document inside",
         head + "--- a\n---\nx\n",
         usual,
         {"4 front-matter-yaml: front matter has several documents"}},
        {"an end mark for the fence",
         head + "...\n# Body\n",
         usual,
         {"4 front-matter-yaml: front matter is closed by '...'"}},
        {"nothing", "", "", {"1 skill-unusable: file is empty"}},
        {"blanks alone", "\xEF\xBB\xBF \r\n\t\n", "", {"1 skill-unusable: file is empty"}},
        {"no front matter",
         "# Title\n\nUse it.\n",
         usual,
         {"1 front-matter-missing: no front matter", "1 name-missing: no name",
          "1 description-missing: no description"}},
        {"no description",
         "---\nname: odd\n---\n# Title\n\nUse it.\n",
         usual,
         {"1 description-missing: no description"}},
        {"a description of nothing",
         "---\nname: odd\ndescription:\n---\nUse it.\n",
         usual,
         {"3 description-missing: no description"}},
        {"a comment before the fence",
         "<!-- mine -->\n" + plain,
         usual,
         {"1 front-matter-yaml: front matter does not begin the file"}},
        {"no opening fence",
         "name: odd\ndescription: Use it.\n---\nx\n",
         usual,
         {"1 front-matter-yaml: front matter has no '---' above it"}},
        {"no mapping",
         "---\n- odd\n---\nUse it.\n",
         usual,
         {"2 front-matter-shape: front matter is not a mapping", "1 name-missing: no name",
          "1 description-missing: no description"}},
        {"a quote that is never closed",
         "---\nname: odd\ndescription: \"Use it.\n---\nx\n",
         usual,
         {"3 front-matter-yaml: front matter is not valid YAML: a quote that is never closed"}},
        {"words in brackets, as hints to arguments have",
         head + "argument-hint: [file] [to]\npaths: [a/*.x, \"b]\"]\n---\nx\n",
         usual,
         {"4 front-matter-yaml: front matter is not valid YAML"}},
        {"a word for nothing as description",
         "---\nname: odd\ndescription: null\n---\nUse it.\n",
         usual,
         {"3 description-missing: no description"}},
        {"skill.md", plain, usual, {}, "skill.md"},
    };
}

}  // namespace

TEST_CASE("front matter as it really is gives the skill, and says line and fix") {
    for (const auto& [what, bytes, expected, told, file] : cases()) {
        CAPTURE(what);
        const testing::TempDir dir;
        const auto path = dir.write(std::string("odd/") + file, bytes);
        const auto root = load_root({dir.path(), Scope::User}, nullptr, {});
        REQUIRE(root.skills.size() == (expected.empty() ? 0U : 1U));
        if (!expected.empty()) {
            CHECK(root.skills[0].skill->name + ": " + root.skills[0].skill->description == expected);
        }
        REQUIRE(root.diagnostics.size() == told.size());
        for (std::size_t i = 0; i < told.size(); ++i) {
            const auto diagnostic = classified(root.diagnostics[i]);
            const auto line =
                std::to_string(diagnostic.line) + " " + diagnostic.rule + ": " + diagnostic.message;
            CHECK(line.substr(0, told[i].size()) == told[i]);
            CHECK(diagnostic.path == path.string());
            CHECK_FALSE(diagnostic.fix.empty());
        }
    }
}

TEST_CASE("all keys of a front matter are kept, known or not, in their order") {
    const testing::TempDir dir;
    dir.write("odd/SKILL.md",
              "---\nname: odd\nx-mine: 1\ndescription: d\ntags: [a, b]\nmetadata:\n  deep: {k: "
              "v}\nempty:\nno: true\n---\nx\n");
    const auto root = load_root({dir.path(), Scope::User}, nullptr, {});
    REQUIRE(root.skills.size() == 1);
    Lines keys;
    for (const auto& [key, value] : root.skills[0].skill->front_matter) {
        keys.push_back(key + " = " + value);
    }
    CHECK(keys == Lines{"name = odd", "x-mine = 1", "description = d", "tags = a, b",
                        "metadata = {deep: {k: v}}", "empty = ", "no = true"});
}

}  // namespace skillwake::skill
