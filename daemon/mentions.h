#pragma once

#include "daemon/catalogue.h"
#include "matcher/judge.h"
#include "protocol/decision.h"

#include <vector>

namespace skillwake::daemon {

/// The mentions of a prompt that name no skill, or several.
struct Mentions {
    std::vector<protocol::UnknownMention> unknown;
    std::vector<protocol::AmbiguousMention> ambiguous;
};

/// Looks up the mentions of the judged prompt: the skills that they name come in front of all other
/// candidates, to be loaded. `#name` means the steering file of that name; what else it may be is no mention.
Mentions resolve_mentions(const Catalogue& catalogue, matcher::Judgement& judgement);

}  // namespace skillwake::daemon
