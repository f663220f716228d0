#pragma once

#include "client/look.h"
#include "protocol/daemon.h"
#include "protocol/decision.h"

#include <string>
#include <string_view>

/// Decisions for people: `match`, `explain` and `watch`.
namespace skillwake::client {

std::string match_text(const protocol::EventResult& result, const Look& look);
std::string explain_text(const protocol::ExplainResult& result, const Look& look);

/// A line about roots that were read anew; `time` as below.
std::string catalogue_text(const protocol::CatalogueNote& note, std::string_view time);

/// One line with its line end; `time`: when it was made, or came.
std::string note_text(const protocol::DecisionNote& note, std::string_view time, const Look& look);

}  // namespace skillwake::client
