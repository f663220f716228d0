#include "skill/skill_rules.h"

#include "base/text.h"
#include "skill/json_text.h"
#include "skill/wake_builder.h"
#include "skill/yaml_tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <variant>

namespace skillwake::skill {
namespace {

struct List {
    std::string_view block;
    std::string_view key;
    TriggerKind kind;
    WakeBuilder::How how;
};

constexpr std::array<List, 12> kLists = {{
    {"promptTriggers", "keywords", TriggerKind::Keyword, {"skill-rules.json: promptTriggers.keywords"}},
    {"promptTriggers",
     "intentPatterns",
     TriggerKind::Pattern,
     {"skill-rules.json: promptTriggers.intentPatterns", Reading::IgnoreCase}},
    {"fileTriggers", "pathPatterns", TriggerKind::Path, {"skill-rules.json: fileTriggers.pathPatterns"}},
    {"fileTriggers",
     "contentPatterns",
     TriggerKind::Content,
     {"skill-rules.json: fileTriggers.contentPatterns"}},
    {"triggers", "keywords", TriggerKind::Keyword, {"skill-rules.json: triggers.keywords"}},
    {"triggers",
     "keywordPatterns",
     TriggerKind::Pattern,
     {"skill-rules.json: triggers.keywordPatterns", Reading::IgnoreCase}},
    {"triggers",
     "intentPatterns",
     TriggerKind::Pattern,
     {"skill-rules.json: triggers.intentPatterns", Reading::IgnoreCase}},
    {"triggers",
     "contextPatterns",
     TriggerKind::Keyword,
     {"skill-rules.json: triggers.contextPatterns", Reading::Substring}},
    {"triggers", "pathPatterns", TriggerKind::Path, {"skill-rules.json: triggers.pathPatterns"}},
    {"triggers",
     "contentPatterns",
     TriggerKind::Content,
     {"skill-rules.json: triggers.contentPatterns", Reading::IgnoreCase}},
    {"skipConditions", "fileMarkers", TriggerKind::Marker, {"skill-rules.json: skipConditions.fileMarkers"}},
    {"", "excludePatterns", TriggerKind::Veto, {"skill-rules.json: excludePatterns", Reading::IgnoreCase}},
}};

constexpr std::size_t kMostRequired = 10;
constexpr std::size_t kMostAffine = 2;  ///< of the format

class RulesReader {
public:
    explicit RulesReader(const std::string& path) { rules_.path = path; }

    SkillRules read(std::string_view json) {
        auto parsed = parse_yaml(yaml_of_json(json), 1);
        if (const auto* failure = std::get_if<YamlFailure>(&parsed)) {
            tell(Severity::Error, failure->line, "not JSON: " + failure->message,
                 "mend this line; until then none of the rules count");
            return std::move(rules_);
        }
        const auto& document = std::get<YamlDocument>(parsed);
        for (const auto& [name, line] : document.duplicate_keys) {
            tell(Severity::Warning, line, "key '" + name + "' stands twice: the first one counts",
                 "remove one of them");
        }
        read_skills(document.root);
        return std::move(rules_);
    }

private:
    void tell(Severity severity, std::uint32_t line, std::string message, std::string fix) {
        rules_.diagnostics.push_back({severity, rules_.path, line, std::move(message), std::move(fix)});
    }

    static bool is_rule(const YamlNode& node) {
        for (const char* key : {"promptTriggers", "fileTriggers", "triggers"}) {
            const auto* block = node.member(key);
            if (block != nullptr && block->kind == YamlNode::Kind::Mapping) {
                return true;
            }
        }
        return false;
    }

    void read_skills(const YamlNode& root) {
        const auto* skills = root.member("skills");
        for (const auto& [name, rule] : skills != nullptr ? skills->members : root.members) {
            if (skills == nullptr && !is_rule(rule)) {
                continue;  // "version" and such stand beside the names
            }
            if (rule.kind != YamlNode::Kind::Mapping) {
                tell(Severity::Warning, rule.line, "skill '" + name + "': expected an object",
                     "write \"" + name + "\": {\"promptTriggers\": {\"keywords\": [...]}}");
                continue;
            }
            read_rule(name, rule);
        }
        if (rules_.rules.empty()) {
            tell(Severity::Warning, root.line, "no skill is named",
                 R"(write "skills": {"NAME": {"promptTriggers": {"keywords": [...]}}})");
        }
        add_directories(root.member("directoryMappings"));
    }

    void read_rule(const std::string& name, const YamlNode& node) {
        SkillRule rule;
        rule.name = name;
        rule.line = node.line;
        WakeBuilder wake(rules_.path);
        for (const auto& list : kLists) {
            const auto* block = list.block.empty() ? &node : node.member(list.block);
            if (const auto* value = block == nullptr ? nullptr : block->member(list.key)) {
                wake.add_strings(list.kind, *value, list.how);
            }
        }
        if (const auto* files = node.member("fileTriggers")) {
            add_exclusions(files->member("pathExclusions"), wake);
        }
        read_delivery(name, node, rule);
        if (const auto* inject = node.member("autoInject"); switch_of(inject) == false) {
            rule.automatic = false;
            rule.automatic_line = inject->line;
        }
        rule.enforcement = enforcement_of(name, node.member("enforcement"));
        auto taken = wake.take();
        rule.triggers = std::move(taken.triggers);
        rules_.diagnostics.insert(rules_.diagnostics.end(), taken.diagnostics.begin(),
                                  taken.diagnostics.end());
        rules_.rules.push_back(std::move(rule));
    }

