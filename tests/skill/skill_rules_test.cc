#include "skill/skill_rules.h"

#include "skill/load.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {
namespace {

using Lines = std::vector<std::string>;

Lines told(const std::vector<Diagnostic>& diagnostics) {
    Lines lines;
    for (const auto& diagnostic : diagnostics) {
        CHECK_FALSE(diagnostic.fix.empty());
        lines.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return lines;
}

constexpr std::string_view kFirst = R"({
	"version": "1.0",
	"skills": {
		"api": {
			"type": "domain", "enforcement": "block", "priority": "high",
			"promptTriggers": {"keywords": ["route \ud83d\ude80"], "intentPatterns": ["(add|create).*?route"]},
			"fileTriggers": {"pathPatterns": ["api/**/*.ts"], "pathExclusions": ["**/*.test.ts"],
				"contentPatterns": ["router\\."]},
			"blockMessage": "no"
		}
	}
})";

constexpr std::string_view kSecond =
    R"({"version": "2.0", "directoryMappings": {"src/ui": "ui", "x": "nobody"},
 "skills": {"ui": {"priority": 8, "triggers": {"keywords": ["button"], "keywordPatterns": ["\\bbtn\\b"],
  "contextPatterns": ["screen"], "contentPatterns": ["useState"]}, "excludePatterns": ["e2e"]}}})";

std::string skill_text(const std::string& name) {
    return "---\nname: " + name + "\ndescription: d\n---\nbody\n";
}

}  // namespace

TEST_CASE("version 1 of skill-rules.json, with its tabs and its escapes") {
    const auto rules = read_skill_rules(kFirst, "/r/skill-rules.json");
    CHECK(told(rules.diagnostics) == Lines{});
    REQUIRE(rules.rules.size() == 1);
    CHECK(rules.rules[0].name == "api");
    CHECK(rules.rules[0].enforcement == Enforcement::Block);
    const std::vector<Trigger> expected = {
        {TriggerKind::Keyword, "route \U0001F680", "", 6, "skill-rules.json: promptTriggers.keywords"},
        {TriggerKind::Pattern, "(add|create).*?route", "", 6,
         "skill-rules.json: promptTriggers.intentPatterns", Reading::IgnoreCase},
        {TriggerKind::Path, "api/**/*.ts", "", 7, "skill-rules.json: fileTriggers.pathPatterns"},
        {TriggerKind::Content, "router\\.", "", 8, "skill-rules.json: fileTriggers.contentPatterns"},
        {TriggerKind::Path, "!**/*.test.ts", "", 7, "skill-rules.json: fileTriggers.pathExclusions"},
    };
    CHECK(rules.rules[0].triggers == expected);
}

TEST_CASE("version 2 of skill-rules.json: triggers, exclusions and folders") {
    const auto rules = read_skill_rules(kSecond, "/r/skill-rules.json");
    CHECK(told(rules.diagnostics) ==
          Lines{"1: directoryMappings: 'nobody' is none of the skills named here"});
    REQUIRE(rules.rules.size() == 1);
    const std::vector<Trigger> expected = {
        {TriggerKind::Keyword, "button", "", 2, "skill-rules.json: triggers.keywords"},
        {TriggerKind::Pattern, "\\bbtn\\b", "", 2, "skill-rules.json: triggers.keywordPatterns",
         Reading::IgnoreCase},
        {TriggerKind::Keyword, "screen", "", 3, "skill-rules.json: triggers.contextPatterns",
         Reading::Substring},
        {TriggerKind::Content, "useState", "", 3, "skill-rules.json: triggers.contentPatterns",
         Reading::IgnoreCase},
        {TriggerKind::Veto, "e2e", "", 3, "skill-rules.json: excludePatterns", Reading::IgnoreCase},
        {TriggerKind::Path, "/src/ui/**", "", 1, "skill-rules.json: directoryMappings"},
    };
    CHECK(rules.rules[0].triggers == expected);
}

