#pragma once

#include "daemon/piece_index.h"
#include "matcher/evidence.h"
#include "protocol/text.h"
#include "skill/arguments.h"
#include "skill/skill.h"

#include <cstddef>
#include <memory>
#include <unordered_map>

namespace skillwake::daemon {

/// What a conversation gets of a skill, and its size.
struct Content {
    protocol::Text text;
    std::size_t tokens = 0;  ///< estimated
};

/// The contents that one root's skills have given, ready to be sent: the first answer makes one, all later
/// ones share it. So no load waits for texts that nobody will ask for, and what this holds is in proportion
/// to the texts of the root that were given. Loop thread only.
class ContentShelf {
public:
    /// As given_content(), from the shelf unless the values matter: arguments, or a text that says
    /// which session or project it is given to. `id`: of `skill` within the root.
    Content content(matcher::SkillId id, const skill::Skill& skill, const skill::Substitutions& values);

    /// The pieces of its text, for excerpts. `skill` must outlive the shelf.
    const PieceIndex& pieces(matcher::SkillId id, const skill::Skill& skill) {
        return pieces_.try_emplace(id, skill).first->second;
    }

private:
    struct Kept {
        std::shared_ptr<const protocol::TextWithJson> text;  ///< null: it varies with the session
        std::size_t tokens = 0;
    };
    std::unordered_map<matcher::SkillId, Kept> kept_;
    std::unordered_map<matcher::SkillId, PieceIndex> pieces_;
};

}  // namespace skillwake::daemon
