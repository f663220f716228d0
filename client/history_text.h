#pragma once

#include "client/look.h"
#include "protocol/history.h"

#include <string>

/// What was suggested, loaded and used, for people: `history` and `stats`.
namespace skillwake::client {

std::string history_text(const protocol::HistoryListResult& history, const Look& look);
std::string stats_text(const protocol::HistoryStatsResult& stats, const Look& look);

}  // namespace skillwake::client
