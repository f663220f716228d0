#include "daemon/given_content.h"

#include "daemon/harmless.h"
#include "skill/content.h"

#include <utility>

namespace skillwake::daemon {

std::string neutral(const skill::Skill& skill, std::string_view text) {
    return skill.suspicion.empty() ? harmless(text) : harmless(visible(text));
}

std::string given_content(const skill::Skill& skill, skill::Substitutions values) {
    auto content = skill::inline_content(skill, std::move(values));
    return skill.suspicion.empty() ? content : neutral(skill, content);
}

}  // namespace skillwake::daemon
