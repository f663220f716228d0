#include "daemon/content_shelf.h"

#include "base/text.h"
#include "daemon/given_content.h"
#include "skill/content.h"

#include <string>
#include <utility>

namespace skillwake::daemon {
namespace {

Content made_for(const skill::Skill& skill, const skill::Substitutions& values) {
    auto text = given_content(skill, values);
    const auto tokens = estimate_tokens(text);
    return {protocol::Text(std::move(text)), tokens};
}

}  // namespace

Content ContentShelf::content(matcher::SkillId id, const skill::Skill& skill,
                              const skill::Substitutions& values) {
    if (values.arguments) {
        return made_for(skill, values);
    }
    const auto [place, is_new] = kept_.try_emplace(id);
    auto& kept = place->second;
    if (is_new && !skill::content_varies(skill)) {
        kept.text = std::make_shared<const protocol::TextWithJson>(given_content(skill, {}));
        kept.tokens = estimate_tokens(kept.text->plain);
    }
    return kept.text ? Content{protocol::Text(kept.text), kept.tokens} : made_for(skill, values);
}

}  // namespace skillwake::daemon
