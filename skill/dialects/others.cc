// Dialects of one key each: skillport, memex, and Roo's modes.
#include "base/text.h"
#include "skill/dialects/readers.h"

namespace skillwake::skill::dialects {
namespace {

constexpr std::size_t kMostExamples = 64;

/// As ".roo/skills-code/x/SKILL.md".
bool in_folder_of_mode(const std::filesystem::path& file) {
    bool in_tool = false;
    for (const auto& part : file.parent_path()) {
        const auto name = part.string();
        if (in_tool && (name.starts_with("skills-") || name.starts_with("rules-"))) {
            return true;
        }
        in_tool = name == ".roo" || name == ".agents";
    }
    return false;
}

}  // namespace

void read_skillport(const YamlNode& front, WakeBuilder& wake) {
    const auto* metadata = front.member("metadata");
    const auto* skillport = metadata == nullptr ? nullptr : metadata->member("skillport");
    const auto* always = skillport == nullptr ? nullptr : skillport->member("alwaysApply");
    if (switch_of(always).value_or(false)) {
        wake.add_always(always->line, "skillport: metadata.skillport.alwaysApply");
    }
}

void read_memex(const YamlNode& front, WakeBuilder& wake) {
    const auto* queries = front.member("queries");
    if (queries == nullptr) {
        return;
    }
    for (const auto& [query, line] : queries->scalars()) {
        if (wake.examples().size() == kMostExamples) {
            wake.warn(line, "queries: more than " + std::to_string(kMostExamples),
                      "the further ones do not count: keep the telling ones");
            return;
        }
        if (!trim(query).empty()) {
            wake.examples().emplace_back(trim(query));
        }
    }
}

void read_roo(const YamlNode& front, const std::filesystem::path& file, RooFile kind, WakeBuilder& wake) {
    // Others have a `mode` of their own: "agent".
    const bool named = kind == RooFile::Skill && has_entries(front.member("mode"));
    const bool for_modes = named || has_entries(front.member("modeSlugs")) || in_folder_of_mode(file);
    if (for_modes && kind == RooFile::Rule) {
        wake.only_by_name();
    } else if (for_modes) {
        wake.at_most_named();
    } else if (kind == RooFile::Rule) {
        wake.add_always(front.line, "roo: rule for all modes");
    }
}

}  // namespace skillwake::skill::dialects