    /// How it is given, apart from when.
    void read_delivery(const std::string& name, const YamlNode& node, SkillRule& rule) {
        if (const auto* message = node.member("blockMessage")) {
            rule.block_message = trim(message->text);
        }
        if (const auto* skip = node.member("skipConditions")) {
            if (const auto* variable = skip->member("envOverride")) {
                rule.override_variable = trim(variable->text);
            }
        }
        rule.priority = priority_of(name, node.member("priority"));
        if (const auto* order = node.member("injectionOrder")) {
            constexpr int kLast = 100;
            rule.order = number_of(*order).value_or(-1);
            if (rule.order < 0 || rule.order > kLast) {
                tell(Severity::Warning, order->line,
                     "skill '" + name + "': injectionOrder: expected a number from 0 to 100",
                     "write 50, which is the usual one");
                rule.order = Skill::kUsualOrder;
            }
        }
        read_names(name, node, "requiredSkills", kMostRequired, rule.required);
        read_names(name, node, "affinity", kMostAffine, rule.affine);
    }

    void read_names(const std::string& name, const YamlNode& node, std::string_view key, std::size_t most,
                    std::vector<std::string>& names) {
        const auto* list = node.member(key);
        for (const auto& [text, line] : list == nullptr ? YamlNode().scalars() : list->scalars()) {
            if (names.size() == most) {
                tell(Severity::Warning, line,
                     "skill '" + name + "': " + std::string(key) + ": more than " + std::to_string(most),
                     "the further ones do not count");
                return;
            }
            names.emplace_back(trim(text));
        }
    }

    static std::optional<int> number_of(const YamlNode& value) {
        int number = 0;
        const auto* end = value.text.data() + value.text.size();
        const auto parsed = std::from_chars(value.text.data(), end, number);
        return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(number) : std::nullopt;
    }

    /// Words of version 1 on the scale of version 2.
    int priority_of(const std::string& name, const YamlNode* value) {
        constexpr std::array<std::pair<std::string_view, int>, 4> kWords = {
            {{"critical", 10}, {"high", 8}, {"medium", 5}, {"low", 2}}};
        constexpr int kGreatest = 10;
        if (value == nullptr) {
            return 0;
        }
        for (const auto& [word, priority] : kWords) {
            if (value->text == word) {
                return priority;
            }
        }
        const auto number = number_of(*value);
        if (!number || *number < 1 || *number > kGreatest) {
            tell(Severity::Warning, value->line, "skill '" + name + "': priority: unknown value",
                 "known are critical, high, medium, low, and 1 to 10");
            return 0;
        }
        return *number;
    }

    static void add_exclusions(const YamlNode* globs, WakeBuilder& wake) {
        if (globs == nullptr) {
            return;
        }
        for (const auto& [glob, line] : globs->scalars()) {
            wake.add(TriggerKind::Path, "!" + glob, line, {"skill-rules.json: fileTriggers.pathExclusions"});
        }
    }

    Enforcement enforcement_of(const std::string& name, const YamlNode* value) {
        if (value == nullptr || value->text == "suggest" || value->text == "warn") {
            return Enforcement::Suggest;
        }
        if (value->text != "block") {
            tell(Severity::Warning, value->line, "skill '" + name + "': enforcement: unknown value",
                 "known are suggest, warn, block");
            return Enforcement::Suggest;
        }
        return Enforcement::Block;
    }

    /// "src/components": "core-components"
    void add_directories(const YamlNode* mappings) {
        if (mappings == nullptr) {
            return;
        }
        for (const auto& [folder, name] : mappings->members) {
            const auto rule =
                std::find_if(rules_.rules.begin(), rules_.rules.end(),
                             [&wanted = name](const SkillRule& known) { return known.name == wanted.text; });
            if (rule != rules_.rules.end()) {
                rule->triggers.push_back({TriggerKind::Path, "/" + folder + "/**", "", name.line,
                                          "skill-rules.json: directoryMappings"});
            } else {
                tell(Severity::Warning, name.line,
                     "directoryMappings: '" + name.text + "' is none of the skills named here",
                     "add it to them, or remove the folder");
            }
        }
    }

    SkillRules rules_;
};

}  // namespace

SkillRules read_skill_rules(std::string_view json, const std::string& path) {
    return RulesReader(path).read(json);
}

bool apply_skill_rules(const SkillRules& rules, const Machine* machine, Skill& skill) {
    const auto rule = std::find_if(rules.rules.begin(), rules.rules.end(),
                                   [&](const SkillRule& known) { return known.name == skill.name; });
    if (rule == rules.rules.end()) {
        return false;
    }
    for (const auto& trigger : rule->triggers) {
        skill.triggers.push_back(trigger);
        skill.triggers.back().file = rules.path;
    }
    if (!rule->automatic) {
        skill.automatic = false;
        skill.modes.push_back({WakeModeKind::ByName, "false", "skill-rules.json: autoInject",
                               rule->automatic_line, rules.path});
    }
    const bool lifted = machine != nullptr && machine->variables.contains(rule->override_variable);
    if (rule->enforcement == Enforcement::Block && !lifted) {
        skill.enforcement = Enforcement::Block;
    }
    skill.block_message = rule->block_message;
    skill.priority = rule->priority;
    skill.order = rule->order;
    skill.required.insert(skill.required.end(), rule->required.begin(), rule->required.end());
    skill.affine = rule->affine;
    for (const auto& other : rules.rules) {  // it goes both ways
        const bool names_it =
            std::find(other.affine.begin(), other.affine.end(), skill.name) != other.affine.end();
        if (names_it &&
            std::find(skill.affine.begin(), skill.affine.end(), other.name) == skill.affine.end()) {
            skill.affine.push_back(other.name);
        }
    }
    return true;
}

}  // namespace skillwake::skill
