#include "skill/activation.h"

#include "base/text.h"
#include "skill/dialect.h"
#include "skill/dialects/readers.h"

#include <array>
#include <utility>

namespace skillwake::skill {
namespace {

using Kind = YamlNode::Kind;
using KindTable = std::array<std::pair<std::string_view, TriggerKind>, 7>;

constexpr KindTable kPlainKinds = {{{"keywords", TriggerKind::Keyword},
                                    {"patterns", TriggerKind::Pattern},
                                    {"exclude", TriggerKind::Exclude},
                                    {"paths", TriggerKind::Path},
                                    {"content", TriggerKind::Content},
                                    {"commands", TriggerKind::Command},
                                    {"errors", TriggerKind::Error}}};

constexpr std::array<std::pair<std::string_view, TriggerKind>, 6> kAstKinds = {
    {{"imports", TriggerKind::AstImport},
     {"nodes", TriggerKind::AstNode},
     {"calls", TriggerKind::AstCall},
     {"decorators", TriggerKind::AstDecorator},
     {"types", TriggerKind::AstType},
     {"query", TriggerKind::AstQuery}}};

template <class Table>
const TriggerKind* find_kind(const Table& table, std::string_view name) {
    for (const auto& [known, kind] : table) {
        if (known == name) {
            return &kind;
        }
    }
    return nullptr;
}

class ActivationReader {
public:
    explicit ActivationReader(const std::string& path) : path_(path) {}

    Activation read(const YamlNode& block) {
        if (block.kind != Kind::Mapping) {
            warn(block.line, "activation: expected a mapping",
                 "write 'activation:' with 'keywords: [...]' below it");
            return std::move(activation_);
        }
        for (const auto& [name, value] : block.members) {
            if (name == "ast") {
                read_languages(value);
            } else if (name == "enforcement") {
                read_enforcement(value);
            } else if (const auto* kind = find_kind(kPlainKinds, name)) {
                read_list(*kind, "", "activation." + name, value);
            } else {
                warn(value.line, "activation." + name + ": unknown key",
                     "known are keywords, patterns, exclude, paths, content, ast, commands, errors, "
                     "enforcement");
            }
        }
        return std::move(activation_);
    }

private:
    void warn(std::uint32_t line, std::string message, std::string fix) {
        activation_.diagnostics.push_back(
            {Severity::Warning, path_, line, std::move(message), std::move(fix)});
    }

    void read_enforcement(const YamlNode& value) {
        if (value.kind == Kind::Scalar && value.text == "block") {
            activation_.enforcement = Enforcement::Block;
        } else if (value.kind != Kind::Scalar || value.text != "suggest") {
            warn(value.line, "activation.enforcement: expected suggest or block",
                 "remove it: suggest is the default");
        }
    }

    void read_languages(const YamlNode& languages) {
        if (languages.kind != Kind::Mapping) {
            warn(languages.line, "activation.ast: expected a mapping of languages",
                 "write 'ast: {python: {...}}'");
            return;
        }
        for (const auto& [language, wants] : languages.members) {
            const auto where = "activation.ast." + language;
            if (wants.kind != Kind::Mapping) {
                warn(wants.line, where + ": expected a mapping", "write '{imports: [...], nodes: [...]}'");
                continue;
            }
            for (const auto& [name, value] : wants.members) {
                if (const auto* kind = find_kind(kAstKinds, name)) {
                    read_list(*kind, fold_ascii(language), where + "." + name, value);
                } else {
                    warn(value.line, where + "." + name + ": unknown key",
                         "known are imports, nodes, calls, decorators, types, query");
                }
            }
        }
    }

    void read_list(TriggerKind kind, const std::string& language, const std::string& where,
                   const YamlNode& value) {
        const auto scalars = value.scalars();
        if (scalars.empty() || (value.kind == Kind::Sequence && scalars.size() != value.items.size())) {
            warn(value.line, where + ": expected a list of strings",
                 "write " + where.substr(where.rfind('.') + 1) + ": [\"...\"]");
        }
        for (const auto& [text, line] : scalars) {
            add({kind, text, language, line}, where);
        }
    }

    void add(Trigger trigger, const std::string& where) {
        if (trim(trigger.text).empty()) {
            warn(trigger.line, where + ": empty entry", "remove it");
        } else if (trigger.text.size() > kMaxTriggerBytes) {
            warn(trigger.line, where + ": longer than " + std::to_string(kMaxTriggerBytes) + " bytes",
                 "shorten it");
        } else if (activation_.triggers.size() < kMaxTriggers) {
            activation_.triggers.push_back(std::move(trigger));
        } else if (!std::exchange(over_limit_, true)) {
            warn(trigger.line, "activation: more than " + std::to_string(kMaxTriggers) + " triggers",
                 "the further ones do not count: keep the telling ones");
        }
    }

    const std::string& path_;
    Activation activation_;
    bool over_limit_ = false;
};

}  // namespace

Activation read_activation(const YamlNode& block, const std::string& path) {
    if (dialects::is_ironclaw(block) || place_of(path) == Place::IronClaw) {
        WakeBuilder wake(path);
        dialects::read_ironclaw(block, wake);
        auto taken = wake.take();
        Activation activation;
        activation.triggers = std::move(taken.triggers);
        activation.diagnostics = std::move(taken.diagnostics);
        return activation;
    }
    return ActivationReader(path).read(block);
}

}  // namespace skillwake::skill
