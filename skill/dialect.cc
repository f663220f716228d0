#include "skill/dialect.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// A folder that a tool calls its own, and how the rule files below it end.
struct OwnFolder {
    std::string_view path;
    Place place;
    std::string_view ending;
    bool modes = false;  ///< also `path-MODE`
};

constexpr std::array<OwnFolder, 20> kOwnFolders = {{
    {".claude/skills", Place::ClaudeSkill, ""},
    {".claude/rules", Place::ClaudeRule, ".md"},
    {".openhands/skills", Place::OpenHandsSkill, ""},
    {".openhands/microagents", Place::Microagent, ".md"},
    {".continue/rules", Place::Continue, ".md"},
    {".cursor/rules", Place::Cursor, ".mdc"},
    {".windsurf/rules", Place::Windsurf, ".md"},
    {".devin/rules", Place::Windsurf, ".md"},
    {".kiro/steering", Place::KiroSteering, ".md"},
    {".kiro/powers", Place::KiroPower, ""},
    {".github/instructions", Place::Copilot, ".instructions.md"},
    {".clinerules/skills", Place::Other, ""},
    {".clinerules", Place::Cline, ".md"},
    {".qwen/skills", Place::Qwen, ""},
    {".omc/skills", Place::Omc, ".md"},
    {".ironclaw/skills", Place::IronClaw, ""},
    {".ironclaw/installed_skills", Place::IronClaw, ""},
    {".skills", Place::Adk, ".md"},
    {".roo", Place::Roo, ""},
    {".roo/rules", Place::RooRule, ".md", true},
}};

/// Where `folder` ends in `path`, at the borders of its parts; 0: nowhere.
std::size_t end_of(std::string_view path, const OwnFolder& folder) {
    for (auto at = path.rfind(folder.path); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : path.rfind(folder.path, at - 1)) {
        auto end = at + folder.path.size();
        if (folder.modes && end < path.size() && path[end] == '-') {
            end = std::min(path.find('/', end), path.size());
        }
        if ((at == 0 || path[at - 1] == '/') && (end == path.size() || path[end] == '/')) {
            return end;
        }
    }
    return 0;
}

struct FoundFolder {
    const OwnFolder* own = nullptr;  ///< nullptr: the path lies in none
    std::size_t end = 0;             ///< bytes of the path that lead to it
};

/// The own folder that lies deepest in `path`.
FoundFolder own_folder(std::string_view path) {
    FoundFolder found;
    for (const auto& folder : kOwnFolders) {
        if (const auto end = end_of(path, folder); end > found.end) {
            found = {&folder, end};
        }
    }
    return found;
}

bool is_skill_file(const fs::path& file) {
    return equal_folded(file.filename().string(), "SKILL.md");
}

}  // namespace

Place place_of(const fs::path& file) {
    const auto name = file.filename().string();
    if (name == "POWER.md") {
        return Place::KiroPower;
    }
    if (name.ends_with(".mdc")) {
        return Place::Cursor;
    }
    if (name.ends_with(".instructions.md")) {
        return Place::Copilot;
    }
    const auto folder = file.parent_path().generic_string();
    if (const auto* own = own_folder(folder).own) {
        return own->place;
    }
    return name == kColocatedRule ? Place::Continue : Place::Other;
}

bool loads_itself(std::string_view host, Place place) {
    constexpr std::array<std::pair<std::string_view, Place>, 14> kOwn = {{
        {"claude-code", Place::ClaudeRule},
        {"cursor", Place::Cursor},
        {"continue", Place::Continue},
        {"windsurf", Place::Windsurf},
        {"devin", Place::Windsurf},
        {"kiro", Place::KiroSteering},
        {"kiro", Place::KiroPower},
        {"copilot", Place::Copilot},
        {"github-copilot", Place::Copilot},
        {"vscode", Place::Copilot},
        {"cline", Place::Cline},
        {"roo", Place::RooRule},
        {"roo-code", Place::RooRule},
        {"openhands", Place::Microagent},
    }};
    return std::any_of(kOwn.begin(), kOwn.end(),
                       [&](const auto& own) { return own.second == place && equal_folded(own.first, host); });
}

bool is_rule_file(const fs::path& file) {
    if (is_skill_file(file) || file.filename() == "POWER.md") {
        return false;
    }
    const auto name = file.filename().string();
    if (name.ends_with(".mdc") || name.ends_with(".instructions.md")) {
        return true;
    }
    const auto folder = file.parent_path().generic_string();
    const auto* own = own_folder(folder).own;
    return own == nullptr ? name == kColocatedRule : !own->ending.empty() && name.ends_with(own->ending);
}

std::string rule_name(const fs::path& file) {
    auto name = file.stem().string();
    constexpr std::string_view kInstructions = ".instructions";
    if (name.ends_with(kInstructions)) {
        name.resize(name.size() - kInstructions.size());
    }
    return name;
}

std::string_view rule_ending(const fs::path& folder) {
    const auto path = folder.generic_string();
    const auto [own, end] = own_folder(path);
    return own != nullptr && end == path.size() ? own->ending : std::string_view();
}

bool is_beside_rules(const fs::path& folder, const fs::path& name) {
    return folder.filename() == ".clinerules" && (name == "skills" || name == "workflows" || name == "hooks");
}

}  // namespace skillwake::skill