TEST_CASE("names without `skills` around them, and autoInject") {
    const auto rules = read_skill_rules(
        R"({"_comment": "c", "tdd": {"promptTriggers": {"keywords": ["test first"]}}})", "r");
    REQUIRE(rules.rules.size() == 1);
    CHECK(rules.rules[0].name == "tdd");
    CHECK(rules.rules[0].automatic);
    const auto manual =
        read_skill_rules(R"({"skills": {"meta": {"type": "domain", "autoInject": false}}})", "r");
    REQUIRE(manual.rules.size() == 1);
    CHECK_FALSE(manual.rules[0].automatic);
    Skill skill;
    skill.name = "meta";
    CHECK(apply_skill_rules(manual, nullptr, skill));
    CHECK_FALSE(skill.automatic);
    const WakeMode told{WakeModeKind::ByName, "false", "skill-rules.json: autoInject", 1, "r"};
    CHECK(skill.modes == std::vector<WakeMode>{told});
}

TEST_CASE("what is wrong with a skill-rules.json is told, and hides nothing else") {
    struct Case {
        std::string_view json;
        Lines told;
        std::size_t rules;
    };
    const Case cases[] = {
        {"{\"skills\": {\n\"a\": {}, \n", {"3: not JSON: did not find expected node content"}, 0},
        {"", {"0: no skill is named"}, 0},
        {"[1]", {"1: no skill is named"}, 0},
        {"{\"version\": 1}", {"1: no skill is named"}, 0},
        {"{\"other\": {\"triggers\": [{}]}}", {"1: no skill is named"}, 0},
        {R"({"skills": {"a": 1, "b": {}}})", {"1: skill 'a': expected an object"}, 1},
        {R"({"skills": {"a": {"enforcement": "force"}}})", {"1: skill 'a': enforcement: unknown value"}, 1},
        {R"({"skills": {"a": {"promptTriggers": {"keywords": [{}]}}}})",
         {"1: promptTriggers.keywords: expected a list of strings"},
         1},
        {R"({"skills": {"a": {"priority": "urgent"}}})", {"1: skill 'a': priority: unknown value"}, 1},
        {R"({"skills": {"a": {"priority": 0}}})", {"1: skill 'a': priority: unknown value"}, 1},
        {R"({"skills": {"a": {"injectionOrder": 101}}})",
         {"1: skill 'a': injectionOrder: expected a number from 0 to 100"},
         1},
        {R"({"skills": {"a": {"affinity": ["b", "c", "d"]}}})", {"1: skill 'a': affinity: more than 2"}, 1},
        {R"({"skills": {"a": {}, "a": {}}})", {"1: key 'a' stands twice: the first one counts"}, 1},
    };
    for (const auto& [json, expected, count] : cases) {
        CAPTURE(json);
        const auto rules = read_skill_rules(json, "/r/skill-rules.json");
        CHECK(told(rules.diagnostics) == expected);
        CHECK(rules.rules.size() == count);
    }
}

TEST_CASE("how a rule's skill is given: words for a block, priority, order, companions") {
    const auto rules = read_skill_rules(R"({"skills": {
"a": {"enforcement": "block", "blockMessage": " Read {file_path} first ", "priority": "critical",
 "skipConditions": {"sessionSkillUsed": true, "fileMarkers": ["@skip-me"], "envOverride": "SKIP_A"},
 "requiredSkills": ["b"], "affinity": ["c", "d"], "injectionOrder": 10},
"b": {"priority": 7}, "c": {}, "d": {"priority": "low"}}})",
                                        "/r/skill-rules.json");
    CHECK(told(rules.diagnostics) == Lines{});
    REQUIRE(rules.rules.size() == 4);
    const auto& rule = rules.rules[0];
    CHECK(rule.block_message == "Read {file_path} first");
    CHECK(rule.override_variable == "SKIP_A");
    CHECK(rule.priority == 10);
    CHECK(rule.order == 10);
    CHECK(rule.required == Lines{"b"});
    CHECK(rule.affine == Lines{"c", "d"});
    CHECK(rule.triggers == std::vector<Trigger>{{TriggerKind::Marker, "@skip-me", "", 3,
                                                 "skill-rules.json: skipConditions.fileMarkers"}});
    CHECK(rules.rules[1].priority == 7);
    CHECK(rules.rules[2].priority == 0);
    CHECK(rules.rules[2].order == Skill::kUsualOrder);
    CHECK(rules.rules[3].priority == 2);
}

