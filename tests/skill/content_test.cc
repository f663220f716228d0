#include "skill/content.h"

#include "skill/parse.h"
#include "tests/support/error_text.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace skillwake::skill {
namespace {

constexpr std::string_view kText =
    "---\n"                 // 1
    "name: pdf\n"           // 2
    "arguments: [file]\n"   // 3
    "---\n"                 // 4
    "\n"                    // 5
    "# PDF\n"               // 6
    "Read $file.\n"         // 7
    "\n"                    // 8
    "## Pattern 1: fast\n"  // 9
    "one\n"                 // 10
    "## Pattern 2: slow\n"  // 11
    "two\n"                 // 12
    "## 2024\n"             // 13
    "year";                 // 14

Skill skill_at(const std::filesystem::path& file, std::string_view text = kText) {
    auto skill = parse_skill(std::string(text), file, Scope::Project);
    REQUIRE(skill);
    return *std::move(skill);
}

Skill pdf() {
    return skill_at("/skills/pdf/SKILL.md");
}

struct Part {
    std::string text;
    std::uint32_t first;
    std::uint32_t last;

    bool operator==(const Part&) const = default;
};

Part part_of(const Result<Excerpt>& excerpt) {
    REQUIRE(excerpt);
    return {excerpt->text, excerpt->first_line, excerpt->last_line};
}

template <class T>
Errc code_of(const Result<T>& result) {
    REQUIRE_FALSE(result);
    return result.error().code();
}

}  // namespace

TEST_CASE("a conversation gets a line with the base directory, and the body filled in") {
    Substitutions values;
    values.arguments = "a.pdf";
    values.skill_dir = "/wrong";
    CHECK(inline_content(pdf(), values)
              .starts_with("Base directory for this skill: /skills/pdf\n\n# PDF\nRead a.pdf.\n"));
    CHECK(inline_content(skill_at("/s/x/SKILL.md", "---\nname: x\n---\n!`id` ${CLAUDE_SKILL_DIR}\n"), {}) ==
          "Base directory for this skill: /s/x\n\n!`id` /s/x\n");
    CHECK(inline_content(skill_at("/s/x/SKILL.md", "---\nname: x\n---\n\n"), {}) ==
          "Base directory for this skill: /s/x\n\n");
}

TEST_CASE("what a skill says varies where its body names the conversation or the project") {
    const auto varies = [](const std::string& head, const std::string& body) {
        return content_varies(skill_at("/s/x/SKILL.md", "---\nname: x\n" + head + "---\n" + body));
    };
    CHECK(varies("", "in ${CLAUDE_SESSION_ID}\n"));
    CHECK(varies("", "in ${CLAUDE_PROJECT_DIR}\n"));
    CHECK_FALSE(varies("", "in ${CLAUDE_SKILL_DIR}, $CLAUDE_SESSION_ID\n"));
    CHECK_FALSE(varies("description: in ${CLAUDE_SESSION_ID}\n", "here\n"));
}

TEST_CASE("the body is given as it stands") {
    const auto body = read_body(pdf());
    CHECK(body.text == kText.substr(kText.find("\n# PDF")));
    CHECK(body.file == "/skills/pdf/SKILL.md");
    CHECK(body.first_line == 5);
    CHECK(body.last_line == 14);
}

TEST_CASE("a section is read by its title, a unique part of it, or its number") {
    const Part fast{"## Pattern 1: fast\none\n", 9, 10};
    for (const std::string_view wanted : {"Pattern 1: fast", "PATTERN 1: FAST", "fast", "Pattern 1", "2"}) {
        CAPTURE(wanted);
        CHECK(part_of(read_section(pdf(), wanted)) == fast);
    }
    CHECK(part_of(read_section(pdf(), "pdf")).last == 14);
    CHECK(part_of(read_section(pdf(), "4")) == Part{"## 2024\nyear", 13, 14});
    CHECK(part_of(read_section(pdf(), "2024")) == Part{"## 2024\nyear", 13, 14});
}

TEST_CASE("a section that is not there, or not the only one, is an error that says so") {
    const auto ambiguous = read_section(pdf(), "pattern");
    CHECK(code_of(ambiguous) == Errc::Ambiguous);
    CHECK(testing::error_text(ambiguous) ==
          "'pattern' fits the sections 'Pattern 1: fast' and 'Pattern 2: slow'");
    for (const std::string_view wanted :
         {"0", "5", "99999999999999999999", "2 patterns", "nothing", "", "-1"}) {
        CAPTURE(wanted);
        CHECK(code_of(read_section(pdf(), wanted)) == Errc::NotFound);
    }
    CHECK(testing::error_text(read_section(pdf(), "5")) == "no section 5: there are 4");
    CHECK(testing::error_text(read_section(pdf(), "nothing")) == "no section 'nothing'");
}

