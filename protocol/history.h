#pragma once

#include "protocol/decision.h"
#include "protocol/message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

/// `history.list` and `history.stats`: what was suggested, loaded and used, over all sessions. Holds names of
/// skills and triggers, never the text of a prompt or file.
namespace skillwake::protocol {

enum class HistoryAction { Suggested, Loaded, Used };
template <>
struct EnumNames<HistoryAction> {
    static constexpr std::array kNames = {std::pair{HistoryAction::Suggested, "suggested"},
                                          std::pair{HistoryAction::Loaded, "loaded"},
                                          std::pair{HistoryAction::Used, "used"}};
};

struct HistoryEntry {
    std::uint64_t id = 0;  ///< grows
    std::int64_t at = 0;   ///< seconds since 1970, UTC
    std::string session;
    std::string agent;  ///< empty: the main agent
    std::string skill;  ///< qualified name
    HistoryAction action = HistoryAction::Suggested;
    std::string how;                    ///< automatic, mention, tool, typed, read, script
    std::optional<DeliveryMode> mode;   ///< how much was given; absent: a suggestion without a text
    std::vector<std::string> triggers;  ///< the strongest first: "import asyncio"
    std::uint64_t tokens = 0;           ///< estimated, of what was given
    bool used = false;                  ///< of what was suggested or loaded: the agent took it up afterwards

    static constexpr auto kFields =
        std::tuple(required("id", &HistoryEntry::id), required("at", &HistoryEntry::at),
                   required("session", &HistoryEntry::session), required("agent", &HistoryEntry::agent),
                   required("skill", &HistoryEntry::skill), required("action", &HistoryEntry::action),
                   required("how", &HistoryEntry::how), optional("mode", &HistoryEntry::mode),
                   optional("triggers", &HistoryEntry::triggers), optional("tokens", &HistoryEntry::tokens),
                   optional("used", &HistoryEntry::used));
};

struct HistoryListParams {
    std::optional<std::string> session;  ///< only this one's
    std::optional<std::string> skill;    ///< only this one's: a qualified or plain name, in any case
    std::uint32_t limit = 50;            ///< entries at the most

    static constexpr auto kFields = std::tuple(optional("session", &HistoryListParams::session),
                                               optional("skill", &HistoryListParams::skill),
                                               optional("limit", &HistoryListParams::limit));
};

struct HistoryListResult {
    std::vector<HistoryEntry> entries;  ///< the newest first

    static constexpr auto kFields = std::tuple(required("entries", &HistoryListResult::entries));
};

struct TriggerStats {
    std::string trigger;
    std::uint64_t suggested = 0;
    std::uint64_t loaded = 0;
    std::uint64_t used = 0;    ///< of both: how often the agent took the skill up afterwards
    std::uint64_t tokens = 0;  ///< that were loaded

    static constexpr auto kFields =
        std::tuple(required("trigger", &TriggerStats::trigger),
                   required("suggested", &TriggerStats::suggested), required("loaded", &TriggerStats::loaded),
                   required("used", &TriggerStats::used), required("tokens", &TriggerStats::tokens));
};

struct SkillStats {
    std::string skill;
    std::uint64_t suggested = 0;
    std::uint64_t loaded = 0;
    std::uint64_t used = 0;
    std::uint64_t unaided = 0;  ///< uses that nothing of ours came before
    std::uint64_t tokens = 0;
    std::vector<TriggerStats> triggers;  ///< an entry counts for each of its triggers

    static constexpr auto kFields =
        std::tuple(required("skill", &SkillStats::skill), required("suggested", &SkillStats::suggested),
                   required("loaded", &SkillStats::loaded), required("used", &SkillStats::used),
                   required("unaided", &SkillStats::unaided), required("tokens", &SkillStats::tokens),
                   required("triggers", &SkillStats::triggers));
};

struct HistoryStatsResult {
    std::uint64_t entries = 0;       ///< that were counted: all that are kept
    std::int64_t since = 0;          ///< of the oldest of them, seconds since 1970; 0: there is none
    std::vector<SkillStats> skills;  ///< those most often loaded first

    static constexpr auto kFields = std::tuple(required("entries", &HistoryStatsResult::entries),
                                               required("since", &HistoryStatsResult::since),
                                               required("skills", &HistoryStatsResult::skills));
};

}  // namespace skillwake::protocol