TEST_CASE("a rule gives its skill what it says; affinity goes both ways; a variable lifts a block") {
    const auto rules = read_skill_rules(
        R"({"skills": {"a": {"enforcement": "block", "skipConditions": {"envOverride": "SKIP_A"},
            "affinity": ["b"], "requiredSkills": ["c"], "priority": 3}, "b": {"affinity": ["a"]}}})",
        "/r/skill-rules.json");
    const auto applied = [&](const std::string& name, const Machine* machine) {
        Skill skill;
        skill.name = name;
        CHECK(apply_skill_rules(rules, machine, skill));
        return skill;
    };
    const Machine machine{"linux", {}, {"SKIP_A"}};
    CHECK(applied("a", nullptr).enforcement == Enforcement::Block);
    CHECK(applied("a", &machine).enforcement == Enforcement::Suggest);
    CHECK(applied("a", nullptr).required == Lines{"c"});
    CHECK(applied("a", nullptr).priority == 3);
    CHECK(applied("a", nullptr).affine == Lines{"b"});
    CHECK(applied("b", nullptr).affine == Lines{"a"});
    Skill other;
    other.name = "b2";
    CHECK_FALSE(apply_skill_rules(rules, nullptr, other));
}

TEST_CASE("with skill-rules.json switched off none is read") {
    const testing::TempDir dir;
    dir.write("api/SKILL.md", skill_text("api"));
    dir.write("skill-rules.json", "{ not JSON");
    LoadOptions options;
    options.skill_rules = SkillRulesFiles::Ignored;
    const auto off = load_root({dir.path(), Scope::User}, nullptr, options);
    CHECK(off.diagnostics.empty());
    CHECK(off.rules == FileStamp{});
    CHECK(load_root({dir.path(), Scope::User}, nullptr, {}).diagnostics.size() == 1);
}

TEST_CASE("a root's skill-rules.json speaks for its skills, and a change of it counts") {
    const testing::TempDir dir;
    const auto root = dir.path() / "skills";
    dir.write("skills/api/SKILL.md", skill_text("api"));
    dir.write("skills/skill-rules.json", kFirst);
    const auto first = load_root({root, Scope::User}, nullptr, {});
    REQUIRE(first.skills.size() == 1);
    REQUIRE(first.skills[0].skill->triggers.size() == 5);
    CHECK(first.skills[0].skill->triggers[0].file == (root / "skill-rules.json").string());
    CHECK(first.skills[0].skill->enforcement == Enforcement::Block);
    dir.write("skills/skill-rules.json", kSecond);
    const auto second = load_root({root, Scope::User}, &first, {});
    REQUIRE(second.skills.size() == 1);
    CHECK(second.skills[0].skill->triggers.empty());
    CHECK(told(second.diagnostics.values()) ==
          Lines{"1: directoryMappings: 'nobody' is none of the skills named here",
                "2: skill 'ui' is not in this root"});
    const auto third = load_root({root, Scope::User}, &second, {});
    CHECK(third.skills[0].skill == second.skills[0].skill);
}

TEST_CASE("a skill-rules.json in the hooks folder beside counts, and the folder is watched") {
    const testing::TempDir dir;
    dir.write("skills/api/SKILL.md", skill_text("api"));
    dir.write("hooks/skill-rules.json", kFirst);
    const auto root = load_root({dir.path() / "skills", Scope::User}, nullptr, {});
    REQUIRE(root.skills.size() == 1);
    CHECK(root.skills[0].skill->triggers.size() == 5);
    CHECK(root.outside.contains(dir.path() / "hooks/skill-rules.json"));
}

