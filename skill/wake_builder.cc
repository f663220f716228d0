#include "skill/wake_builder.h"

#include "base/text.h"
#include "skill/activation.h"

#include <algorithm>
#include <utility>

namespace skillwake::skill {
namespace {

std::string_view key_of(std::string_view source) {
    const auto colon = source.find(": ");
    return colon == std::string_view::npos ? source : source.substr(colon + 2);
}

}  // namespace

void WakeBuilder::warn(std::uint32_t line, std::string message, std::string fix) {
    wake_.diagnostics.push_back({Severity::Warning, path_, line, std::move(message), std::move(fix)});
}

void WakeBuilder::add(TriggerKind kind, std::string text, std::uint32_t line, const How& how) {
    const std::string key(key_of(how.source));
    if (trim(text).empty()) {
        warn(line, key + ": empty entry", "remove it");
    } else if (text.size() > kMaxTriggerBytes) {
        warn(line, key + ": longer than " + std::to_string(kMaxTriggerBytes) + " bytes", "shorten it");
    } else if (wake_.triggers.size() < kMaxTriggers) {
        wake_.triggers.push_back({kind, std::move(text), "", line, std::string(how.source), how.reading,
                                  how.group, "", how.strength});
    } else if (!std::exchange(over_limit_, true)) {
        warn(line, key + ": more than " + std::to_string(kMaxTriggers) + " triggers",
             "the further ones do not count: keep the telling ones");
    }
}

void WakeBuilder::add_strings(TriggerKind kind, const YamlNode& value, const How& how) {
    const auto scalars = value.scalars();
    const bool others = value.kind == YamlNode::Kind::Mapping ||
                        (value.kind == YamlNode::Kind::Sequence && scalars.size() != value.items.size());
    if (others) {
        const std::string key(key_of(how.source));
        warn(value.line, key + ": expected a list of strings", "write " + key + ": [\"...\"]");
    }
    for (const auto& [text, line] : scalars) {
        add(kind, text, line, how);
    }
}

void WakeBuilder::add_globs(const YamlNode& value, const How& how) {
    if (value.kind != YamlNode::Kind::Scalar) {
        add_strings(TriggerKind::Path, value, how);
        return;
    }
    for (auto& glob : split_globs(value.text)) {
        add(TriggerKind::Path, std::move(glob), value.line, how);
    }
}

void WakeBuilder::add_always(std::uint32_t line, std::string_view source) {
    add(TriggerKind::Always, std::string(key_of(source)), std::max(line, 1U), {source});
}

/// What no key says is told of the first line.
void WakeBuilder::tell(WakeModeKind kind, std::string_view source, std::string_view text,
                       std::uint32_t line) {
    wake_.modes.push_back({kind, std::string(text), std::string(source), std::max(line, 1U)});
}

void WakeBuilder::only_by_name(std::string_view source, std::string_view text, std::uint32_t line) {
    wake_.automatic = false;
    tell(WakeModeKind::ByName, source, text, line);
}

void WakeBuilder::by_words(std::string_view source, std::string_view text, std::uint32_t line) {
    tell(WakeModeKind::ByWords, source, text, line);
}

void WakeBuilder::at_most_named(std::string_view source, std::string_view text, std::uint32_t line) {
    wake_.at_most_named = true;
    tell(WakeModeKind::NamedAtMost, source, text, line);
}

void WakeBuilder::add_example(std::string_view source, std::string_view text, std::uint32_t line) {
    wake_.examples.emplace_back(text);
    tell(WakeModeKind::Example, source, text, line);
}

std::optional<bool> switch_of(const YamlNode* value) {
    if (value == nullptr || value->kind != YamlNode::Kind::Scalar) {
        return std::nullopt;
    }
    const auto folded = fold_ascii(trim(value->text));
    if (folded == "true" || folded == "yes" || folded == "on" || folded == "1") {
        return true;
    }
    if (folded == "false" || folded == "no" || folded == "off" || folded == "0") {
        return false;
    }
    return std::nullopt;
}

bool has_entries(const YamlNode* value) {
    return value != nullptr &&
           (!value->items.empty() || !value->members.empty() || !trim(value->text).empty()) &&
           value->kind != YamlNode::Kind::Null;
}

std::vector<std::string> split_globs(std::string_view text) {
    std::vector<std::string> globs;
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at == text.size() || (text[at] == ',' && depth == 0)) {
            if (const auto glob = trim(text.substr(begin, at - begin)); !glob.empty()) {
                globs.emplace_back(glob);
            }
            begin = at + 1;
        } else if (text[at] == '{') {
            ++depth;
        } else if (text[at] == '}') {
            depth = std::max(0, depth - 1);
        }
    }
    return globs;
}

}  // namespace skillwake::skill
