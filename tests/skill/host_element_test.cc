#include "skill/host_element.h"

#include <doctest/doctest.h>

#include <string>

namespace skillwake::skill {
namespace {

TEST_CASE("A host's tag is known however it is written") {
    for (const std::string tag : {"</skill_content>", "</SKILL_CONTENT>", "< / skill_content >",
                                  "</skill_content\n>", "<\t/\nskill-content\t>", "</skill\u200B_content>",
                                  "<\u2060/skill_content\uFEFF>", "</sk\u00ADill_content foo=\"bar\">"}) {
        CAPTURE(tag);
        const auto found = host_tag_at("x" + tag + "y>", 1);
        REQUIRE(found);
        CHECK(found->name == "skill_content");
        CHECK(found->closing);
        CHECK(found->bytes == tag.size());
    }
    const auto opening = host_tag_at("<System-Reminder>", 0);
    REQUIRE(opening);
    CHECK(!opening->closing);
    CHECK(host_tag_at("</system-reminder", 0)->bytes == 17);
    CHECK(host_tag_at("<extra_info", 0));
}

TEST_CASE("Other tags and other text are no host's tag") {
    for (const auto* text :
         {"", "<", "</", "< ", "skill_content", "<skill_contents>", "<my-skill_content>", "<skill content>",
          "<skill:content>", "<div>", "<system-reminder.x>", "&lt;skill_content>"}) {
        CAPTURE(text);
        CHECK(!host_tag_at(text, 0));
    }
    CHECK(!host_tag_at("<skill_content>", 1));
    CHECK(!host_tag_at("<skill_content>", 99));
}

TEST_CASE("A host's element reaches to its own closing tag, else to the end") {
    CHECK(host_element_bytes("<hook_context>a</b></HOOK_CONTEXT >c", 0) == 35);
    CHECK(host_element_bytes("<hook_context>a</skill_content>", 0) == 31);
    CHECK(host_element_bytes("</hook_context>a", 0) == 0);
    CHECK(host_element_bytes("<b>", 0) == 0);
}

}  // namespace
}  // namespace skillwake::skill
