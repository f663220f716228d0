#include "skill/dialects/codex.h"

#include "skill/wake_builder.h"
#include "skill/yaml_tree.h"

#include <variant>

namespace skillwake::skill::dialects {

void apply_codex_policy(std::string_view yaml, const std::string& path, Skill& skill) {
    const auto parsed = parse_yaml(yaml, 1);
    if (const auto* failure = std::get_if<YamlFailure>(&parsed)) {
        skill.diagnostics.push_back({Severity::Warning, path, failure->line, "not YAML: " + failure->message,
                                     "mend this line; until then its policy does not count"});
        return;
    }
    const auto* policy = std::get<YamlDocument>(parsed).root.member("policy");
    const auto* implicit = policy == nullptr ? nullptr : policy->member("allow_implicit_invocation");
    if (!switch_of(implicit).value_or(true)) {
        skill.automatic = false;
    }
}

}  // namespace skillwake::skill::dialects
