// Signals by which Claude Code suggests a plugin. They speak for all skills of the plugin, so they name one
// at most; what its folder or its dependencies say only strengthens what else speaks for it.
#include "skill/dialects/relevance.h"

#include "base/text.h"
#include "skill/wake_builder.h"

#include <algorithm>
#include <array>

namespace skillwake::skill::dialects {
namespace {

struct Signal {
    std::string_view key;
    TriggerKind kind;
    std::size_t most;        ///< entries
    std::size_t most_bytes;  ///< of one
    WakeBuilder::How how;
};

constexpr std::size_t kMostDependencies = 10;
constexpr std::size_t kMostPatternBytes = 256;

constexpr std::array<Signal, 4> kSignals = {{
    {"cwd",
     TriggerKind::Workspace,
     10,
     256,
     {"plugin: relevance.signals.cwd", Reading::Standard, 0, Strength::Trace}},
    {"cli",
     TriggerKind::Command,
     10,
     64,
     {"plugin: relevance.signals.cli", Reading::Standard, 0, Strength::Sign}},
    {"hosts",
     TriggerKind::Host,
     20,
     128,
     {"plugin: relevance.signals.hosts", Reading::Standard, 0, Strength::Sign}},
    {"filesRead",
     TriggerKind::Path,
     10,
     256,
     {"plugin: relevance.signals.filesRead", Reading::IgnoreCase, 0, Strength::Sign}},
}};
constexpr std::string_view kDependencies = "plugin: relevance.signals.manifestDeps";

bool is_host_name(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '.' || c == '-'; });
}

class RelevanceReader {
public:
    explicit RelevanceReader(const std::string& path) : wake_(path) {}

    Relevance read(const YamlNode& signals) {
        for (const auto& signal : kSignals) {
            if (const auto* value = signals.member(signal.key)) {
                read_signal(signal, *value);
            }
        }
        if (const auto* value = signals.member("manifestDeps")) {
            read_dependencies(*value);
        }
        auto taken = wake_.take();
        return {std::move(taken.triggers), std::move(taken.diagnostics)};
    }

private:
    void tell_limit(std::uint32_t line, std::string_view key, std::size_t most) {
        wake_.warn(line, "signals." + std::string(key) + ": more than " + std::to_string(most) + " entries",
                   "the further ones do not count: keep the telling ones");
    }

    bool fits(std::string_view text, std::size_t most, std::uint32_t line, std::string_view key) {
        if (text.size() > most) {
            wake_.warn(line,
                       "signals." + std::string(key) + ": longer than " + std::to_string(most) + " bytes",
                       "shorten it: Claude Code refuses the whole plugin");
        }
        return text.size() <= most;
    }

    void read_signal(const Signal& signal, const YamlNode& value) {
        std::size_t taken = 0;
        for (const auto& [text, line] : value.scalars()) {
            if (taken == signal.most) {
                tell_limit(line, signal.key, signal.most);
                return;
            }
            if (!fits(text, signal.most_bytes, line, signal.key)) {
                continue;
            }
            if (signal.kind == TriggerKind::Host && !is_host_name(text)) {
                wake_.warn(line, "signals.hosts: '" + text + "' is more than the name of a host",
                           "write it without scheme, port and path");
                continue;
            }
            ++taken;
            wake_.add(signal.kind, text, line, signal.how);
        }
    }

    /// Each entry is a group of its own: its file and its pattern must both hold.
    void read_dependencies(const YamlNode& value) {
        std::uint32_t group = 0;
        for (const auto& entry : value.items) {
            const auto* file = entry.member("file");
            const auto* pattern = entry.member("pattern");
            if (group == kMostDependencies) {
                tell_limit(entry.line, "manifestDeps", kMostDependencies);
                return;
            }
            if (!has_entries(file) || !has_entries(pattern)) {
                wake_.warn(entry.line, "signals.manifestDeps: expected file and pattern",
                           R"(write {"file": "[/\\\\]package\\.json$", "pattern": "\"NAME\""})");
                continue;
            }
            if (!fits(file->text, kMostPatternBytes, file->line, "manifestDeps") ||
                !fits(pattern->text, kMostPatternBytes, pattern->line, "manifestDeps")) {
                continue;
            }
            ++group;
            const WakeBuilder::How how{kDependencies, Reading::Standard, group, Strength::Trace};
            wake_.add(TriggerKind::PathPattern, file->text, file->line, how);
            wake_.add(TriggerKind::Content, pattern->text, pattern->line, how);
        }
    }

    WakeBuilder wake_;
};

}  // namespace

Relevance read_relevance(const YamlNode& entry, const std::string& path) {
    const auto* relevance = entry.member("relevance");
    const auto* signals = relevance == nullptr ? nullptr : relevance->member("signals");
    if (signals != nullptr && signals->kind == YamlNode::Kind::Mapping) {
        auto read = RelevanceReader(path).read(*signals);
        for (auto& trigger : read.triggers) {
            trigger.file = path;
        }
        if (const auto* topic = relevance->member("topic")) {
            read.topic = trim(topic->display());
        }
        return read;
    }
    Relevance none;
    if (relevance != nullptr) {
        none.diagnostics.push_back({Severity::Warning, path, relevance->line,
                                    "relevance: expected an object with signals",
                                    R"(write "relevance": {"signals": {"cli": ["NAME"]}})"});
    }
    return none;
}

void apply_relevance(const Relevance& relevance, Skill& skill) {
    std::uint32_t groups = 0;
    for (const auto& trigger : skill.triggers) {
        groups = std::max(groups, trigger.group);
    }
    for (const auto& trigger : relevance.triggers) {
        skill.triggers.push_back(trigger);
        skill.triggers.back().group += trigger.group == 0 ? 0 : groups;
    }
    if (!relevance.topic.empty()) {
        skill.front_matter.emplace_back("marketplace.json: relevance.topic", relevance.topic);
    }
}

}  // namespace skillwake::skill::dialects
