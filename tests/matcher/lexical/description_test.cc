#include "matcher/lexical/description.h"

#include "base/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace skillwake::matcher::lexical {

TEST_CASE("what a skill is not for is cut out of what it is for") {
    struct Case {
        std::string_view text;
        std::string_view kept;
        std::string_view cut;
    };
    const Case cases[] = {
        {"Edits PDF files. Do not use for images.", "Edits PDF files.", "Do not use for images."},
        {"Fills forms. DO NOT USE FOR: plain text", "Fills forms.", "DO NOT USE FOR: plain text"},
        {"Deploys apps, not for local runs", "Deploys apps,", "not for local runs"},
        {"For Terraform, use infra-plan instead. Plans Bicep.", "Plans Bicep.", "use infra-plan instead."},
    };
    for (const auto& [text, kept, cut] : cases) {
        CAPTURE(text);
        const auto description = read_description(text);
        CHECK(description.positive.find(kept) != std::string::npos);
        CHECK(join(description.negative, "|").find(cut) != std::string::npos);
        CHECK(description.positive.find(cut) == std::string::npos);
    }
    CHECK(read_description("Use when a test fails, not when it passes? No.").positive.find("a test fails") !=
          std::string::npos);
}

TEST_CASE("quoted phrases are what a user would say, unless they are turned down") {
    const auto description =
        read_description("Use when asked to \"make a chart\" or 'plot this'. Don't use for \"draw a cat\".");
    CHECK(join(description.quoted, "|") == "make a chart|plot this");
    CHECK(read_description("the user's \"\" file's").quoted.empty());
}

}  // namespace skillwake::matcher::lexical
