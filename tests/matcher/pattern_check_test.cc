#include "matcher/pattern_check.h"

#include "matcher/index.h"
#include "skill/parse.h"
#include "tests/support/error_text.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace skillwake::matcher {
namespace {

using testing::error_text;

std::string alternatives(int count) {
    std::string pattern = "word0";
    for (int i = 1; i < count; ++i) {
        pattern.append("|word").append(std::to_string(i));
    }
    return pattern;
}

std::shared_ptr<const Index> index_of(const std::string& patterns) {
    auto skill = skill::parse_skill(
        "---\nname: a\ndescription: d\nactivation:\n  patterns:\n" + patterns + "---\nbody\n",
        "/s/a/SKILL.md", skill::Scope::Project);
    REQUIRE(skill);
    return Index::compile({std::make_shared<const skill::Skill>(*std::move(skill))});
}

}  // namespace

TEST_CASE("(?i)(\\pL|\\pN){500}, 20,000 alternatives, nested repeats: refused, and why") {
    PatternCheck check;
    const std::string too_large = "it is larger than 10000 steps: repeat less, or fewer kinds of letters";
    CHECK(error_text(check.check("(?i)(\\pL|\\pN){500}")) == too_large);
    CHECK(error_text(check.check("(?i)(\\pL|\\pN){50}")) == too_large);
    CHECK(error_text(check.check(alternatives(20'000))) == "it is longer than 8192 bytes");
    CHECK(error_text(check.check("((a{100}){100}){100}")) ==
          "not a pattern that RE2 takes: invalid repetition size: {100}");
    CHECK(error_text(check.check("((\\pL{10}){10}){10}")) == too_large);
    CHECK(error_text(check.check(std::string(8'000, '(')))
              .starts_with("not a pattern that RE2 takes: missing )"));
    for (const auto& fits : {std::string("(?i)(add|create).*?form"), alternatives(700),
                             std::string("(x+x+)+y"), std::string(".{0,500}")}) {
        CAPTURE(fits.substr(0, 40));
        CHECK(check.check(fits));
    }
}

TEST_CASE("any set of patterns has a bounded compile time") {
    PatternLimits limits;
    limits.all = std::chrono::milliseconds(20);
    PatternCheck check(limits);
    int taken = 0;
    std::string refusal;
    for (int i = 0; i < 10'000 && refusal.empty(); ++i) {
        const auto checked = check.check("(?i)\\pL{3}x" + std::to_string(i));  // about 1 ms each
        taken += checked ? 1 : 0;
        refusal = checked ? "" : checked.error().message();
    }
    CHECK(taken > 0);
    CHECK(refusal == "the patterns before it took more than 20 ms to compile");
    CHECK(!check.check("plain"));
}

TEST_CASE("a refused pattern's diagnostic names the skill and the pattern, and the others serve") {
    const auto index = index_of("    - \"(?i)(\\\\pL|\\\\pN){500}\"\n    - \"rocket\"\n");
    REQUIRE(index->diagnostics().size() == 1);
    CHECK(index->diagnostics()[0].path == "/s/a/SKILL.md");
    CHECK(index->diagnostics()[0].line == 6);
    CHECK(index->diagnostics()[0].message ==
          "pattern '(?i)(\\pL|\\pN){500}' is disabled: it is larger than 10000 steps: repeat less, or fewer "
          "kinds "
          "of letters");
}

}  // namespace skillwake::matcher
