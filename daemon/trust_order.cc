#include "daemon/trust_order.h"

#include "base/path.h"

#include <map>
#include <string>
#include <utility>

namespace skillwake::daemon {
namespace {

/// The skills of projects at and below the folder, by path: one may be seen in several roots.
std::vector<const skill::Skill*> project_skills(const TrustOrder& order) {
    std::map<std::string_view, const skill::Skill*> found;
    for (const auto& root : order.roots) {
        for (const auto& loaded : root->root.skills) {
            if (root->root.spec.scope == skill::Scope::Project && lies_in(loaded.skill->file, order.folder)) {
                found.emplace(loaded.skill->file.native(), loaded.skill.get());
            }
        }
    }
    std::vector<const skill::Skill*> skills;
    for (const auto& [path, skill] : found) {
        skills.push_back(skill);
    }
    return skills;
}

}  // namespace

Result<TrustOrder::Made> TrustOrder::make() const {
    const auto skills = project_skills(*this);
    Made made;
    if (change == protocol::TrustChange::Add) {
        auto adding = trust.adding(skills);
        if (!adding) {
            return std::move(adding).error();
        }
        made.change = *std::move(adding);
    } else if (change == protocol::TrustChange::Revoke) {
        made.change = trust.revoking(folder);
    }
    const auto& trusted = made.change ? *made.change->after : trust.trusted();
    made.result.policy = name_of(trust.policy());
    for (const auto* skill : skills) {
        made.result.skills.push_back(
            {skill->qualified_name(), skill->file.string(), skill->digest, Trust::holds(trusted, *skill)});
    }
    made.result.changed = made.change ? made.change->skills : 0;
    made.result.trusted = trusted.skills.size();
    return made;
}

}  // namespace skillwake::daemon
