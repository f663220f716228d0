#include "skill/outline.h"

#include "base/text.h"
#include "skill/parse.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {
namespace {

/// "level title first-last" of each section.
std::vector<std::string> outline(std::string_view body, std::uint32_t first_line = 1) {
    std::vector<std::string> lines;
    for (const auto& section : read_outline(body, first_line)) {
        lines.push_back(std::to_string(section.level) + " " + section.title + " " +
                        std::to_string(section.first_line) + "-" + std::to_string(section.last_line));
    }
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a section reaches to the last line with text before the next heading of its level or above") {
    CHECK(outline("# A\ntext\n\n## B\ntext\n\n\n## C\n\n# D\n\n\n") ==
          Lines{"1 A 1-8", "2 B 4-5", "2 C 8-8", "1 D 10-10"});
    CHECK(outline("# A\n### B\n## C\n# D\n") == Lines{"1 A 1-3", "3 B 2-2", "2 C 3-3", "1 D 4-4"});
    CHECK(outline("# A\n", 21) == Lines{"1 A 21-21"});
    CHECK(outline("before\n# A\nx", 5) == Lines{"1 A 6-7"});
    CHECK(outline("").empty());
    CHECK(outline("no heading\n").empty());
}

TEST_CASE("what is a heading, and what it is called") {
    struct Case {
        std::string_view line;
        std::string_view heading;  ///< empty: none
    };
    const Case cases[] = {
        {"# A", "1 A 1-1"},
        {"###### A", "6 A 1-1"},
        {"####### A", ""},
        {"#A", ""},
        {"#", ""},
        {"## A ##", "2 A 1-1"},
        {"## A #", "2 A 1-1"},
        {"## A#", "2 A# 1-1"},
        {"## C #include", "2 C #include 1-1"},
        {"#\tA", "1 A 1-1"},
        {"   # A", "1 A 1-1"},
        {"    # A", ""},
        {"\\# A", ""},
        {"# A\r", "1 A 1-1"},
        {"#   日本 `x` ", "1 日本 `x` 1-1"},
    };
    for (const auto& [line, heading] : cases) {
        CAPTURE(line);
        CHECK(outline(line) == (heading.empty() ? Lines{} : Lines{std::string(heading)}));
    }
}

TEST_CASE("headings inside fenced code are code") {
    struct Case {
        std::string_view body;
        Lines expected;
    };
    const Case cases[] = {
        {"```\n# code\n```\n# A\n", {"1 A 4-4"}},
        {"```python\n# code\n```\n# A\n", {"1 A 4-4"}},
        {"~~~\n# code\n```\n# code\n~~~\n# A\n", {"1 A 6-6"}},
        {"````\n```\n# code\n```\n````\n# A\n", {"1 A 6-6"}},
        {"```\n# code\n``` no end\n# code\n```\n# A\n", {"1 A 6-6"}},
        {"  ```\n# code\n   ```\n# A\n", {"1 A 4-4"}},
        {"    ```\n# A\n", {"1 A 2-2"}},
        {"``` one line ```\n# A\n", {"1 A 2-2"}},
        {"``\n# A\n``\n", {"1 A 2-3"}},
        {"# A\n```\n# never closed\n", {"1 A 1-3"}},
    };
    for (const auto& [body, expected] : cases) {
        CAPTURE(body);
        CHECK(outline(body) == expected);
    }
}

TEST_CASE("FenceTracker tells the lines of fenced code and their language") {
    FenceTracker fences;
    CHECK_FALSE(fences.inside("text"));
    CHECK(fences.inside("```python title=x"));
    CHECK(fences.language() == "python");
    CHECK(fences.inside("code"));
    CHECK(fences.inside("```"));
    CHECK(fences.language().empty());
    CHECK_FALSE(fences.inside("text"));
    CHECK(fences.inside("~~~{.js}"));
    CHECK(fences.language().empty());
}

TEST_CASE("a section's tokens are those of its lines, sections below it included") {
    const auto sections =
        read_outline("# A\n" + std::string(396, 'x') + "\n## B\n" + std::string(36, 'x') + "\n", 1);
    REQUIRE(sections.size() == 2);
    CHECK(sections[0].tokens == (4 + 397 + 5 + 37 + 3) / 4);
    CHECK(sections[1].tokens == (5 + 37 + 3) / 4);
}

TEST_CASE(
    "SEED.md, Content Overview: The skill provides comprehensive guidance organized into ... (Lines ...)") {
    const auto file = std::filesystem::path(SKILLWAKE_SOURCE_ROOT) / "skills/async-python-patterns/SKILL.md";
    const auto skill = parse_skill(testing::bytes_of(file), file, Scope::System);
    REQUIRE(skill);
    struct Row {
        std::string_view title;
        std::uint32_t first;
        std::uint32_t last;
    };
    const Row rows[] = {
        {"Core Concepts", 21, 61},
        {"Fundamental Patterns", 76, 206},
        {"Advanced Patterns", 207, 402},
        {"Real-World Applications", 403, 547},
        {"Performance Best Practices", 549, 609},
        {"Common Pitfalls", 611, 661},
        {"Testing", 663, 681},
        {"Resources", 683, 690},
    };
    for (const auto& row : rows) {
        CAPTURE(row.title);
        const auto found =
            std::find_if(skill->outline.begin(), skill->outline.end(), [&](const Section& section) {
                return section.title.find(row.title) != std::string::npos && section.level == 2;
            });
        REQUIRE(found != skill->outline.end());
        CHECK(found->first_line == row.first);
        CHECK(found->last_line == row.last);
    }
    CHECK(split_lines(skill->text).size() == 690);
    CHECK(skill->tokens > 5'000);  // "Skill content: ~7000 tokens"
    CHECK(skill->tokens < 9'000);
}

}  // namespace skillwake::skill
