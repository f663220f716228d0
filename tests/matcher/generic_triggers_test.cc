#include "matcher/generic_triggers.h"

#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace skillwake::matcher {
namespace {

std::shared_ptr<const skill::Skill> described(const std::string& name, const std::string& description,
                                              const std::string& more = "") {
    auto made = skill::parse_skill(
        "---\nname: " + name + "\ndescription: " + description + "\n" + more + "---\n# Title\n",
        "/skills/" + name + "/SKILL.md", skill::Scope::Project);
    REQUIRE(made);
    return std::make_shared<const skill::Skill>(*std::move(made));
}

std::vector<std::string> told(const Index::Skills& skills) {
    std::vector<std::string> lines;
    for (const auto& diagnostic : find_generic_triggers(skills)) {
        CHECK(diagnostic.rule == "generic-trigger");
        CHECK_FALSE(diagnostic.fix.empty());
        lines.push_back(diagnostic.path + ":" + std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return lines;
}

}  // namespace

TEST_CASE("a keyword or pattern that fires on two descriptions of others is told, with its line") {
    const auto broad =
        described("broad", "d", "activation:\n  keywords: [test, quokka]\n  patterns: ['unit \\w+']\n");
    const auto one = described("one", "Writes unit tests. Runs a test.");
    const auto two = described("two", "Reads a test report of unit runs.");
    CHECK(
        told({broad, one, two}) ==
        std::vector<std::string>{
            "/skills/broad/SKILL.md:5: keyword 'test' fires on the descriptions of 2 other skills: one, two",
            "/skills/broad/SKILL.md:6: pattern 'unit \\w+' fires on the descriptions of 2 other skills: one, "
            "two"});
    CHECK(told({broad, one}).empty());
}

TEST_CASE("a trigger that another file has is told there") {
    auto broad = std::make_shared<skill::Skill>(*described("broad", "d", "activation: {keywords: [test]}\n"));
    broad->triggers[0].file = "/skills/skill-rules.json";
    broad->triggers[0].line = 7;
    CHECK(
        told({broad, described("one", "a test"), described("two", "a test")}) ==
        std::vector<std::string>{"/skills/skill-rules.json:7: keyword 'test' fires on the descriptions of 2 "
                                 "other skills: one, two"});
}

TEST_CASE("its own description, copies of its name, tags and other kinds are no matter") {
    const auto own = described("own", "test test", "activation: {keywords: [test]}\n");
    CHECK(told({own, described("own", "a test"), described("own", "a test too")}).empty());
    const auto tags = described("tags", "d", "activation: {tags: [test], max_context_tokens: 9}\n");
    const auto paths = described("paths", "d", "activation: {paths: ['test']}\n");
    CHECK(told({tags, paths, described("a", "a test"), described("b", "a test")}).empty());
    CHECK(told({}).empty());
}

}  // namespace skillwake::matcher
