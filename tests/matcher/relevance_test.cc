// What the signals of a plugin make of its skills.
#include "skill/dialects/relevance.h"

#include "matcher/confidence.h"
#include "matcher/weights.h"
#include "skill/json_text.h"
#include "tests/matcher/sample.h"
#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <variant>

namespace skillwake::matcher {
namespace {

constexpr std::string_view kEntry = R"({"relevance": {"signals": {"cwd": ["infra"], "cli": ["terraform"],
 "hosts": ["registry.terraform.io"], "filesRead": ["**/*.TF"],
 "manifestDeps": [{"file": "[/\\\\]package\\.json$", "pattern": "\"cdktf\""}]}}})";

/// `count` skills of a plugin with these signals; their own words say nothing.
View plugin(int count) {
    const auto parsed = skill::parse_yaml(skill::yaml_of_json(kEntry), 1);
    const auto relevance =
        skill::dialects::read_relevance(std::get<skill::YamlDocument>(parsed).root, "/m.json");
    REQUIRE(relevance.diagnostics.empty());
    Index::Skills skills;
    for (int i = 0; i < count; ++i) {
        auto skill = *make_skill("quokka-" + std::to_string(i), "");
        skill::dialects::apply_relevance(relevance, skill);
        skills.push_back(std::make_shared<const skill::Skill>(std::move(skill)));
    }
    return view_of(std::move(skills));
}

Event command_event(std::string_view line) {
    Event event;
    event.commands.push_back(line);
    return event;
}

Event in_folder(Event event, std::string_view folder) {
    event.workspace = folder;
    event.project = "/repo";
    return event;
}

double confidence_in(const View& view, const Event& event) {
    const auto judgement = judged(view, event);
    return judgement.candidates.empty() ? 0.0 : judgement.candidates.front().confidence;
}

}  // namespace

TEST_CASE("a sign of a plugin with one skill names that skill; a trace does not") {
    const auto one = plugin(1);
    CHECK(action_for(one, file_event("mod/main.tf", "x")) == Action::Suggest);
    CHECK(action_for(one, command_event("cd infra && sudo terraform plan")) == Action::Suggest);
    CHECK(action_for(one, command_event("curl -s https://registry.terraform.io/v1")) == Action::Suggest);
    CHECK(action_for(one, prompt_event("what is at https://Registry.Terraform.io/x ?")) == Action::Suggest);
    const auto deps = file_event("package.json", "{\"cdktf\": \"1\"}");
    CHECK(action_for(one, deps) == Action::None);
    CHECK(confidence_in(one, deps) == doctest::Approx(kTrace));
    const auto here = in_folder(prompt_event("hello"), "/repo/infra/eu");
    CHECK(action_for(one, here) == Action::None);
    CHECK(confidence_in(one, here) == doctest::Approx(kTrace));
}

TEST_CASE("what does not hold is no evidence") {
    const auto one = plugin(1);
    CHECK(confidence_in(one, command_event("terraformer plan")) == 0);
    CHECK(confidence_in(one, command_event("curl https://terraform.io")) == 0);
    CHECK(confidence_in(one, file_event("main.tfvars", "x")) == 0);
    CHECK(confidence_in(one, file_event("x/package.json.bak", "\"cdktf\"")) == 0);
    CHECK(confidence_in(one, file_event("x/package.json", "\"react\"")) == 0);
    CHECK(confidence_in(one, in_folder(prompt_event("hello"), "/repo/app")) == 0);
    CHECK(confidence_in(one, in_folder(file_event("a.py", "x"), "/repo/infra")) == 0);
    const std::string prompt = "<system-reminder>https://registry.terraform.io</system-reminder> hello";
    CHECK(confidence_in(one, prompt_event(prompt)) == 0);
}

TEST_CASE("a manifest of more than 512 KB is no list of dependencies") {
    const auto one = plugin(1);
    const auto at = "\"cdktf\"" + std::string((512U << 10U) - 7, ' ');
    CHECK(confidence_in(one, file_event("package.json", at)) > 0);
    CHECK(confidence_in(one, file_event("package.json", at + " ")) == 0);
}

TEST_CASE("a plugin alone never loads a skill, however many of its signals hold, and however often") {
    const auto one = plugin(1);
    Event all = in_folder(prompt_event("see https://registry.terraform.io"), "/repo/infra");
    all.files.push_back({"main.tf", "", {"x"}});
    all.files.push_back({"package.json", "", {"\"cdktf\""}});
    all.commands.push_back("terraform plan");
    CHECK(confidence_in(one, all) == doctest::Approx(kSign));
    Memory memory;
    for (int i = 0; i < 5; ++i) {
        const auto judgement = judged(one, all, memory);
        REQUIRE_FALSE(judgement.candidates.empty());
        CHECK(judgement.candidates[0].action == Action::Suggest);
        remember(memory, one, all, judgement);
    }
}

TEST_CASE("a sign strengthens what else speaks for the skill") {
    const auto one = plugin(1);
    Event named = prompt_event("quokka-0 in quotes: \"quokka-0\"");
    CHECK(confidence_in(one, named) >= kLoad);
    const auto without = confidence_of({});
    Evidence term;
    term.kind = EvidenceKind::Term;
    term.weight = 0.85;
    Evidence sign;
    sign.kind = EvidenceKind::Command;
    sign.weight = kSign;
    sign.sign = true;
    CHECK(without == 0);
    CHECK(confidence_of({term}) < kLoad);
    CHECK(confidence_of({term, sign}) >= kLoad);
}

TEST_CASE("a plugin of several skills is no reason to name one of them") {
    const auto four = plugin(4);
    CHECK(action_for(four, file_event("main.tf", "x")) == Action::None);
    CHECK(confidence_in(four, file_event("main.tf", "x")) == doctest::Approx(kSign / 2));
    const auto& index = *four.layers[0].index;
    const auto& skill = index.skill(SkillId{0});
    CHECK(index.weight(SkillId{0}, skill.triggers[1]) == doctest::Approx(kSign / 2));
    CHECK(index.weight(SkillId{0}, skill.triggers[0]) == doctest::Approx(kTrace / 2));
}

TEST_CASE("a disabled trigger weighs nothing") {
    auto made =
        skill::parse_skill("---\nname: x\ndescription: d\nactivation: {patterns: ['(?=a)', b]}\n---\nx\n",
                           "/x/SKILL.md", skill::Scope::User);
    REQUIRE(made);
    const auto view = view_of({std::make_shared<const skill::Skill>(*std::move(made))});
    const auto& index = *view.layers[0].index;
    CHECK(index.weight(SkillId{0}, index.skill(SkillId{0}).triggers[0]) == 0);
    CHECK(index.weight(SkillId{0}, index.skill(SkillId{0}).triggers[1]) == weight_of(EvidenceKind::Pattern));
}

}  // namespace skillwake::matcher
