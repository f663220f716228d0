#pragma once

#include "base/result.h"
#include "client/mcp/workspace.h"
#include "protocol/skill.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The files of a skill. Which there are, the daemon says; their bytes are read here, since text in JSON
/// cannot carry any bytes.
namespace skillwake::client::mcp {

inline constexpr std::string_view kSkillFile = "SKILL.md";
/// What the skills extension lets one skill have.
inline constexpr std::size_t kMaxSkillFiles = 512;
inline constexpr std::size_t kMaxSkillBytes = 16U << 20U;

/// The skill's folder, absolute.
std::string folder_of(const protocol::SkillSummary& skill);

/// Its files beside SKILL.md, sorted; without those of skills that lie in its folder.
std::vector<std::string> own_files(const protocol::ShowResult& shown);

/// nullopt: the daemon does not say.
std::optional<protocol::ShowResult> show(Workspace& workspace, const protocol::SkillSummary& skill);

struct AllFiles {
    std::vector<std::string> files;  ///< SKILL.md first
    bool complete = true;            ///< false: a hidden skill lies in the folder, whose files nobody lists
};
/// Every file of the folder that we serve: with those of the skills that lie in it.
AllFiles all_files(Workspace& workspace, const protocol::SkillSummary& skill,
                   const protocol::ShowResult& shown);

/// The bytes as they are on disk. Errc::Denied: outside of the folder.
Result<std::string> read_file_of(const protocol::SkillSummary& skill, const std::string& file);

}  // namespace skillwake::client::mcp
