// What the dialects of other tools ask of the matcher.
#include "matcher/pattern_set.h"
#include "tests/matcher/sample.h"
#include "tests/support/error_text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

std::shared_ptr<const skill::Skill> skill_of(const std::string& file, const std::string& yaml) {
    auto made = skill::parse_skill("---\n" + yaml + "---\n# Title\n", file, skill::Scope::Project);
    REQUIRE(made);
    return std::make_shared<const skill::Skill>(*std::move(made));
}

Action action_of(const std::shared_ptr<const skill::Skill>& skill, const Event& event) {
    const auto judgement = judged(view_of({skill}), event);
    return judgement.candidates.empty() ? Action::None : judgement.candidates.front().action;
}

}  // namespace

TEST_CASE("a token stands between other characters than ASCII letters and digits") {
    const auto skill = skill_of("/p/.agents/skills/x/SKILL.md",
                                "name: x\ndescription: d\ntriggers: [api, /codereview, c++]\n");
    for (const char* prompt : {"an API for it", "the_api_key", "(api)", "api", "please /codereview this",
                               "now in c++", "rapid rapid rapid rapid rapid api"}) {
        CAPTURE(prompt);
        CHECK(action_of(skill, prompt_event(prompt)) == Action::Load);
    }
    for (const char* prompt : {"rapid growth", "apis", "codereview this", "api2"}) {
        CAPTURE(prompt);
        CHECK(action_of(skill, prompt_event(prompt)) == Action::None);
    }
}

TEST_CASE("the evidence of a token is the token, without its neighbours") {
    const auto skill = skill_of("/p/.agents/skills/x/SKILL.md", "name: x\ndescription: d\ntriggers: [api]\n");
    const auto judgement = judged(view_of({skill}), prompt_event("an API, please"));
    REQUIRE_FALSE(judgement.candidates.empty());
    REQUIRE_FALSE(judgement.candidates[0].evidence.empty());
    const auto& evidence = judgement.candidates[0].evidence[0];
    CHECK(evidence.kind == EvidenceKind::Keyword);
    CHECK(evidence.text == "API");
    CHECK(evidence.begin == 3);
    CHECK(evidence.end == 6);
}

TEST_CASE("a substring holds inside of words") {
    const auto skill =
        skill_of("/h/.omc/skills/x/SKILL.md", "name: x\ndescription: d\ntriggers: [race cond]\n");
    CHECK(action_of(skill, prompt_event("a Race condition here")) == Action::Load);
    CHECK(action_of(skill, prompt_event("a race of conditions")) == Action::None);
}

TEST_CASE("globs and regex of one rule must hold in the same file") {
    const auto skill = skill_of("/p/.continue/rules/a.md", "globs: '**/*.ts'\nregex: 'from .react.'\n");
    CHECK(action_of(skill, file_event("src/a.ts", "import x from 'react'\n")) == Action::Load);
    CHECK(action_of(skill, file_event("src/a.ts", "import x from 'vue'\n")) == Action::None);
    CHECK(action_of(skill, file_event("src/a.py", "import x from 'react'\n")) == Action::None);
    Event two;
    two.files.push_back({"src/a.ts", "", {"nothing"}});
    two.files.push_back({"src/a.py", "", {"import x from 'react'\n"}});
    CHECK(action_of(skill, two) == Action::None);
    CHECK(action_of(skill, prompt_event("look at src/a.ts")) == Action::None);
}

TEST_CASE("a rule whose regex cannot be compiled does not fall back to its globs") {
    const auto skill = skill_of("/p/.continue/rules/a.md", "globs: '**/*.ts'\nregex: '(?=react)'\n");
    CHECK(action_of(skill, file_event("src/a.ts", "react\n")) == Action::None);
}

TEST_CASE("a veto silences the skill for the whole prompt, and for that prompt alone") {
    const auto skill = skill_of("/h/.ironclaw/skills/x/SKILL.md",
                                "name: x\ndescription: d\n"
                                "activation: {keywords: [kubernetes], exclude_keywords: [minikube]}\n");
    CHECK(action_of(skill, prompt_event("deploy to kubernetes")) == Action::Load);
    CHECK(action_of(skill, prompt_event("deploy to kubernetes. I run minikubes here.")) == Action::None);
}

TEST_CASE("an always-on rule comes with any prompt, and with nothing else") {
    const auto skill = skill_of("/p/.cursor/rules/a.mdc", "description: d\nalwaysApply: true\n");
    CHECK(action_of(skill, prompt_event("hello")) == Action::Load);
    CHECK(action_of(skill, file_event("a.ts", "x")) == Action::None);
}