TEST_CASE("Codex: agents/openai.yaml leaves a skill to be called by name, and a change of it counts") {
    const testing::TempDir dir;
    dir.write("x/SKILL.md", skill_text("x"));
    dir.write("x/agents/openai.yaml", "policy:\n  allow_implicit_invocation: false\n");
    const auto first = load_root({dir.path(), Scope::User}, nullptr, {});
    REQUIRE(first.skills.size() == 1);
    CHECK_FALSE(first.skills[0].skill->automatic);
    dir.write("x/agents/openai.yaml", "policy:\n  allow_implicit_invocation: 'yes'\n");
    const auto second = load_root({dir.path(), Scope::User}, &first, {});
    CHECK(second.skills[0].skill->automatic);
    dir.write("x/agents/openai.yaml", "policy: [\n");
    const auto third = load_root({dir.path(), Scope::User}, &second, {});
    CHECK(third.skills[0].skill->automatic);
    CHECK(told(third.diagnostics.values()) == Lines{"2: not YAML: did not find expected node content"});
}

TEST_CASE("Codex: all keys of agents/openai.yaml are kept beside those of the front matter") {
    const testing::TempDir dir;
    dir.write("x/SKILL.md", skill_text("x"));
    dir.write(
        "x/agents/openai.yaml",
        "interface: {display_name: X, other: [a, b]}\npolicy:\n  products: [CODEX, CHATGPT]\nversion: 2\n");
    const auto root = load_root({dir.path(), Scope::User}, nullptr, {});
    REQUIRE(root.skills.size() == 1);
    const auto& kept = root.skills[0].skill->front_matter;
    using Key = std::pair<std::string, std::string>;
    REQUIRE(kept.size() >= 4);
    CHECK(std::vector<Key>(kept.end() - 4, kept.end()) ==
          std::vector<Key>{{"agents/openai.yaml: interface.display_name", "X"},
                           {"agents/openai.yaml: interface.other", "a, b"},
                           {"agents/openai.yaml: policy.products", "CODEX, CHATGPT"},
                           {"agents/openai.yaml: version", "2"}});
    CHECK(root.skills[0].skill->automatic);
}

TEST_CASE("rule files are found below the folder of their tool, and nowhere else") {
    const testing::TempDir dir;
    dir.write(".cursor/rules/a.mdc", "---\nglobs: *.ts\n---\nbody\n");
    dir.write(".cursor/rules/web/b.mdc", "---\nalwaysApply: true\n---\nbody\n");
    dir.write(".cursor/rules/notes.md", "notes");
    dir.write(".cursor/rules/s/SKILL.md", skill_text("s"));
    dir.write(".cursor/rules/s/c.mdc", "resource");
    dir.write(".clinerules/style.md", "# Style\n");
    dir.write(".clinerules/README.md", "# Read me\n");
    dir.write(".clinerules/skills/x/SKILL.md", skill_text("x"));
    dir.write(".clinerules/workflows/w.md", "# Flow\n");
    dir.write(".github/instructions/py.instructions.md", "---\napplyTo: '*.py'\n---\nbody\n");
    dir.write(".claude/skills/plain.md", "no skill");
    dir.write("powers/pay/POWER.md", "---\nname: pay\ndescription: d\nkeywords: [stripe]\n---\nbody\n");
    const auto names = [&](const std::string& folder) {
        Lines found;
        for (const auto& loaded : load_root({dir.path() / folder, Scope::Project}, nullptr, {}).skills) {
            found.push_back(loaded.skill->name + (loaded.skill->rule ? " (rule)" : ""));
        }
        return found;
    };
    CHECK(names(".cursor/rules") == Lines{"a (rule)", "s", "b (rule)"});
    CHECK(names(".clinerules") == Lines{"style (rule)"});
    CHECK(names(".github/instructions") == Lines{"py (rule)"});
    CHECK(names(".claude/skills") == Lines{});
    CHECK(names("powers") == Lines{"pay"});
}

}  // namespace skillwake::skill
