#include "client/mcp/workspace.h"

namespace skillwake::client::mcp {

void Workspace::move_to(std::string folder) {
    if (cwd_ != folder) {
        cwd_ = std::move(folder);
        elsewhere_ = true;
        asked_at_.reset();
    }
}

void Workspace::daemon_lost() {
    elsewhere_ = true;
    asked_at_.reset();
}

std::shared_ptr<const SkillList> Workspace::skills() {
    const auto now = clock_.steady();
    if (asked_at_ && now - *asked_at_ < kHolds) {
        return skills_;
    }
    auto listed = ask<protocol::ListResult>(backend_, "skill.list", protocol::ListParams{cwd_});
    auto* result = std::get_if<protocol::ListResult>(&listed);
    take(result != nullptr ? std::make_shared<const SkillList>(std::move(*result))
                           : std::make_shared<const SkillList>());
    if (result != nullptr) {
        asked_at_ = now;
    }
    return skills_;
}

void Workspace::take(std::shared_ptr<const SkillList> list) {
    if (skills_) {
        changes_.tools |= skills_->tools_print() != list->tools_print();
        changes_.prompts |= skills_->prompts_print() != list->prompts_print();
        // Another daemon, or another folder, may be at the same number.
        changes_.resources |= elsewhere_ || skills_->generation() != list->generation() ||
                              skills_->visible().size() != list->visible().size();
    }
    elsewhere_ = false;
    skills_ = std::move(list);
}

}  // namespace skillwake::client::mcp
