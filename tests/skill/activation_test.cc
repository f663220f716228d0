#include "skill/activation.h"

#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace skillwake::skill {
namespace {

using testing::repeated;

/// `yaml` is what stands behind "activation:", from line 3 of its file.
Activation read(const std::string& yaml) {
    const auto parsed = parse_yaml(yaml, 3);
    const auto* document = std::get_if<YamlDocument>(&parsed);
    REQUIRE(document != nullptr);
    return read_activation(document->root, "/s/SKILL.md");
}

std::vector<std::string> told(const Activation& activation) {
    std::vector<std::string> lines;
    for (const auto& diagnostic : activation.diagnostics) {
        CHECK(diagnostic.path == "/s/SKILL.md");
        CHECK(diagnostic.severity == Severity::Warning);
        CHECK_FALSE(diagnostic.fix.empty());
        lines.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return lines;
}

}  // namespace

TEST_CASE("every kind of trigger is read, with the line where it stands") {
    const auto activation = read(
        "keywords: [asyncio, \"event loop\"]\n"
        "patterns: ['(?i)convert .* to async']\n"
        "exclude:\n"
        "  - javascript\n"
        "paths: ['**/*_async.py']\n"
        "content: 'from aiohttp'\n"
        "ast:\n"
        "  Python:\n"
        "    imports: [asyncio]\n"
        "    nodes: await\n"
        "    calls: ['asyncio.*']\n"
        "    query: |\n"
        "      (await) @hit\n"
        "commands: ['pytest -m asyncio']\n"
        "errors: ['was never awaited']\n");
    CHECK(told(activation) == std::vector<std::string>{});
    const std::vector<Trigger> expected = {
        {TriggerKind::Keyword, "asyncio", "", 3},
        {TriggerKind::Keyword, "event loop", "", 3},
        {TriggerKind::Pattern, "(?i)convert .* to async", "", 4},
        {TriggerKind::Exclude, "javascript", "", 6},
        {TriggerKind::Path, "**/*_async.py", "", 7},
        {TriggerKind::Content, "from aiohttp", "", 8},
        {TriggerKind::AstImport, "asyncio", "python", 11},
        {TriggerKind::AstNode, "await", "python", 12},
        {TriggerKind::AstCall, "asyncio.*", "python", 13},
        {TriggerKind::AstQuery, "(await) @hit\n", "python", 14},
        {TriggerKind::Command, "pytest -m asyncio", "", 16},
        {TriggerKind::Error, "was never awaited", "", 17},
    };
    CHECK(activation.triggers == expected);
}

TEST_CASE("what is not of its form has a diagnostic and hides nothing else") {
    struct Case {
        std::string_view yaml;
        std::string_view told;
    };
    const Case cases[] = {
        {"keyword: [x]", "3: activation.keyword: unknown key"},
        {"patterns: {a: b}", "3: activation.patterns: expected a list of strings"},
        {"patterns:", "3: activation.patterns: expected a list of strings"},
        {"patterns: [a, [b]]", "3: activation.patterns: expected a list of strings"},
        {"patterns: [a, ~]", "3: activation.patterns: expected a list of strings"},
        {"patterns: [' ']", "3: activation.patterns: empty entry"},
        {"patterns: ''", "3: activation.patterns: empty entry"},
        {"ast: [await]", "3: activation.ast: expected a mapping of languages"},
        {"ast:", "3: activation.ast: expected a mapping of languages"},
        {"ast: {python: [await]}", "3: activation.ast.python: expected a mapping"},
        {"ast: {python: {node: [await]}}", "3: activation.ast.python.node: unknown key"},
        {"ast: {python: {nodes: {a: b}}}", "3: activation.ast.python.nodes: expected a list of strings"},
    };
    for (const auto& [yaml, expected] : cases) {
        CAPTURE(yaml);
        const auto activation = read(std::string(yaml) + "\nkeywords: [kept]\n");
        CHECK(told(activation) == std::vector<std::string>{std::string(expected)});
        REQUIRE_FALSE(activation.triggers.empty());
        CHECK(activation.triggers.back() == Trigger{TriggerKind::Keyword, "kept", "", 4});
    }
}

TEST_CASE("an author may ask that tools wait until the agent has the skill") {
    CHECK(read("keywords: [a]\n").enforcement == Enforcement::Suggest);
    CHECK(read("enforcement: suggest\n").enforcement == Enforcement::Suggest);
    CHECK(read("enforcement: block\n").enforcement == Enforcement::Block);
    for (const char* yaml : {"enforcement: [block]", "enforcement: hard", "enforcement:"}) {
        CAPTURE(yaml);
        const auto activation = read(yaml);
        CHECK(activation.enforcement == Enforcement::Suggest);
        CHECK(told(activation) ==
              std::vector<std::string>{"3: activation.enforcement: expected suggest or block"});
    }
}

TEST_CASE("a block that is no mapping gives nothing but a diagnostic") {
    for (const char* yaml : {"[a, b]", "words", "~", ""}) {
        CAPTURE(yaml);
        const auto activation = read(yaml);
        CHECK(activation.triggers.empty());
        REQUIRE(activation.diagnostics.size() == 1);
        CHECK(activation.diagnostics[0].message == "activation: expected a mapping");
    }
}

TEST_CASE("a trigger's text may be as long as the limit, and not one byte longer") {
    const auto at = std::string(kMaxTriggerBytes, 'x');
    const auto activation = read("keywords: [" + at + ", " + at + "x, short]\n");
    REQUIRE(activation.triggers.size() == 2);
    CHECK(activation.triggers[0].text == at);
    CHECK(activation.triggers[1].text == "short");
    CHECK(told(activation) == std::vector<std::string>{"3: activation.keywords: longer than 4096 bytes"});
}

TEST_CASE("a skill may have as many triggers as the limit, and the further ones are told once") {
    const auto at = read("keywords: [" + repeated("k, ", kMaxTriggers) + "]\n");
    CHECK(at.triggers.size() == kMaxTriggers);
    CHECK(told(at) == std::vector<std::string>{});
    const auto past = read("keywords: [" + repeated("k, ", kMaxTriggers) + "]\npaths: [a, b]\ncommands: c\n");
    CHECK(past.triggers.size() == kMaxTriggers);
    CHECK(told(past) == std::vector<std::string>{"4: activation: more than 500 triggers"});
}

}  // namespace skillwake::skill
