#include "daemon/sarif.h"

#include "protocol/json.h"
#include "skill/rules.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {
namespace {

skill::Diagnostic found(skill::Severity severity, const std::string& path, std::uint32_t line,
                        const std::string& rule, const std::string& fix = "") {
    return {severity, path, line, "message", fix, rule};
}

bool holds(const std::string& log, std::string_view part) {
    return log.find(part) != std::string::npos;
}

/// Where `rule` stands among the log's rules.
std::string index_of(std::string_view rule) {
    std::size_t index = 0;
    while (skill::rules()[index].id != rule) {
        ++index;
    }
    return std::to_string(index);
}

}  // namespace

TEST_CASE("a SARIF log is one line of JSON with the version, every rule, and a result each") {
    const auto log = sarif_of({found(skill::Severity::Warning, "/w/a/SKILL.md", 7, "name-form", "rename it"),
                               found(skill::Severity::Error, "/w/b/SKILL.md", 3, "trigger-disabled"),
                               found(skill::Severity::Advice, "/w/b/SKILL.md", 4, "no-headings")},
                              "/w");
    protocol::JsonParser parser;
    REQUIRE(parser.parse(log));
    CHECK_FALSE(holds(log, "\n"));
    CHECK(holds(log, R"("version":"2.1.0")"));
    CHECK(holds(log, R"("$schema":"https://json.schemastore.org/sarif-2.1.0.json")"));
    for (const auto& rule : skill::rules()) {
        CAPTURE(rule.id);
        CHECK(holds(log, R"("id":")" + std::string(rule.id) + "\""));
    }
    CHECK(holds(log, R"("ruleId":"name-form","ruleIndex":)" + index_of("name-form") +
                         R"(,"level":"warning","message":{"text":"message; fix: rename it"})"));
    CHECK(holds(log, R"("ruleId":"trigger-disabled","ruleIndex":)" + index_of("trigger-disabled") +
                         R"(,"level":"error","message":{"text":"message"})"));
    CHECK(holds(log,
                R"("ruleId":"no-headings","ruleIndex":)" + index_of("no-headings") + R"(,"level":"note")"));
}

TEST_CASE("files of a SARIF log are relative to the base, others absolute; odd bytes are percent-encoded") {
    struct Case {
        std::string path;
        std::uint32_t line;
        std::string location;
    };
    const std::vector<Case> cases = {
        {"/w/a/SKILL.md", 7, R"({"uri":"a/SKILL.md"},"region":{"startLine":7})"},
        {"/w/a/SKILL.md", 0, R"({"uri":"a/SKILL.md"},"region":{"startLine":1})"},
        {"/w/a b/caf\xC3\xA9.md", 1, R"({"uri":"a%20b/caf%C3%A9.md"})"},
        {"/w/a#b?c%.md", 1, R"({"uri":"a%23b%3Fc%25.md"})"},
        {"/other/SKILL.md", 1, R"({"uri":"file:///other/SKILL.md"})"},
    };
    for (const auto& [path, line, location] : cases) {
        CAPTURE(path);
        CHECK(holds(sarif_of({found(skill::Severity::Warning, path, line, "skill")}, "/w"), location));
    }
}

TEST_CASE("nothing found is a SARIF log without results") {
    CHECK(holds(sarif_of({}, "/w"), R"("results":[])"));
}

}  // namespace skillwake::daemon
