#include "client/history_text.h"

#include "base/text.h"
#include "client/table.h"
#include "client/units.h"

namespace skillwake::client {
namespace {

using protocol::HistoryAction;

Cell used_cell(const protocol::HistoryEntry& entry) {
    if (entry.action == HistoryAction::Used) {
        return Cell("", Style::Plain);
    }
    return entry.used ? Cell("yes", Style::Good) : Cell("no", Style::Dim);
}

std::string agent_text(const protocol::HistoryEntry& entry) {
    return entry.agent.empty() ? entry.session : entry.session + "/" + entry.agent;
}

}  // namespace

std::string history_text(const protocol::HistoryListResult& history, const Look& look) {
    if (history.entries.empty()) {
        return "no history\n";
    }
    Table table({{"AT"},
                 {"SESSION", Align::Left, Cut::Begin},
                 {"SKILL"},
                 {"ACTION"},
                 {"HOW"},
                 {"MODE"},
                 {"TOKENS", Align::Right},
                 {"USED"},
                 {"TRIGGERS"}});
    for (const auto& entry : history.entries) {
        table.add({local_time_text(entry.at), agent_text(entry), entry.skill,
                   std::string(protocol::name_of(entry.action)), entry.how,
                   entry.mode ? std::string(protocol::name_of(*entry.mode)) : std::string(),
                   std::to_string(entry.tokens), used_cell(entry), join(entry.triggers, ", ")});
    }
    return table.text(look);
}

std::string stats_text(const protocol::HistoryStatsResult& stats, const Look& look) {
    if (stats.skills.empty()) {
        return "no history\n";
    }
    const auto out = std::to_string(stats.entries) + (stats.entries == 1 ? " entry" : " entries") +
                     " since " + local_time_text(stats.since) + "\n\n";
    Table table({{"SKILL"},
                 {"TRIGGER"},
                 {"SUGGESTED", Align::Right},
                 {"LOADED", Align::Right},
                 {"USED", Align::Right},
                 {"UNAIDED", Align::Right},
                 {"TOKENS", Align::Right}});
    for (const auto& skill : stats.skills) {
        table.add({{skill.skill, Style::Title},
                   "",
                   std::to_string(skill.suggested),
                   std::to_string(skill.loaded),
                   std::to_string(skill.used),
                   std::to_string(skill.unaided),
                   std::to_string(skill.tokens)});
        for (const auto& trigger : skill.triggers) {
            table.add({"", trigger.trigger, std::to_string(trigger.suggested), std::to_string(trigger.loaded),
                       std::to_string(trigger.used), "", std::to_string(trigger.tokens)});
        }
    }
    return out + table.text(look);
}

}  // namespace skillwake::client
