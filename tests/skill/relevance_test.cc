#include "skill/dialects/relevance.h"

#include "skill/json_text.h"
#include "skill/load.h"
#include "skill/plugin_signals.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace skillwake::skill::dialects {
namespace {

using Lines = std::vector<std::string>;

Relevance relevance_of(std::string_view json) {
    auto parsed = parse_yaml(yaml_of_json(json), 1);
    REQUIRE(std::holds_alternative<YamlDocument>(parsed));
    return read_relevance(std::get<YamlDocument>(parsed).root, "/m/marketplace.json");
}

Lines told(const Relevance& relevance) {
    Lines lines;
    for (const auto& diagnostic : relevance.diagnostics) {
        CHECK(diagnostic.path == "/m/marketplace.json");
        CHECK_FALSE(diagnostic.fix.empty());
        lines.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
    }
    return lines;
}

std::string list_of(int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
        list += (i == 0 ? "\"w" : ",\"w") + std::to_string(i) + "\"";
    }
    return "[" + list + "]";
}

}  // namespace

TEST_CASE("signals of a plugin become signs, and what needs the workspace traces") {
    const auto relevance = relevance_of(R"({
	"name": "stripe-helpers",
	"relevance": {"topic": "Stripe", "signals": {
		"cwd": ["infra/**"],
		"cli": ["stripe"], "hosts": ["api.stripe.com"],
		"filesRead": ["**/*.TF"], "unknown": ["x"],
		"manifestDeps": [{"file": "[/\\\\]package\\.json$",
			"pattern": "\"stripe\"\\s*:"}, {"file": "go\\.mod$", "pattern": "stripe-go"}]
	}}
})");
    CHECK(told(relevance) == Lines{});
    const std::string source = "plugin: relevance.signals.";
    const std::string file = "/m/marketplace.json";
    const auto plain = Reading::Standard;
    const std::vector<Trigger> expected = {
        {TriggerKind::Workspace, "infra/**", "", 4, source + "cwd", plain, 0, file, Strength::Trace},
        {TriggerKind::Command, "stripe", "", 5, source + "cli", plain, 0, file, Strength::Sign},
        {TriggerKind::Host, "api.stripe.com", "", 5, source + "hosts", plain, 0, file, Strength::Sign},
        {TriggerKind::Path, "**/*.TF", "", 6, source + "filesRead", Reading::IgnoreCase, 0, file,
         Strength::Sign},
        {TriggerKind::PathPattern, "[/\\\\]package\\.json$", "", 7, source + "manifestDeps", plain, 1, file,
         Strength::Trace},
        {TriggerKind::Content, "\"stripe\"\\s*:", "", 8, source + "manifestDeps", plain, 1, file,
         Strength::Trace},
        {TriggerKind::PathPattern, "go\\.mod$", "", 8, source + "manifestDeps", plain, 2, file,
         Strength::Trace},
        {TriggerKind::Content, "stripe-go", "", 8, source + "manifestDeps", plain, 2, file, Strength::Trace},
    };
    CHECK(relevance.triggers == expected);
}

TEST_CASE("each list of signals has its limit, and each entry its length") {
    struct Limit {
        std::string_view key;
        int most;
        int bytes;
    };
    for (const auto& [key, most, bytes] :
         {Limit{"cwd", 10, 256}, {"cli", 10, 64}, {"hosts", 20, 128}, {"filesRead", 10, 256}}) {
        CAPTURE(key);
        const auto with = [&, key = std::string(key)](const std::string& list) {
            return relevance_of(R"({"relevance": {"signals": {")" + key + "\": " + list + "}}}");
        };
        CHECK(told(with(list_of(most))) == Lines{});
        const auto past = with(list_of(most + 1));
        CHECK(past.triggers.size() == static_cast<std::size_t>(most));
        CHECK(told(past) ==
              Lines{"1: signals." + std::string(key) + ": more than " + std::to_string(most) + " entries"});
        const auto word = [](int length) { return "[\"" + std::string(std::size_t(length), 'x') + "\"]"; };
        CHECK(with(word(bytes)).triggers.size() == 1);
        const auto longer = with(word(bytes + 1));
        CHECK(longer.triggers.empty());
        CHECK(told(longer) ==
              Lines{"1: signals." + std::string(key) + ": longer than " + std::to_string(bytes) + " bytes"});
    }
    std::string deps;
    for (int i = 0; i < 11; ++i) {
        deps += std::string(i == 0 ? "" : ",") + R"({"file": "a", "pattern": "b"})";
    }
    const auto past = relevance_of(R"({"relevance": {"signals": {"manifestDeps": [)" + deps + "]}}}");
    CHECK(past.triggers.size() == 20);
    CHECK(told(past) == Lines{"1: signals.manifestDeps: more than 10 entries"});
}