TEST_CASE("the words of what is tied to files do not wake it") {
    const std::string description = "description: Stripe webhook signatures and payment intents\n";
    const auto prompt = "how do I verify stripe webhook signatures and payment intents";
    const auto free = skill_of("/p/.cursor/rules/stripe.mdc", description);
    const auto tied = skill_of("/p/.cursor/rules/stripe.mdc", description + "globs: *.ts\n");
    CHECK(action_of(free, prompt_event(prompt)) != Action::None);
    CHECK(action_of(tied, prompt_event(prompt)) == Action::None);
    CHECK(action_of(tied, file_event("src/a.ts", "x")) == Action::Load);
}

TEST_CASE("a glob without '/' is tied to the workspace's own folder where its dialect says so") {
    const auto copilot = skill_of("/p/.github/instructions/a.instructions.md", "applyTo: '*.py'\n");
    CHECK(action_of(copilot, file_event("a.py", "x")) == Action::Load);
    CHECK(action_of(copilot, file_event("src/a.py", "x")) == Action::None);
    const auto everything = skill_of("/p/.github/instructions/a.instructions.md", "applyTo: '**'\n");
    CHECK(action_of(everything, file_event("src/a.py", "x")) == Action::Load);
    const auto qwen =
        skill_of("/p/.qwen/skills/x/SKILL.md", "name: x\ndescription: d\npaths: ['**/*.py', '.ci/*.sh']\n");
    CHECK(action_of(qwen, file_event("src/a.py", "x")) == Action::Load);
    CHECK(action_of(qwen, file_event(".venv/a.py", "x")) == Action::None);
    CHECK(action_of(qwen, file_event(".ci/a.sh", "x")) == Action::Load);
}

TEST_CASE("a trigger of another file that cannot be compiled is told there") {
    auto made =
        skill::parse_skill("---\nname: x\ndescription: d\n---\n", "/p/x/SKILL.md", skill::Scope::Project);
    REQUIRE(made);
    skill::Trigger trigger{skill::TriggerKind::Pattern, "(?=a)", "", 7};
    trigger.file = "/p/skill-rules.json";
    made->triggers.push_back(trigger);
    const auto index = Index::compile({std::make_shared<const skill::Skill>(*std::move(made))});
    REQUIRE(index->diagnostics().size() == 1);
    CHECK(index->diagnostics()[0].path == "/p/skill-rules.json");
    CHECK(index->diagnostics()[0].line == 7);
}

TEST_CASE("groups that JavaScript names are taken") {
    const auto skill = skill_of("/p/.continue/rules/a.md", "regex: '(?<year>20\\d\\d)-[(?<x]\\(+<'\n");
    CHECK(action_of(skill, file_event("a.ts", "on 2024-((<")) == Action::Load);
    CHECK(action_of(skill, file_event("a.ts", "on 1924-((<")) == Action::None);
}

TEST_CASE("a pattern of another engine is told by the construct that RE2 lacks") {
    struct Case {
        std::string_view pattern;
        std::string_view told;
    };
    const Case cases[] = {
        {"a(?=b)", "RE2 has no look-ahead (?="},
        {"a(?!b)", "RE2 has no negative look-ahead (?!"},
        {"(?<=a)b", "RE2 has no look-behind (?<="},
        {"(?<!a)b", "RE2 has no negative look-behind (?<!"},
        {"(a)\\1", "RE2 has no back-reference \\1"},
        {"(?<n>a)\\k<n>", "RE2 has no back-reference \\k<"},
        {"\\u00e9", "RE2 has no escape \\u"},
        {"a[^]b", "RE2 has no set of anything [^]"},
        {"(?>a)", "RE2 has no atomic group (?>"},
        {"a{2,1001}", "RE2 has no repetition of over 1000: {2,1001}"},
        {"\\p{Script=Greek}", "RE2 has no property \\p{Script=Greek}"},
        {"[(?=](", "not a pattern that RE2 takes: missing ): [(?=]("},
    };
    for (const auto& [pattern, told] : cases) {
        CAPTURE(pattern);
        PatternSet set;
        const auto added = set.add(std::string(pattern), 0);
        REQUIRE_FALSE(added);
        CHECK(added.error().message() == told);
    }
}

}  // namespace skillwake::matcher
