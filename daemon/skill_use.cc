#include "daemon/skill_use.h"

#include "base/text.h"
#include "daemon/tool_input.h"
#include "matcher/command.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;
using protocol::DeliveryMode;
using protocol::JsonValue;

constexpr std::array<std::string_view, 6> kPrinting = {"cat", "less", "more", "bat", "nl", "type"};
constexpr std::array<std::string_view, 4> kPrintingParts = {"head", "tail", "sed", "awk"};
constexpr std::array<std::string_view, 18> kRunning = {"python", "python3", "bash",   "sh",  "zsh",  "node",
                                                       "npx",    "tsx",     "deno",   "bun", "ruby", "perl",
                                                       "php",    "uv",      "source", ".",   "go",   "make"};

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Given given_by(protocol::SkillUse use) {
    switch (use) {
        case protocol::SkillUse::Typed:
            return Given::Typed;
        case protocol::SkillUse::Tool:
            return Given::Tool;
        case protocol::SkillUse::Read:
            return Given::Read;
        case protocol::SkillUse::Script:
            return Given::Script;
    }
    return Given::Tool;
}

class UseReader {
public:
    UseReader(const Catalogue& catalogue, const PathBase& base)
        : catalogue_(catalogue), base_(base), cwd_(base.cwd) {}

    std::vector<SkillUsed> take() { return std::move(used_); }

    void read(const protocol::PromptEvent& /*prompt*/) {}
    void read(const protocol::SessionEvent& /*session*/) {}
    void read(const protocol::SkillEvent& skill) { add_named(skill.name, given_by(skill.how)); }
    void read(const protocol::FileEvent& file) {
        if (file.action == protocol::FileAction::Read) {
            add_read(file.path, DeliveryMode::Full);
        }
    }
    void read(const protocol::ToolEvent& tool) {
        const auto kind = tool_kind(tool.name);
        const bool may_use = kind == ToolKind::Skill || kind == ToolKind::Read || kind == ToolKind::Shell;
        if (!may_use || tool.before || tool.failed || tool.error || !tool.input) {
            return;
        }
        protocol::JsonParser parser;
        const auto input = parser.parse(tool.input->text);
        if (!input) {
            return;
        }
        if (kind == ToolKind::Skill) {
            add_named(skill_name_of(*input).value_or(""), Given::Tool);
        } else if (kind == ToolKind::Read) {
            const bool part = has_value(*input, "offset") || has_value(*input, "limit");
            add_read(path_of(*input).value_or(""), part ? DeliveryMode::Excerpt : DeliveryMode::Full);
        } else if (const auto line = command_of(*input)) {
            for (const auto& command : matcher::read_commands(*line, matcher::ProgramFolder::Keep)) {
                add_command(command);
            }
        }
    }

private:
    static bool has_value(JsonValue object, std::string_view name) {
        const auto member = object.member(name);
        return member && member->kind() != JsonValue::Kind::Null;
    }

    void add(matcher::SkillRef ref, Given how, DeliveryMode mode = DeliveryMode::Full) {
        used_.push_back({ref, how, mode});
    }

    /// "name", "/name", "plugin:name", "name arguments".
    void add_named(std::string_view name, Given how) {
        name = trim(name);
        if (name.starts_with('/') || name.starts_with('@')) {
            name.remove_prefix(1);
        }
        for (const auto wanted : {name, name.substr(0, name.find_first_of(" \t\r\n/"))}) {
            if (const auto found = catalogue_.find(wanted); !wanted.empty() && found) {
                add(*found, how);
                return;
            }
        }
    }

    fs::path absolute(std::string_view path) const {
        if (path.starts_with("~/") || path.starts_with("$HOME/")) {
            return (base_.home / path.substr(path.find('/') + 1)).lexically_normal();
        }
        return (cwd_ / path).lexically_normal();
    }

    void add_read(std::string_view path, DeliveryMode mode) {
        const auto file = absolute(path);
        const auto ref = catalogue_.at_folder(file.parent_path().native());
        if (ref && catalogue_.skill(*ref).file == file) {
            add(*ref, Given::Read, mode);
        }
    }

    /// Whether `word` names a file of a skill's folder, which is then used.
    bool add_script(std::string_view word) {
        if (word.find('/') == std::string_view::npos && cwd_ == base_.cwd) {
            return false;  // a program on PATH, or a word; below a skill only where the command went there
        }
        const auto file = absolute(word);
        for (auto folder = file.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
            if (const auto ref = catalogue_.at_folder(folder.native())) {
                if (catalogue_.skill(*ref).file != file) {
                    add(*ref, Given::Script);
                    return true;
                }
                return false;
            }
        }
        return false;
    }

    void add_command(const std::vector<std::string>& words) {
        const std::string_view program = std::string_view(words[0]).substr(words[0].rfind('/') + 1);
        if (program == "cd" && words.size() > 1) {
            cwd_ = absolute(words[1]);
            return;
        }
        const bool prints = is_one_of(kPrinting, program);
        if (prints || is_one_of(kPrintingParts, program)) {
            for (std::size_t i = 1; i < words.size(); ++i) {
                add_read(words[i], prints ? DeliveryMode::Full : DeliveryMode::Excerpt);
            }
            return;
        }
        if (add_script(words[0]) || !is_one_of(kRunning, program)) {
            return;
        }
        for (std::size_t i = 1; i < words.size(); ++i) {
            if (!words[i].starts_with('-') && add_script(words[i])) {
                return;
            }
        }
    }

    const Catalogue& catalogue_;
    const PathBase& base_;
    fs::path cwd_;  ///< where the commands of a line have gone
    std::vector<SkillUsed> used_;
};

}  // namespace

std::vector<SkillUsed> skills_used(const Catalogue& catalogue, const protocol::Event& event,
                                   const PathBase& base) {
    if (std::holds_alternative<protocol::PromptEvent>(event)) {
        return {};
    }
    UseReader reader(catalogue, base);
    std::visit([&reader](const auto& alternative) { reader.read(alternative); }, event);
    return reader.take();
}

}  // namespace skillwake::daemon
