#include "skill/skill_rules.h"

#include "base/text.h"
#include "base/utf8.h"
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

/// The code of "\uXXXX" at `at`; nullopt: nothing such.
std::optional<char32_t> escape_at(std::string_view json, std::size_t at) {
    constexpr std::size_t kEscapeBytes = 6;
    if (at + kEscapeBytes > json.size() || json.substr(at, 2) != "\\u") {
        return std::nullopt;
    }
    std::uint32_t code = 0;
    const auto* end = json.data() + at + kEscapeBytes;
    const auto parsed = std::from_chars(json.data() + at + 2, end, code, 16);
    return parsed.ec == std::errc() && parsed.ptr == end ? std::optional<char32_t>(code) : std::nullopt;
}

/// JSON writes what lies beyond U+FFFF as two escapes, which YAML does not know. All else of JSON is YAML.
std::string as_yaml(std::string_view json) {
    std::string yaml;
    for (std::size_t at = 0; at < json.size();) {
        const auto high = escape_at(json, at);
        const auto low = high && *high >= 0xD800 && *high < 0xDC00 ? escape_at(json, at + 6) : std::nullopt;
        if (low && *low >= 0xDC00 && *low < 0xE000) {
            append_utf8(yaml, 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00));
            at += 12;
        } else if (json[at] == '\\' && at + 1 < json.size()) {
            yaml.append(json.substr(at, 2));
            at += 2;
        } else {
            yaml.push_back(json[at] == '\t' ? ' ' : json[at]);
            ++at;
        }
    }
    return yaml;
}

struct List {
    std::string_view block;
    std::string_view key;
    TriggerKind kind;
    WakeBuilder::How how;
};

constexpr std::array<List, 11> kLists = {{
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
    {"", "excludePatterns", TriggerKind::Veto, {"skill-rules.json: excludePatterns", Reading::IgnoreCase}},
}};

class RulesReader {
public:
    explicit RulesReader(const std::string& path) { rules_.path = path; }

    SkillRules read(std::string_view json) {
        auto parsed = parse_yaml(as_yaml(json), 1);
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
        rule.automatic = switch_of(node.member("autoInject")).value_or(true);
        rule.enforcement = enforcement_of(name, node.member("enforcement"));
        auto taken = wake.take();
        rule.triggers = std::move(taken.triggers);
        rules_.diagnostics.insert(rules_.diagnostics.end(), taken.diagnostics.begin(),
                                  taken.diagnostics.end());
        rules_.rules.push_back(std::move(rule));
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

bool apply_skill_rules(const SkillRules& rules, Skill& skill) {
    const auto rule = std::find_if(rules.rules.begin(), rules.rules.end(),
                                   [&](const SkillRule& known) { return known.name == skill.name; });
    if (rule == rules.rules.end()) {
        return false;
    }
    for (const auto& trigger : rule->triggers) {
        skill.triggers.push_back(trigger);
        skill.triggers.back().file = rules.path;
    }
    skill.automatic = skill.automatic && rule->automatic;
    if (rule->enforcement == Enforcement::Block) {
        skill.enforcement = Enforcement::Block;
    }
    return true;
}

}  // namespace skillwake::skill
