#include "daemon/content_shelf.h"

#include "base/text.h"
#include "skill/content.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>

namespace skillwake::daemon {
namespace {

constexpr matcher::SkillId kId{3};

skill::Skill skill_of(const std::string& body) {
    skill::Skill skill;
    skill.name = "x";
    skill.file = "/s/x/SKILL.md";
    skill.folder = "/s/x";
    skill.text = body;
    return skill;
}

skill::Substitutions values(std::optional<std::string> arguments, std::string session) {
    skill::Substitutions values;
    values.arguments = std::move(arguments);
    values.session_id = std::move(session);
    values.project_dir = "/p";
    return values;
}

TEST_CASE("A content is made once, and all answers share it") {
    ContentShelf shelf;
    const auto skill = skill_of("# X\n\"$1\" in ${CLAUDE_SKILL_DIR}, $ARGUMENTS.\n");
    const auto first = shelf.content(kId, skill, values({}, "s1"));
    const auto second = shelf.content(kId, skill, values({}, "s2"));
    CHECK(first.text.plain() == "Base directory for this skill: /s/x\n\n# X\n\"$1\" in /s/x, .\n");
    CHECK(first.text.plain() == skill::inline_content(skill, values({}, "s1")));
    CHECK(first.tokens == estimate_tokens(first.text.plain()));
    REQUIRE(first.text.json() != nullptr);
    CHECK(first.text.json() == second.text.json());
    CHECK(second.tokens == first.tokens);
}

TEST_CASE("Skills of one root have each their own content") {
    ContentShelf shelf;
    CHECK(shelf.content(matcher::SkillId{1}, skill_of("one"), {}).text.plain().ends_with("one"));
    CHECK(shelf.content(matcher::SkillId{2}, skill_of("two"), {}).text.plain().ends_with("two"));
}

TEST_CASE("With arguments a content is made anew, and what is shared stays without them") {
    ContentShelf shelf;
    const auto skill = skill_of("Do $ARGUMENTS.\n");
    CHECK(shelf.content(kId, skill, values("this", "s")).text.plain().ends_with("Do this.\n"));
    CHECK(shelf.content(kId, skill, values({}, "s")).text.plain().ends_with("Do .\n"));
    CHECK(shelf.content(kId, skill, values("that", "s")).text.plain().ends_with("Do that.\n"));
    CHECK(shelf.content(kId, skill, values("", "s")).text.json() == nullptr);
}

TEST_CASE("A content that names its session or project is made for each") {
    for (const std::string placeholder : {"${CLAUDE_SESSION_ID}", "${CLAUDE_PROJECT_DIR}"}) {
        CAPTURE(placeholder);
        ContentShelf shelf;
        const auto skill = skill_of("For " + placeholder + ".\n");
        for (const std::string session : {"s1", "s2"}) {
            const auto content = shelf.content(kId, skill, values({}, session));
            CHECK(content.text.plain() == skill::inline_content(skill, values({}, session)));
            CHECK(content.text.json() == nullptr);
            CHECK(content.tokens == estimate_tokens(content.text.plain()));
        }
    }
}

}  // namespace
}  // namespace skillwake::daemon
