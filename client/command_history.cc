#include "client/ask.h"
#include "client/history_text.h"
#include "client/run.h"

/// `history`, `stats`.
namespace skillwake::client {

ExitCode run(const HistoryCommand& command, const Context& context) {
    protocol::HistoryListParams params;
    params.session = command.session;
    params.skill = command.skill;
    params.limit = command.limit.value_or(params.limit);
    return ask<protocol::HistoryListResult>(
        context, "history.list", protocol::to_json(params),
        [&context](const auto& history) { return history_text(history, context.look); });
}

ExitCode run(const StatsCommand& /*command*/, const Context& context) {
    return ask<protocol::HistoryStatsResult>(context, "history.stats", "{}", [&context](const auto& stats) {
        return stats_text(stats, context.look);
    });
}

}  // namespace skillwake::client
