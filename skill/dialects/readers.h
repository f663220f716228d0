#pragma once

#include "skill/wake_builder.h"
#include "skill/yaml_tree.h"

#include <filesystem>

/// One function a dialect: what the keys of `front` mean there. Each takes only its own keys.
namespace skillwake::skill::dialects {

/// `paths` of a SKILL.md or a Claude rule: woken only by files that fit.
void read_claude_paths(const YamlNode& front, WakeBuilder& wake);
/// `paths` wins over `triggers`, whose keywords end at ASCII letters and digits. Of a microagent without
/// both: always.
enum class OpenHandsFile { Skill, Microagent };
void read_openhands(const YamlNode& front, OpenHandsFile file, WakeBuilder& wake);
/// `triggers` as substrings, as learned skills of OMC have them.
void read_omc(const YamlNode& front, WakeBuilder& wake);
/// `triggers` as globs; `trigger: true`: only by name.
void read_adk(const YamlNode& front, WakeBuilder& wake);
/// `globs` and `regex` must both hold.
void read_continue(const YamlNode& front, WakeBuilder& wake);
/// Always, by globs, by its description, or by name alone.
void read_cursor(const YamlNode& front, WakeBuilder& wake);
void read_windsurf(const YamlNode& front, WakeBuilder& wake);
void read_kiro_steering(const YamlNode& front, WakeBuilder& wake);
void read_kiro_power(const YamlNode& front, WakeBuilder& wake);
void read_copilot(const YamlNode& front, WakeBuilder& wake);
void read_cline(const YamlNode& front, WakeBuilder& wake);
void read_qwen(const YamlNode& front, WakeBuilder& wake);
/// Modes of Roo are not known here: a skill for some of them, by `modeSlugs`, in Roo's own folders `mode`, or
/// a folder `skills-MODE`, is named and not loaded; a rule in `rules-MODE` waits for its name. Rules for all
/// modes are always on.
enum class RooFile { Skill, Rule, Foreign };
void read_roo(const YamlNode& front, const std::filesystem::path& file, RooFile kind, WakeBuilder& wake);
/// `metadata.skillport`.
void read_skillport(const YamlNode& front, WakeBuilder& wake);
/// What OpenClaw (in `metadata`) and IronClaw (`requires`) ask of the machine.
void read_requirements(const YamlNode& front, WakeBuilder& wake);
/// `queries` of memex: prompts as examples.
void read_memex(const YamlNode& front, WakeBuilder& wake);

/// An `activation` block of IronClaw: it shares the key with ours.
void read_ironclaw(const YamlNode& activation, WakeBuilder& wake);
/// Whether `activation` has keys that only IronClaw's has, and none that only ours has.
bool is_ironclaw(const YamlNode& activation);

}  // namespace skillwake::skill::dialects
