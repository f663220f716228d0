#include "client/mcp/skill_files.h"

#include "base/file.h"

#include <filesystem>

namespace skillwake::client::mcp {
namespace {

namespace fs = std::filesystem;

/// `file`'s place below `folder`; empty: it is not below.
std::string below(const std::string& folder, const std::string& file) {
    const auto prefix = folder + "/";
    return file.size() > prefix.size() && file.starts_with(prefix) ? file.substr(prefix.size()) : "";
}

}  // namespace

std::string folder_of(const protocol::SkillSummary& skill) {
    return fs::path(skill.path).parent_path().string();
}

std::vector<std::string> own_files(const protocol::ShowResult& shown) {
    std::vector<std::string> files;
    for (const auto& resource : shown.resources) {
        files.push_back(resource.file);
    }
    return files;
}

std::optional<protocol::ShowResult> show(Workspace& workspace, const protocol::SkillSummary& skill) {
    auto answered = ask<protocol::ShowResult>(workspace.daemon(), "skill.show",
                                              protocol::ShowParams{skill.qualified_name, workspace.cwd()});
    auto* shown = std::get_if<protocol::ShowResult>(&answered);
    // Under an ambiguous name another skill may answer.
    if (shown == nullptr || shown->skill.path != skill.path) {
        return std::nullopt;
    }
    return std::move(*shown);
}

AllFiles all_files(Workspace& workspace, const protocol::SkillSummary& skill,
                   const protocol::ShowResult& shown) {
    AllFiles all;
    all.files.emplace_back(kSkillFile);
    for (auto& file : own_files(shown)) {
        all.files.push_back(std::move(file));
    }
    const auto list = workspace.skills();
    const auto folder = folder_of(skill);
    for (const auto& other : list->hidden()) {
        all.complete &= below(folder, other.path).empty();
    }
    for (const auto& other : list->visible()) {
        const auto inner = below(folder, other.path);
        if (inner.empty() || other.path == skill.path) {
            continue;
        }
        const auto nested = show(workspace, other);
        all.complete &= nested.has_value();
        all.files.push_back(inner);
        const auto inner_folder = fs::path(inner).parent_path();
        for (const auto& file : nested ? own_files(*nested) : std::vector<std::string>()) {
            all.files.push_back((inner_folder / file).generic_string());
        }
    }
    return all;
}

Result<std::string> read_file_of(const protocol::SkillSummary& skill, const std::string& file) {
    // On disk it may be skill.md.
    const auto name = file == kSkillFile ? fs::path(skill.path).filename() : fs::path(file);
    return read_file_inside(folder_of(skill), name, kMaxSkillBytes);
}

}  // namespace skillwake::client::mcp
