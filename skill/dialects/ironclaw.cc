#include "base/text.h"
#include "skill/dialects/readers.h"

#include <algorithm>
#include <array>

namespace skillwake::skill::dialects {
namespace {

/// What IronClaw takes of each list at most, against skills that name everything.
struct Field {
    std::string_view key;
    TriggerKind kind;
    Reading reading;
    std::size_t most;
    std::string_view source;
    Strength strength = Strength::Full;
};

constexpr std::array<Field, 4> kFields = {{
    {"keywords", TriggerKind::Keyword, Reading::Standard, 20, "ironclaw: activation.keywords"},
    {"exclude_keywords", TriggerKind::Veto, Reading::Substring, 20, "ironclaw: activation.exclude_keywords"},
    {"patterns", TriggerKind::Pattern, Reading::Standard, 5, "ironclaw: activation.patterns"},
    {"tags", TriggerKind::Keyword, Reading::Standard, 10, "ironclaw: activation.tags", Strength::Trace},
}};

constexpr std::size_t kShortestTerm = 3;

/// Read over: they are about what a host may spend.
constexpr std::array<std::string_view, 2> kOtherKeys = {"max_context_tokens", "setup_marker"};

/// Of our own block alone: with one of these it is ours.
constexpr std::array<std::string_view, 7> kOurKeys = {"exclude",  "paths",  "content",    "ast",
                                                      "commands", "errors", "enforcement"};

void read_field(const Field& field, const YamlNode& value, WakeBuilder& wake) {
    std::size_t taken = 0;
    for (const auto& [text, line] : value.scalars()) {
        if (field.kind != TriggerKind::Pattern && trim(text).size() < kShortestTerm) {
            wake.warn(line, "activation." + std::string(field.key) + ": shorter than 3 bytes", "remove it");
        } else if (taken == field.most) {
            wake.warn(line,
                      "activation." + std::string(field.key) + ": more than " + std::to_string(field.most),
                      "the further ones do not count: keep the telling ones");
            return;
        } else {
            ++taken;
            wake.add(field.kind, text, line, {field.source, field.reading, 0, field.strength});
        }
    }
}

}  // namespace

bool is_ironclaw(const YamlNode& activation) {
    const bool ours = std::any_of(kOurKeys.begin(), kOurKeys.end(),
                                  [&](std::string_view key) { return activation.member(key) != nullptr; });
    return !ours &&
           (activation.member("exclude_keywords") != nullptr || activation.member("tags") != nullptr ||
            std::any_of(kOtherKeys.begin(), kOtherKeys.end(),
                        [&](std::string_view key) { return activation.member(key) != nullptr; }));
}

void read_ironclaw(const YamlNode& activation, WakeBuilder& wake) {
    for (const auto& [name, value] : activation.members) {
        const auto field =
            std::find_if(kFields.begin(), kFields.end(),
                         [&, key = std::string_view(name)](const Field& known) { return known.key == key; });
        if (field != kFields.end()) {
            read_field(*field, value, wake);
        } else if (std::find(kOtherKeys.begin(), kOtherKeys.end(), name) == kOtherKeys.end()) {
            wake.warn(
                value.line, "activation." + name + ": unknown key of IronClaw",
                "known are keywords, exclude_keywords, patterns, tags, max_context_tokens, setup_marker");
        }
    }
}

}  // namespace skillwake::skill::dialects
