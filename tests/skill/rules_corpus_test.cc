// Real rule files of other tools, each at the place where its repository has it.
#include "base/text.h"
#include "skill/parse.h"
#include "skill/skill_rules.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

struct RuleFile {
    std::string kind;
    fs::path file;
    std::string place;  ///< in its repository
};

std::vector<RuleFile> rule_files(const fs::path& corpus) {
    std::vector<RuleFile> files;
    const auto manifest = testing::bytes_of(corpus / "manifest.tsv");
    for (const auto line : split_lines(manifest)) {
        const auto fields = split(line, '\t');
        if (fields.size() >= 5 && fields[0] != "kind") {
            files.push_back({std::string(fields[0]), corpus / std::string(fields[0]) / std::string(fields[1]),
                             "/repo/" + std::string(fields[4])});
        }
    }
    return files;
}

/// "keyword (openhands: triggers)" and so on, and what was told: how often.
struct Counts {
    int files = 0;
    int errors = 0;
    std::map<std::string, int> read;
};

void count_triggers(const std::vector<Trigger>& triggers, Counts& counts) {
    for (const auto& trigger : triggers) {
        CHECK_FALSE(trigger.source.empty());
        CHECK_FALSE(trigger.text.empty());
        ++counts.read[trigger.source];
    }
}

void check_told(const std::vector<Diagnostic>& diagnostics) {
    for (const auto& diagnostic : diagnostics) {
        CHECK_FALSE(diagnostic.message.empty());
        CHECK_FALSE(diagnostic.fix.empty());
    }
}

void check_rule(const RuleFile& rule, Counts& counts) {
    const auto skill = parse_skill(testing::bytes_of(rule.file), rule.place, Scope::Project);
    if (!skill) {
        CHECK_FALSE(skill.error().message().empty());
        ++counts.errors;
        return;
    }
    CHECK_FALSE(skill->name.empty());
    check_told(skill->diagnostics);
    count_triggers(skill->triggers, counts);
    counts.read["(by name)"] += skill->automatic ? 0 : 1;
    for (const auto& diagnostic : skill->diagnostics) {
        ++counts.read["! " + diagnostic.message.substr(0, 40)];
    }
}

void check_skill_rules(const RuleFile& rule, Counts& counts) {
    const auto rules = read_skill_rules(testing::bytes_of(rule.file), rule.place);
    check_told(rules.diagnostics);
    CHECK((!rules.rules.empty() || !rules.diagnostics.empty()));
    for (const auto& skill : rules.rules) {
        count_triggers(skill.triggers, counts);
    }
    counts.errors += rules.rules.empty() ? 1 : 0;
}

}  // namespace

TEST_CASE("real rule files give a skill or an error with text, and their triggers say whence") {
    const auto corpus = testing::shared_corpus("rules");
    if (!corpus) {
        return;
    }
    std::map<std::string, Counts> by_kind;
    for (const auto& rule : rule_files(*corpus)) {
        CAPTURE(rule.file.string());
        auto& counts = by_kind[rule.kind];
        ++counts.files;
        if (rule.kind == "skill-rules") {
            check_skill_rules(rule, counts);
        } else {
            check_rule(rule, counts);
        }
    }
    for (const auto& [kind, counts] : by_kind) {
        std::string line = kind + ": " + std::to_string(counts.files) + " files, " +
                           std::to_string(counts.errors) + " without anything to serve";
        for (const auto& [what, count] : counts.read) {
            line.append("\n    ").append(std::to_string(count)).append(" ").append(what);
        }
        MESSAGE(line);
    }
    CHECK(by_kind["cursor-mdc"].read["cursor: globs"] > 100);
    CHECK(by_kind["copilot-instructions"].read["copilot: applyTo"] > 100);
    CHECK(by_kind["claude-rules"].read["claude: paths"] > 20);
    CHECK(by_kind["openhands-microagents"].read["openhands: triggers"] > 20);
    CHECK(by_kind["skill-rules"].read["skill-rules.json: promptTriggers.keywords"] > 1000);
}

}  // namespace skillwake::skill
