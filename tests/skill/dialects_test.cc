#include "skill/dialect.h"
#include "skill/parse.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {
namespace {

using Lines = std::vector<std::string>;

std::string_view name_of(Reading reading) {
    constexpr std::string_view kNames[] = {"",          " token",  " substring",
                                           " any-case", " rooted", " rooted-no-dots"};
    return kNames[static_cast<std::size_t>(reading)];
}

/// "line kind reading 'text' (source) group strength": everything that a trigger is.
std::string shown(const Trigger& trigger) {
    return std::to_string(trigger.line) + " " + std::string(skill::name_of(trigger.kind)) +
           std::string(name_of(trigger.reading)) + " '" + trigger.text + "' (" + trigger.source + ")" +
           (trigger.group == 0 ? "" : " group " + std::to_string(trigger.group)) +
           (trigger.strength == Strength::Full    ? ""
            : trigger.strength == Strength::Trace ? " trace"
                                                  : " sign");
}

/// "line kind 'text' (source)"
std::string shown(const WakeMode& mode) {
    return std::to_string(mode.line) + " " + std::string(skill::name_of(mode.kind)) + " '" + mode.text +
           "' (" + mode.source + ")";
}

/// What a dialect made of a file: its triggers and how they are shown without one, how it is woken beside
/// them, what its author is told.
struct Made {
    Lines triggers;
    std::string mode;  ///< "", "by name", "by files", "named": never loaded unasked
    Lines told;
};

Made made_of(std::string_view file, const std::string& yaml) {
    const auto skill = parse_skill("---\n" + yaml + "---\n# Title\n\nbody\n", file, Scope::Project);
    REQUIRE(skill);
    Made made;
    for (const auto& trigger : skill->triggers) {
        made.triggers.push_back(shown(trigger));
    }
    for (const auto& mode : skill->modes) {
        made.triggers.push_back(shown(mode));
    }
    made.mode = !skill->automatic      ? "by name"
                : skill->only_on_files ? "by files"
                : skill->at_most_named ? "named"
                                       : "";
    for (const auto& diagnostic : skill->diagnostics) {
        CHECK_FALSE(diagnostic.fix.empty());
        made.told.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return made;
}

struct Case {
    std::string_view file;
    std::string_view yaml;
    Lines triggers;
    std::string_view mode;
    Lines told = {};
};

void check(const std::vector<Case>& cases) {
    for (const auto& expected : cases) {
        CAPTURE(expected.file);
        CAPTURE(expected.yaml);
        const auto made = made_of(expected.file, std::string(expected.yaml));
        CHECK(made.triggers == expected.triggers);
        CHECK(made.mode == expected.mode);
        CHECK(made.told == expected.told);
    }
}

/// What a SKILL.md needs so that nothing is told.
std::string named(const std::string& more) {
    return "name: x\ndescription: d\n" + more;
}

}  // namespace

TEST_CASE("Claude: paths tie a skill and a rule to files; triggers are no key of its own") {
    const auto file = "/p/.claude/skills/x/SKILL.md";
    const auto spaced = named("paths: 'src/**/*.{ts,tsx}, *.vue docs/a.md'\n");
    const auto listed = named("paths: [a.ts]\ntriggers: [word]\n");
    const auto manual = named("disable-model-invocation: yes\nuser-invocable: off\n");
    check({{file,
            spaced,
            {"4 path 'src/**/*.{ts,tsx}' (claude: paths)", "4 path '*.vue' (claude: paths)",
             "4 path 'docs/a.md' (claude: paths)"},
            "by files"},
           {file, listed, {"4 path 'a.ts' (claude: paths)"}, "by files"},
           {file, manual, {"4 by name 'yes' (disable-model-invocation)"}, "by name"},
           {"/p/.claude/rules/api/style.md",
            "paths:\n  - 'src/api/**'\n",
            {"3 path 'src/api/**' (claude: paths)"},
            "by files"}});
}

TEST_CASE("OpenHands: keywords are tokens, paths win over them, an old file with neither is always on") {
    const auto agents = "/p/.agents/skills/x/SKILL.md";
    const auto words = named("triggers: [docker, /codereview]\n");
    const auto both = named("triggers: [docker]\npaths: '*.py'\n");
    check({{agents,
            words,
            {"4 keyword token 'docker' (openhands: triggers)",
             "4 keyword token '/codereview' (openhands: triggers)"},
            ""},
           {"/p/.openhands/skills/x/SKILL.md", both, {"5 path '*.py' (openhands: paths)"}, "by files"},
           {"/p/.openhands/microagents/docker.md",
            "name: other\ntype: knowledge\ntriggers:\n- docker\n",
            {"5 keyword token 'docker' (openhands: triggers)"},
            ""},
           {"/p/.openhands/microagents/repo.md",
            "name: repo\ntype: repo\n",
            {"2 always 'microagent without triggers' (openhands: microagent without triggers)"},
            ""},
           {"/p/.openhands/microagents/fix.md",
            "inputs:\n- name: BRANCH\n",
            {"3 by name '' (openhands: task without triggers)"},
            "by name"},
           {"/p/.openhands/microagents/fix.md",
            "type: task\ntriggers: [/fix]\n",
            {"3 keyword token '/fix' (openhands: triggers)"},
            ""},
           {"/p/.openhands/microagents/fix.md",
            "type: task\n",
            {"2 by name 'task' (openhands: task without triggers)"},
            "by name"}});
}

TEST_CASE("Continue: globs and regex must both hold; without both a rule is always on") {
    const auto rule = "/p/.continue/rules/a.md";
    check(
        {{rule,
          "globs: ['**/*.ts', '!**/*.test.ts']\nregex: '^import React'\n",
          {"2 path '**/*.ts' (continue: globs) group 1", "2 path '!**/*.test.ts' (continue: globs) group 1",
           "3 content '^import React' (continue: regex) group 1"},
          "by files"},
         {rule,
          "globs: 'a/**/*.{ts,test.ts}'\nalwaysApply: false\n",
          {"2 path 'a/**/*.{ts,test.ts}' (continue: globs)"},
          "by files"},
         {rule,
          "regex: [a, b]\n",
          {"2 content 'a' (continue: regex)", "2 content 'b' (continue: regex)"},
          "by files"},
         {rule, "alwaysApply: true\nglobs: '*.ts'\n", {"2 always 'alwaysApply' (continue: alwaysApply)"}, ""},
         {rule,
          "name: A\n",
          {"2 always 'rule without globs and regex' (continue: rule without globs and regex)"},
          ""},
         {rule,
          "alwaysApply: false\ndescription: d\n",
          {"3 by words 'description' (continue: description)"},
          ""},
         {rule, "alwaysApply: false\n", {"2 by name 'false' (continue: alwaysApply)"}, "by name"}});
}

TEST_CASE("Cursor: always, by globs even when they are no YAML, by description, by name") {
    const auto rule = "/p/.cursor/rules/web/a.mdc";
    check({{rule,
            "description: d\nglobs: *.ts\nalwaysApply: true\n",
            {"4 always 'alwaysApply' (cursor: alwaysApply)"},
            ""},
           {rule,
            "description: d\nglobs: *.ts,**/*.{jsx,tsx}\nalwaysApply: false\n",
            {"3 path '*.ts' (cursor: globs)", "3 path '**/*.{jsx,tsx}' (cursor: globs)"},
            "by files"},
           {rule,
            "description:\nglobs: [a.ts, b.ts]\n",
            {"3 path 'a.ts' (cursor: globs)", "3 path 'b.ts' (cursor: globs)"},
            "by files"},
           {rule,
            "description: d\nglobs:\nalwaysApply: false\n",
            {"2 by words 'description' (cursor: description)"},
            ""},
           {rule,
            "description:\nglobs:\nalwaysApply: false\n",
            {"2 by name '' (cursor: rule without globs and description)"},
            "by name"}});
}

TEST_CASE("Windsurf and Kiro: the mode is named") {
    const auto windsurf = "/p/.windsurf/rules/a.md";
    const auto kiro = "/p/.kiro/steering/a.md";
    check({{windsurf,
            "trigger: always_on\n",
            {"2 always 'trigger always_on' (windsurf: trigger always_on)"},
            ""},
           {windsurf,
            "trigger: glob\nglobs: '**/*.py, *.pyi'\n",
            {"3 path '**/*.py' (windsurf: globs)", "3 path '*.pyi' (windsurf: globs)"},
            "by files"},
           {windsurf,
            "trigger: glob\n",
            {"2 by name '' (windsurf: globs)"},
            "by name",
            {"2: windsurf: globs is missing: only its name wakes the rule"}},
           {windsurf, "trigger: manual\n", {"2 by name 'manual' (windsurf: trigger)"}, "by name"},
           {windsurf,
            "trigger: model_decision\ndescription: d\n",
            {"2 by words 'model_decision' (windsurf: trigger)"},
            ""},
           {windsurf,
            "trigger: often\n",
            {"2 by words 'often' (windsurf: trigger)"},
            "",
            {"2: trigger: unknown mode: the description alone wakes the rule"}},
           {kiro, "title: t\n", {"2 always 'inclusion always' (kiro: inclusion always)"}, ""},
           {kiro,
            "inclusion: fileMatch\nfileMatchPattern: 'components/**/*.tsx'\n",
            {"3 path 'components/**/*.tsx' (kiro: fileMatchPattern)"},
            "by files"},
           {kiro,
            "inclusion: fileMatch\nfileMatchPattern: [a, b]\n",
            {"3 path 'a' (kiro: fileMatchPattern)", "3 path 'b' (kiro: fileMatchPattern)"},
            "by files"},
           {kiro, "inclusion: manual\n", {"2 by name 'manual' (kiro: inclusion)"}, "by name"},
           {kiro, "inclusion: auto\ndescription: d\n", {"2 by words 'auto' (kiro: inclusion)"}, ""},
           {"/p/powers/x/POWER.md",
            "name: x\ndescription: d\nkeywords: [stripe, payments]\n",
            {"4 keyword 'stripe' (kiro power: keywords)", "4 keyword 'payments' (kiro power: keywords)"},
            ""}});
}

TEST_CASE("Copilot, Cline, Qwen: globs of the workspace's own folder are tied to it") {
    const auto copilot = "/p/.github/instructions/py.instructions.md";
    const auto cline = "/p/.clinerules/a.md";
    const auto qwen = "/p/.qwen/skills/x/SKILL.md";
    const auto qwen_list = named("paths: ['*.ts', '/etc/**', '../a']\n");
    const auto qwen_string = named("paths: '*.ts'\n");
    check({{copilot,
            "applyTo: '**/*.py, *.toml'\n",
            {"2 path rooted '**/*.py' (copilot: applyTo)", "2 path rooted '*.toml' (copilot: applyTo)"},
            "by files"},
           {copilot,
            "applyTo: ['src/**', '*.py']\n",
            {"2 path rooted 'src/**' (copilot: applyTo)", "2 path rooted '*.py' (copilot: applyTo)"},
            "by files"},
           {copilot, "applyTo: ''\n", {"2 by name '' (copilot: neither applyTo nor description)"}, "by name"},
           {copilot, "description: d\n", {"2 by words 'description' (copilot: description)"}, ""},
           {cline,
            "paths: ['src/**', '*.md']\n",
            {"2 path rooted 'src/**' (cline: paths)", "2 path rooted '*.md' (cline: paths)"},
            "by files"},
           {cline, "paths: []\n", {"2 by name '[]' (cline: paths)"}, "by name"},
           {cline, "author: me\n", {"2 always 'rule without paths' (cline: rule without paths)"}, ""},
           {qwen,
            qwen_list,
            {"4 path rooted-no-dots '*.ts' (qwen: paths)"},
            "by files",
            {"4: paths: a glob leads out of the workspace", "4: paths: a glob leads out of the workspace"}},
           {qwen, qwen_string, {}, "", {"4: paths: expected a list"}}});
}

TEST_CASE("OMC: learned triggers are substrings; adk: they are globs, and a switch makes them by name") {
    const auto learned = named("id: a\nquality: 0.9\ntriggers: [race cond]\n");
    const auto globs = named("triggers: ['**/*.rs']\ntrigger: true\n");
    check({{"/h/.omc/skills/x/SKILL.md",
            named("triggers: [race cond]\n"),
            {"4 keyword substring 'race cond' (omc: triggers)"},
            ""},
           {"/p/.agents/skills/x/SKILL.md", learned, {"6 keyword substring 'race cond' (omc: triggers)"}, ""},
           {"/p/.skills/x/SKILL.md",
            globs,
            {"4 path '**/*.rs' (adk: triggers)", "5 by name 'true' (adk: trigger)"},
            "by name"}});
}

TEST_CASE("IronClaw: its activation block is told by its keys or its place, with its limits") {
    const auto shaped =
        named("activation: {keywords: [kubernetes, k8], exclude_keywords: [minikube], tags: [a]}\n");
    const auto placed = named("activation: {patterns: [a, b, c, d, e, f]}\nauto_activate: false\n");
    check({{"/p/skills/x/SKILL.md",
            shaped,
            {"4 keyword 'kubernetes' (ironclaw: activation.keywords)",
             "4 veto substring 'minikube' (ironclaw: activation.exclude_keywords)"},
            "",
            {"4: activation.keywords: shorter than 3 bytes", "4: activation.tags: shorter than 3 bytes"}},
           {"/p/skills/x/SKILL.md",
            named("activation: {tags: [devops], max_context_tokens: 900}\n"),
            {"4 keyword 'devops' (ironclaw: activation.tags) trace"},
            ""},
           {"/h/.ironclaw/skills/x/SKILL.md",
            placed,
            {"4 pattern 'a' (ironclaw: activation.patterns)", "4 pattern 'b' (ironclaw: activation.patterns)",
             "4 pattern 'c' (ironclaw: activation.patterns)", "4 pattern 'd' (ironclaw: activation.patterns)",
             "4 pattern 'e' (ironclaw: activation.patterns)", "5 by name 'false' (ironclaw: auto_activate)"},
            "by name",
            {"4: activation.patterns: more than 5"}}});
}

TEST_CASE("an activation block with a key of our own is ours") {
    check({{"/p/skills/x/SKILL.md",
            named("activation: {keywords: [ab], paths: [a], tags: [t]}\n"),
            {"4 keyword 'ab' ()", "4 path 'a' ()"},
            "",
            {"4: activation.tags: unknown key"}}});
}

TEST_CASE("IronClaw: each list has its cap, against skills that name everything") {
    std::string words;
    for (int i = 0; i < 21; ++i) {
        words += (i == 0 ? "word" : ", word") + std::to_string(i);
    }
    const std::string file = "/h/.ironclaw/skills/x/SKILL.md";
    for (const auto& [key, most] : {std::pair{"keywords", 20}, {"exclude_keywords", 20}, {"tags", 10}}) {
        CAPTURE(key);
        const auto made = made_of(file, named("activation: {" + std::string(key) + ": [" + words + "]}\n"));
        CHECK(made.triggers.size() == static_cast<std::size_t>(most));
        CHECK(made.told ==
              Lines{"4: activation." + std::string(key) + ": more than " + std::to_string(most)});
    }
}

TEST_CASE("skillport is always on; a skill for modes of Roo is named at most, a rule for them waits") {
    const auto file = "/p/skills/x/SKILL.md";
    check({{file,
            named("metadata: {skillport: {alwaysApply: true}}\n"),
            {"4 always 'metadata.skillport.alwaysApply' (skillport: metadata.skillport.alwaysApply)"},
            ""},
           {"/p/.roo/skills/x/SKILL.md",
            named("modeSlugs: [code, ask]\n"),
            {"4 named at most 'code, ask' (roo: modeSlugs)"},
            "named"},
           {"/p/.roo/skills/x/SKILL.md",
            named("mode: code\n"),
            {"4 named at most 'code' (roo: mode)"},
            "named"},
           {"/p/.roo/skills/x/SKILL.md", named("modeSlugs: []\n"), {}, ""},
           {"/p/.roo/skills-code/x/SKILL.md",
            named(""),
            {"2 named at most 'skills-code' (roo: folder of a mode)"},
            "named"},
           {"/p/.agents/skills-code/x/SKILL.md",
            named(""),
            {"2 named at most 'skills-code' (roo: folder of a mode)"},
            "named"},
           {"/p/other/skills-code/x/SKILL.md", named(""), {}, ""},
           {file, named("mode: agent\n"), {}, ""},
           {file, named("modeSlugs: [code]\n"), {"4 named at most 'code' (roo: modeSlugs)"}, "named"},
           {"/p/.roo/rules/a.md",
            "title: t\n",
            {"2 always 'rule for all modes' (roo: rule for all modes)"},
            ""},
           {"/p/.roo/rules-code/deep/a.md",
            "title: t\n",
            {"2 by name 'rules-code' (roo: folder of a mode)"},
            "by name"}});
}

TEST_CASE("memex: queries are examples of prompts, and a list of them has its limit") {
    const auto parsed = [](const std::string& yaml) {
        const auto skill =
            parse_skill("---\n" + named(yaml) + "---\nbody\n", "/p/skills/x/SKILL.md", Scope::User);
        REQUIRE(skill);
        return *skill;
    };
    const auto skill = parsed("queries: ['rotate the signing keys', ' ']\nboost: 0.1\none-liner: l\n");
    CHECK(skill.examples == Lines{"rotate the signing keys"});
    CHECK(skill.diagnostics.empty());
    REQUIRE(skill.modes.size() == 1);
    CHECK(shown(skill.modes[0]) == "4 example 'rotate the signing keys' (memex: queries)");
    CHECK(parsed("queries: 'one prompt'\n").examples == Lines{"one prompt"});
    std::string many;
    for (int i = 0; i < 65; ++i) {
        many += "- q" + std::to_string(i) + "\n";
    }
    const auto past = parsed("queries:\n" + many);
    CHECK(past.examples.size() == 64);
    REQUIRE(past.diagnostics.size() == 1);
    CHECK(past.diagnostics[0].line == 69);
}

TEST_CASE("OpenClaw and IronClaw: what they require is no trigger but a need") {
    const auto parsed = [](const std::string& yaml) {
        const auto skill =
            parse_skill("---\n" + named(yaml) + "---\nbody\n", "/p/skills/x/SKILL.md", Scope::User);
        REQUIRE(skill);
        CHECK(skill->triggers.empty());
        CHECK(skill->automatic);
        return *skill;
    };
    const auto claw = parsed(
        R"(metadata: {"openclaw": {"os": ["darwin", "linux"], "primaryEnv": "KEY", "requires": {"bins": ["uv"],)"
        R"( "anyBins": ["node", "bun"], "env": ["KEY"], "config": ["browser.enabled"]}}})"
        "\n");
    const Requirements expected{{"darwin", "linux"}, {"uv"}, {"node", "bun"}, {"KEY"}, {"browser.enabled"}};
    CHECK(claw.needs == expected);
    CHECK(parsed("metadata: {clawdbot: {requires: {bins: [jq]}}}\n").needs.programs == Lines{"jq"});
    CHECK(parsed("metadata: {openclaw: {always: true, os: [beos], requires: {bins: [jq]}}}\n").needs ==
          Requirements());
    const auto iron = parsed("requires: {bins: [gh], env: [TOKEN], skills: [git, review]}\n");
    CHECK(iron.needs == Requirements{{}, {"gh"}, {}, {"TOKEN"}, {}});
    CHECK(iron.required == Lines{"git", "review"});
    const auto many = parsed("requires: {skills: [a, b, c, d, e, f, g, h, i, j, k]}\n");
    CHECK(many.required.size() == 10);
    REQUIRE(many.diagnostics.size() == 1);
    CHECK(many.diagnostics[0].message == "requires.skills: more than 10");
}

TEST_CASE("in nobody's own folder the shape tells the dialect") {
    const auto file = "/p/skills/x/SKILL.md";
    check({{file, named("triggers: [docker]\n"), {"4 keyword token 'docker' (openhands: triggers)"}, ""},
           {file, named("paths: a.ts\n"), {"4 path 'a.ts' (claude: paths)"}, "by files"},
           {file, named("globs: '*.ts'\n"), {"4 path '*.ts' (cursor: globs)"}, "by files"},
           {file,
            named("globs: '*.ts'\nregex: a\n"),
            {"4 path '*.ts' (continue: globs) group 1", "5 content 'a' (continue: regex) group 1"},
            "by files"},
           {file, named("applyTo: '*.ts'\n"), {"4 path rooted '*.ts' (copilot: applyTo)"}, "by files"},
           {file, named("trigger: manual\n"), {"4 by name 'manual' (windsurf: trigger)"}, "by name"},
           {file, named("inclusion: manual\n"), {"4 by name 'manual' (kiro: inclusion)"}, "by name"}});
}

TEST_CASE("a rule is named by its file, and nothing in it is asked for") {
    const auto skill = parse_skill("# Style\n\nTwo blanks.\n", "/p/.cursor/rules/style.mdc", Scope::Project);
    REQUIRE(skill);
    CHECK(skill->rule);
    CHECK(skill->name == "style");
    CHECK(skill->description == "Two blanks.");
    CHECK(skill->diagnostics.empty());
    CHECK(rule_name("/p/.github/instructions/py.instructions.md") == "py");
}

TEST_CASE("the deepest folder that a tool calls its own tells the place") {
    CHECK(place_of("/p/.claude/skills/x/SKILL.md") == Place::ClaudeSkill);
    CHECK(place_of("/p/.claude/skillset/x/SKILL.md") == Place::Other);
    CHECK(place_of("/p/.skills/.claude/skills/x/SKILL.md") == Place::ClaudeSkill);
    CHECK(place_of("/p/.clinerules/skills/x/SKILL.md") == Place::Other);
    CHECK(place_of("/p/.clinerules/x.md") == Place::Cline);
    CHECK(rule_ending("/p/.cursor/rules") == ".mdc");
    CHECK(rule_ending("/p/.cursor/rules/web") == "");
    CHECK(rule_ending("/p/.claude/skills") == "");
    CHECK(place_of("/p/.roo/rules-code/a.md") == Place::RooRule);
    CHECK(place_of("/p/.roo/rulesets/a.md") == Place::Roo);
    CHECK(rule_ending("/p/.roo/rules-code") == ".md");
    CHECK(rule_ending("/p/.roo/rules-code/deep") == "");
    CHECK(rule_ending("/p/.roo") == "");
}

TEST_CASE("an assistant loads the rules of its own tool, and no skills") {
    CHECK(loads_itself("claude-code", Place::ClaudeRule));
    CHECK(loads_itself("Cursor", Place::Cursor));
    CHECK(loads_itself("kiro", Place::KiroPower));
    CHECK_FALSE(loads_itself("claude-code", Place::Cursor));
    CHECK_FALSE(loads_itself("claude-code", Place::ClaudeSkill));
    CHECK_FALSE(loads_itself("codex", Place::Other));
    CHECK_FALSE(loads_itself("", Place::Cursor));
}

}  // namespace skillwake::skill
