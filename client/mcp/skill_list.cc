#include "client/mcp/skill_list.h"

#include "base/text.h"
#include "client/mcp/skill_uri.h"

#include <functional>

namespace skillwake::client::mcp {
namespace {

std::size_t print_of(const std::vector<protocol::SkillSummary>& skills,
                     bool protocol::SkillSummary::*counts) {
    std::string told;
    for (const auto& skill : skills) {
        if (skill.*counts) {
            told.append(skill.qualified_name).append("\n").append(skill.description).append("\n");
        }
    }
    return std::hash<std::string>{}(told);
}

}  // namespace

SkillList::SkillList(protocol::ListResult result) : generation_(result.generation) {
    for (auto& skill : result.skills) {
        if (skill.shadowed_by) {
            hidden_.push_back(std::move(skill));
        } else if (by_uri_path_.try_emplace(uri_path(skill), visible_.size()).second) {
            by_name_.try_emplace(skill.qualified_name, visible_.size());
            visible_.push_back(std::move(skill));
        } else {
            hidden_.push_back(std::move(skill));
        }
    }
}

const protocol::SkillSummary* SkillList::find(std::string_view qualified_name) const {
    const auto found = by_name_.find(qualified_name);
    return found == by_name_.end() ? nullptr : &visible_[found->second];
}

std::optional<Located> SkillList::locate(std::string_view uri) const {
    const auto segments = segments_of(uri);
    if (!segments) {
        return std::nullopt;
    }
    for (std::size_t of_path = std::min<std::size_t>(segments->size(), 2); of_path > 0; --of_path) {
        std::string path = percent_encoded(segments->front());
        if (of_path == 2) {
            path.append("/").append(percent_encoded((*segments)[1]));
        }
        if (const auto found = by_uri_path_.find(path); found != by_uri_path_.end()) {
            const std::vector<std::string> below(segments->begin() + static_cast<std::ptrdiff_t>(of_path),
                                                 segments->end());
            return Located{&visible_[found->second], join(below, "/")};
        }
    }
    return std::nullopt;
}

std::size_t SkillList::tools_print() const {
    return print_of(visible_, &protocol::SkillSummary::automatic);
}

std::size_t SkillList::prompts_print() const {
    return print_of(visible_, &protocol::SkillSummary::invocable);
}

}  // namespace skillwake::client::mcp
