#pragma once

#include "daemon/catalogue.h"
#include "daemon/ledger.h"
#include "protocol/event.h"

#include <filesystem>
#include <vector>

namespace skillwake::daemon {

/// A skill that the conversation came by without us.
struct SkillUsed {
    matcher::SkillRef ref;
    Given how = Given::Tool;
    protocol::DeliveryMode mode = protocol::DeliveryMode::Full;  ///< Excerpt: a part of its SKILL.md was read
};

/// Where a path begins that is not absolute. Both must outlive it.
struct PathBase {
    const std::filesystem::path& cwd;
    const std::filesystem::path& home;  ///< of "~/"
};

/// The skills that `event` says the agent has come by: typed by the user, given by the host's own Skill tool,
/// or used without more words: its SKILL.md read by a tool or printed by a shell command, a file of its
/// folder run. A tool that has not run yet, or has failed, used nothing. Names that no skill has are passed
/// over.
std::vector<SkillUsed> skills_used(const Catalogue& catalogue, const protocol::Event& event,
                                   const PathBase& base);

}  // namespace skillwake::daemon
