#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace skillwake::skill {

/// Whose conventions a file follows, told by where it lies.
enum class Place {
    Other,
    ClaudeSkill,
    OpenHandsSkill,
    Microagent,
    Continue,
    Cursor,
    Windsurf,
    KiroSteering,
    KiroPower,
    Copilot,
    ClaudeRule,
    Cline,
    Qwen,
    Omc,
    IronClaw,
    Adk,
    Roo,
    RooRule,
};

/// A rule of Continue that lies beside the code it is about.
inline constexpr std::string_view kColocatedRule = "rules.md";
/// The folder of Continue in a project. A rule beside the code that lies in it is about the folder above.
inline constexpr std::string_view kContinueFolder = ".continue";

/// By the deepest folder of the path that a tool calls its own, or by the file's own ending or name.
Place place_of(const std::filesystem::path& file);

/// Whether the assistant `host` ("claude-code", "cursor") gives its model the rules of that place itself.
/// Skills are another matter: hosts list them, and their models seldom ask.
bool loads_itself(std::string_view host, Place place);

/// Whether `file` is a rule of another tool, that is no SKILL.md.
bool is_rule_file(const std::filesystem::path& file);

/// "style" for "style.mdc" and for "style.instructions.md".
std::string rule_name(const std::filesystem::path& file);

/// How the rule files below the root `folder` end (".mdc"); empty: it holds skills in folders only.
std::string_view rule_ending(const std::filesystem::path& folder);

/// Whether a folder of that name below the root `folder` holds something else than its rules.
bool is_beside_rules(const std::filesystem::path& folder, const std::filesystem::path& name);

}  // namespace skillwake::skill
