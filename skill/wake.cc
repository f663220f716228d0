#include "skill/wake.h"

#include "base/text.h"
#include "skill/dialect.h"
#include "skill/dialects/readers.h"
#include "skill/wake_builder.h"

#include <algorithm>
#include <array>

namespace skillwake::skill {
namespace {

using dialects::OpenHandsFile;
using dialects::RooFile;

bool is_windsurf_mode(const YamlNode* trigger) {
    constexpr std::array<std::string_view, 4> kModes = {"always_on", "glob", "model_decision", "manual"};
    return trigger != nullptr &&
           std::find(kModes.begin(), kModes.end(), fold_ascii(trim(trigger->text))) != kModes.end();
}

bool has(const YamlNode& front, std::string_view key) {
    return front.member(key) != nullptr;
}

/// Learned skills of OMC carry how they came to be.
bool is_learned(const YamlNode& front) {
    return has(front, "id") && has(front, "triggers") && (has(front, "quality") || has(front, "source"));
}

/// A SKILL.md in nobody's own folder, or in the one that all share: the first shape that fits.
void read_by_shape(const YamlNode& front, WakeBuilder& wake) {
    if (is_windsurf_mode(front.member("trigger"))) {
        dialects::read_windsurf(front, wake);
    } else if (has(front, "inclusion")) {
        dialects::read_kiro_steering(front, wake);
    } else if (has(front, "applyTo")) {
        dialects::read_copilot(front, wake);
    } else if (has(front, "regex")) {
        dialects::read_continue(front, wake);
    } else if (has_entries(front.member("globs")) || has(front, "alwaysApply")) {
        dialects::read_cursor(front, wake);
    } else if (switch_of(front.member("trigger"))) {
        dialects::read_adk(front, wake);
    } else if (is_learned(front)) {
        dialects::read_omc(front, wake);
    } else if (has(front, "triggers")) {
        dialects::read_openhands(front, OpenHandsFile::Skill, wake);
    } else {
        dialects::read_claude_paths(front, wake);
    }
}

void read_by_place(Place place, const YamlNode& front, WakeBuilder& wake) {
    switch (place) {
        case Place::ClaudeSkill:
        case Place::ClaudeRule:
            return dialects::read_claude_paths(front, wake);
        case Place::OpenHandsSkill:
            return dialects::read_openhands(front, OpenHandsFile::Skill, wake);
        case Place::Microagent:
            return dialects::read_openhands(front, OpenHandsFile::Microagent, wake);
        case Place::Continue:
            return dialects::read_continue(front, wake);
        case Place::Cursor:
            return dialects::read_cursor(front, wake);
        case Place::Windsurf:
            return dialects::read_windsurf(front, wake);
        case Place::KiroSteering:
            return dialects::read_kiro_steering(front, wake);
        case Place::KiroPower:
            return dialects::read_kiro_power(front, wake);
        case Place::Copilot:
            return dialects::read_copilot(front, wake);
        case Place::Cline:
            return dialects::read_cline(front, wake);
        case Place::Qwen:
            return dialects::read_qwen(front, wake);
        case Place::Omc:
            return dialects::read_omc(front, wake);
        case Place::Adk:
            return dialects::read_adk(front, wake);
        case Place::RooRule:
            return;
        case Place::Roo:
        case Place::IronClaw:
        case Place::Other:
            return read_by_shape(front, wake);
    }
}

}  // namespace

Wake read_wake(const YamlNode& front_matter, const std::filesystem::path& file) {
    WakeBuilder wake(file.string());
    const auto place = place_of(file);
    read_by_place(place, front_matter, wake);
    const auto roo = place == Place::Roo       ? RooFile::Skill
                     : place == Place::RooRule ? RooFile::Rule
                                               : RooFile::Foreign;
    dialects::read_roo(front_matter, file, roo, wake);
    dialects::read_skillport(front_matter, wake);
    dialects::read_requirements(front_matter, wake);
    dialects::read_memex(front_matter, wake);
    if (const auto* automatic = front_matter.member("auto_activate"); switch_of(automatic) == false) {
        wake.only_by_name("ironclaw: auto_activate", automatic->text, automatic->line);
    }
    return wake.take();
}

}  // namespace skillwake::skill
