#pragma once

#include "protocol/skill.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::client::mcp {

/// A skill and the part of a URI below it.
struct Located {
    const protocol::SkillSummary* skill = nullptr;
    std::string file;  ///< decoded, '/' between its parts; empty: the skill's folder
};

/// The skills of a workspace at one moment. Immutable.
class SkillList {
public:
    SkillList() = default;
    explicit SkillList(protocol::ListResult result);

    /// Those that are not shadowed, in the daemon's order: the nearest root first. Of several with one
    /// qualified name the first.
    const std::vector<protocol::SkillSummary>& visible() const { return visible_; }
    /// Those that stand behind another of their name.
    const std::vector<protocol::SkillSummary>& hidden() const { return hidden_; }
    std::uint64_t generation() const { return generation_; }

    /// By the name that prompts and tools use; nullptr: none.
    const protocol::SkillSummary* find(std::string_view qualified_name) const;
    /// The skill that a URI leads into, the one with the longest path when several do.
    std::optional<Located> locate(std::string_view uri) const;

    /// Numbers that change with what a list of tools and a list of prompts tell of the skills.
    std::size_t tools_print() const;
    std::size_t prompts_print() const;

private:
    std::vector<protocol::SkillSummary> visible_;
    std::vector<protocol::SkillSummary> hidden_;
    std::map<std::string, std::size_t, std::less<>> by_uri_path_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
    std::uint64_t generation_ = 0;
};

}  // namespace skillwake::client::mcp
