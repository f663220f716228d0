#include "daemon/tool_input.h"

#include "base/text.h"

#include <array>
#include <vector>

namespace skillwake::daemon {
namespace {

using protocol::JsonValue;

struct KnownTool {
    std::string_view name;  ///< lower case
    ToolKind kind;
};

/// The names that hosts give to their own tools for these things.
constexpr std::array<KnownTool, 36> kTools = {{{"read", ToolKind::Read},
                                               {"read_file", ToolKind::Read},
                                               {"readfile", ToolKind::Read},
                                               {"view", ToolKind::Read},
                                               {"write", ToolKind::Write},
                                               {"write_file", ToolKind::Write},
                                               {"create", ToolKind::Write},
                                               {"create_file", ToolKind::Write},
                                               {"write_to_file", ToolKind::Write},
                                               {"edit", ToolKind::Edit},
                                               {"multiedit", ToolKind::Edit},
                                               {"edit_file", ToolKind::Edit},
                                               {"replace", ToolKind::Edit},
                                               {"str_replace", ToolKind::Edit},
                                               {"notebookedit", ToolKind::Edit},
                                               {"apply_patch", ToolKind::Edit},
                                               {"bash", ToolKind::Shell},
                                               {"shell", ToolKind::Shell},
                                               {"powershell", ToolKind::Shell},
                                               {"run_shell_command", ToolKind::Shell},
                                               {"execute_command", ToolKind::Shell},
                                               {"exec_command", ToolKind::Shell},
                                               {"run_terminal_cmd", ToolKind::Shell},
                                               {"terminal", ToolKind::Shell},
                                               {"skill", ToolKind::Skill},
                                               {"skills", ToolKind::Skill},
                                               {"activate_skill", ToolKind::Skill},
                                               {"activateskill", ToolKind::Skill},
                                               {"invoke_skill", ToolKind::Skill},
                                               {"invokeskill", ToolKind::Skill},
                                               {"load_skill", ToolKind::Skill},
                                               {"loadskill", ToolKind::Skill},
                                               {"use_skill", ToolKind::Skill},
                                               {"useskill", ToolKind::Skill},
                                               {"read_skill", ToolKind::Skill},
                                               {"readskill", ToolKind::Skill}}};

}  // namespace

ToolKind tool_kind(std::string_view name) {
    // "mcp__skillwake__Skill": a server's tool, by its own name.
    const auto folded = fold_ascii(
        name.starts_with("mcp__") && name.rfind("__") > 3 ? name.substr(name.rfind("__") + 2) : name);
    for (const auto& tool : kTools) {
        if (tool.name == folded) {
            return tool.kind;
        }
    }
    return ToolKind::Other;
}

std::optional<std::string_view> text_member(JsonValue object, std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        const auto member = object.member(name);
        if (const auto text = member ? member->string() : std::nullopt) {
            return text;
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> path_of(JsonValue input) {
    return text_member(input,
                       {"file_path", "filePath", "path", "absolute_path", "notebook_path", "target_file"});
}

std::optional<std::string_view> skill_name_of(JsonValue input) {
    return text_member(input, {"command", "skill", "name", "skill_name", "skillName"});
}

std::optional<std::string> command_of(JsonValue input) {
    for (const auto* name : {"command", "cmd", "script"}) {
        const auto member = input.member(name);
        if (const auto text = member ? member->string() : std::nullopt) {
            return std::string(*text);
        }
        std::vector<std::string> words;
        if (member) {
            member->each_element([&words](JsonValue word) {
                words.emplace_back(word.string().value_or(""));
                return true;
            });
        }
        constexpr std::size_t kShellWords = 3;
        if (words.size() == kShellWords && (words[1] == "-c" || words[1] == "-lc")) {
            return words.back();
        }
        if (!words.empty()) {
            return join(words, " ");
        }
    }
    return std::nullopt;
}

}  // namespace skillwake::daemon