TEST_CASE("what is wrong with signals is told, and hides nothing else") {
    const auto hosts = relevance_of(
        R"({"relevance": {"signals": {"hosts": ["https://a.io", "a.io:80", "a.io/x", "b.io"]}}})");
    CHECK(hosts.triggers.size() == 1);
    CHECK(told(hosts) == Lines{"1: signals.hosts: 'https://a.io' is more than the name of a host",
                               "1: signals.hosts: 'a.io:80' is more than the name of a host",
                               "1: signals.hosts: 'a.io/x' is more than the name of a host"});
    CHECK(told(relevance_of(R"({"relevance": {"signals": {"manifestDeps": [{"file": "a"}, 1]}}})")) ==
          Lines{"1: signals.manifestDeps: expected file and pattern",
                "1: signals.manifestDeps: expected file and pattern"});
    CHECK(told(relevance_of(R"({"relevance": {"topic": "x"}})")) ==
          Lines{"1: relevance: expected an object with signals"});
    CHECK(told(relevance_of(R"({"relevance": []})")) ==
          Lines{"1: relevance: expected an object with signals"});
    CHECK(told(relevance_of(R"({"name": "x"})")) == Lines{});
}

TEST_CASE("a skill keeps its own groups beside those of its plugin") {
    Skill skill;
    skill.triggers = {{TriggerKind::Content, "x", "", 1, "continue: regex", Reading::Standard, 1}};
    apply_relevance(
        relevance_of(
            R"({"relevance": {"signals": {"cli": ["a"], "manifestDeps": [{"file": "a", "pattern": "b"}]}}})"),
        skill);
    REQUIRE(skill.triggers.size() == 4);
    CHECK(skill.triggers[1].group == 0);
    CHECK(skill.triggers[2].group == 2);
    CHECK(skill.triggers[3].group == 2);
}

TEST_CASE("a plugin's root gets what its marketplace says of it, and a change of that counts") {
    const testing::TempDir dir;
    const auto manifest = [&](const std::string& cli) {
        dir.write(
            "m/.claude-plugin/marketplace.json",
            R"({"name": "m", "plugins": [{"name": "b", "source": "./b", "relevance": {"signals": {"cli": ["no"]}}},
                      {"name": "a", "source": "./a", "relevance": {"topic": "Boats", "signals": {"cli": [")" +
                cli + R"("]}}}]})");
    };
    manifest("first");
    dir.write("m/a/skills/x/SKILL.md", "---\nname: x\ndescription: d\n---\nbody\n");
    const RootSpec spec{dir.path() / "m/a/skills", Scope::Plugin};
    const auto first = load_root(spec, nullptr, {});
    REQUIRE(first.skills.size() == 1);
    REQUIRE(first.skills[0].skill->triggers.size() == 1);
    CHECK(first.skills[0].skill->triggers[0].text == "first");
    CHECK(first.skills[0].skill->triggers[0].file ==
          (dir.path() / "m/.claude-plugin/marketplace.json").string());
    CHECK(first.skills[0].skill->front_matter.back() ==
          std::pair<std::string, std::string>("marketplace.json: relevance.topic", "Boats"));
    CHECK(first.outside.contains(dir.path() / "m/.claude-plugin/marketplace.json"));
    CHECK(load_root(spec, &first, {}).skills[0].skill == first.skills[0].skill);
    manifest("another");
    CHECK(load_root(spec, &first, {}).skills[0].skill->triggers[0].text == "another");
    CHECK(load_root({spec.folder, Scope::Project}, nullptr, {}).skills[0].skill->triggers.empty());
}

TEST_CASE(
    "of an installed plugin its marketplace's own folder tells; of a shared folder the list of skills") {
    const testing::TempDir dir;
    const std::string plugins = R"({"plugins": [
        {"name": "p", "source": "./", "skills": ["./skills/one"], "relevance": {"signals": {"cli": ["p"]}}},
        {"name": "q", "source": "./", "skills": ["./skills/two"], "relevance": {"signals": {"cli": ["q"]}}}]})";
    dir.write("plugins/marketplaces/m/.claude-plugin/marketplace.json", plugins);
    dir.write("plugins/cache/m/q/1.0/skills/x/SKILL.md", "x");
    const auto cli = [&](const std::string& root) {
        const auto folder = dir.path() / root;
        Relevance read;
        for (const auto& file : marketplaces_of(folder)) {
            if (std::filesystem::exists(file)) {
                read = read_plugin_signals(file, folder);
                break;
            }
        }
        return read.triggers.empty() ? std::string() : read.triggers[0].text;
    };
    CHECK(cli("plugins/cache/m/q/1.0/skills") == "q");
    CHECK(cli("plugins/cache/m/r/1.0/skills") == "");
    CHECK(cli("plugins/cache/other/q/1.0/skills") == "");
    CHECK(cli("plugins/marketplaces/m/skills/one") == "p");
    CHECK(cli("plugins/marketplaces/m/skills/two") == "q");
    CHECK(cli("plugins/marketplaces/m/skills/three") == "");
}

}  // namespace skillwake::skill::dialects
