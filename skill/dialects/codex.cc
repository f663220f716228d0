#include "skill/dialects/codex.h"

#include "skill/wake_builder.h"
#include "skill/yaml_tree.h"

#include <variant>

namespace skillwake::skill::dialects {
namespace {

/// Those of blocks one by one: `interface` has a paragraph of them.
void keep_keys(const YamlNode& root, Skill& skill) {
    const auto keep = [&skill](const std::string& key, const YamlNode& value) {
        skill.front_matter.emplace_back(std::string(kCodexPolicyFile) + ": " + key, value.display());
    };
    for (const auto& [key, value] : root.members) {
        for (const auto& [inner, inner_value] : value.members) {
            keep(key + "." + inner, inner_value);
        }
        if (value.kind != YamlNode::Kind::Mapping) {
            keep(key, value);
        }
    }
}

}  // namespace

void apply_codex_policy(std::string_view yaml, const std::string& path, Skill& skill) {
    const auto parsed = parse_yaml(yaml, 1);
    if (const auto* failure = std::get_if<YamlFailure>(&parsed)) {
        skill.diagnostics.push_back({Severity::Warning, path, failure->line, "not YAML: " + failure->message,
                                     "mend this line; until then its policy does not count"});
        return;
    }
    const auto& root = std::get<YamlDocument>(parsed).root;
    keep_keys(root, skill);
    const auto* policy = root.member("policy");
    const auto* implicit = policy == nullptr ? nullptr : policy->member("allow_implicit_invocation");
    if (!switch_of(implicit).value_or(true)) {
        skill.automatic = false;
        skill.modes.push_back({WakeModeKind::ByName, implicit->text,
                               "codex: policy.allow_implicit_invocation", implicit->line, path});
    }
}

}  // namespace skillwake::skill::dialects