TEST_CASE("lines are those of the file, from 1, inclusive, cut at its end") {
    CHECK(part_of(read_lines(pdf(), 1, 2)) == Part{"---\nname: pdf\n", 1, 2});
    CHECK(part_of(read_lines(pdf(), 14, 14)) == Part{"year", 14, 14});
    CHECK(part_of(read_lines(pdf(), 13, 4'294'967'295U)) == Part{"## 2024\nyear", 13, 14});
    CHECK(part_of(read_lines(pdf(), 1, 14)).text == kText);
    CHECK(code_of(read_lines(pdf(), 0, 3)) == Errc::Invalid);
    CHECK(code_of(read_lines(pdf(), 3, 2)) == Errc::Invalid);
    CHECK(code_of(read_lines(pdf(), 15, 15)) == Errc::NotFound);
    CHECK(testing::error_text(read_lines(pdf(), 15, 15)) == "lines: the file ends at line 14");
    const auto windows = skill_at("/s/x/SKILL.md", "---\r\nname: x\r\n---\r\nbody\r\n");
    CHECK(part_of(read_lines(windows, 2, 4)) == Part{"name: x\r\n---\r\nbody\r\n", 2, 4});
}

TEST_CASE("a resource is a text file of the skill's folder") {
    const testing::TempDir folder;
    const auto skill = skill_at(folder.write("pdf/SKILL.md", kText));
    folder.write("pdf/references/a.md", "one\ntwo\n");
    folder.write("pdf/image.png", "\x89PNG\xFF");
    folder.write("pdf/large.txt", std::string(kMaxResourceBytes + 1, 'x'));
    folder.write("pdf/at.txt", std::string(kMaxResourceBytes, 'x'));
    const auto read = read_resource(skill, "references/a.md");
    CHECK(part_of(read) == Part{"one\ntwo\n", 1, 2});
    CHECK(read->file == folder.path() / "pdf/references/a.md");
    CHECK(code_of(read_resource(skill, "references/b.md")) == Errc::NotFound);
    CHECK(code_of(read_resource(skill, "references")) == Errc::Invalid);
    CHECK(testing::error_text(read_resource(skill, "image.png")) == "image.png: not a text file in UTF-8");
    CHECK(code_of(read_resource(skill, "large.txt")) == Errc::TooLarge);
    CHECK(read_resource(skill, "at.txt"));
}

TEST_CASE("a resource never lies outside of the skill's folder") {
    namespace fs = std::filesystem;
    const testing::TempDir folder;
    const auto skill = skill_at(folder.write("pdf/SKILL.md", kText));
    folder.write("secret", "s");
    folder.write("pdf-other/secret", "s");
    folder.write("pdf/inside", "i");
    fs::create_symlink("../secret", folder.path() / "pdf/out");
    fs::create_directory_symlink("..", folder.path() / "pdf/up");
    fs::create_symlink("/etc/passwd", folder.path() / "pdf/etc");
    fs::create_symlink("inside", folder.path() / "pdf/in");
    fs::create_directory_symlink("../pdf-other", folder.path() / "pdf/neighbour");
    const auto absolute = (folder.path() / "pdf/inside").string();
    for (const auto& file :
         {std::string("../secret"), std::string("a/../../secret"), std::string("a/../inside"),
          std::string(".."), absolute, std::string("/etc/passwd"), std::string("out"),
          std::string("up/secret"), std::string("etc"), std::string("neighbour/secret"), std::string()}) {
        CAPTURE(file);
        CHECK(code_of(read_resource(skill, file)) == Errc::Denied);
    }
    CHECK(part_of(read_resource(skill, "in")).text == "i");
    CHECK(part_of(read_resource(skill, "./inside")).text == "i");
    CHECK(code_of(read_resource(skill, std::string("inside\0.md", 10))) == Errc::Invalid);
}

TEST_CASE("a resource that is no regular file is refused without hanging") {
    const testing::TempDir folder;
    const auto skill = skill_at(folder.write("pdf/SKILL.md", kText));
    REQUIRE(::mkfifo((folder.path() / "pdf/pipe").c_str(), 0600) == 0);
    CHECK(code_of(read_resource(skill, "pipe")) == Errc::Invalid);
}

}  // namespace skillwake::skill
