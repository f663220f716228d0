#pragma once

#include "base/clock.h"
#include "daemon/catalogue.h"
#include "daemon/evidence_text.h"
#include "daemon/history.h"
#include "daemon/judged_event.h"
#include "daemon/limits.h"
#include "daemon/session.h"
#include "daemon/skill_use.h"
#include "daemon/trust.h"
#include "matcher/decide.h"
#include "protocol/decision.h"

#include <memory>

namespace skillwake::daemon {

inline constexpr std::uint32_t kMostRanked =
    1'000;  ///< ranked skills of an event's answer: the loop writes it

/// What one event of one agent is judged with. All of it must outlive the turn.
struct TurnContext {
    const Limits& limits;
    const Clock& clock;
    const PathBase& base;
    const Catalogue& catalogue;
    const Trust& trust;
    const protocol::EventParams& params;
    JudgedEvent& judged;
    AgentRecord& agent;
    History* history;  ///< null: without a session nothing is kept
};

/// One judged event of one agent: its answer, and what the ledger and the history note of it.
class Turn {
public:
    explicit Turn(const TurnContext& context) : context_(context) {}

    protocol::EventResult run();

private:
    void note_uses();
    void note_withheld(const matcher::Judgement& judgement);
    void decide(const matcher::Judgement& judgement);
    bool is_held(const skill::Skill& skill, matcher::Action action) const;
    matcher::TurnLimits turn_limits() const;

    void add_whole(const matcher::Judgement& judgement, const matcher::Decisions& decisions);
    void add_context(const matcher::Judgement& judgement, const matcher::Decisions& decisions);
    void add_ranked(const matcher::Judgement& judgement);
    void add_loaded(const matcher::Candidate& candidate, protocol::DeliveryMode mode, std::uint64_t tokens);
    void add_suggested(const matcher::Candidate& candidate, const protocol::Delivered* line);
    void deny(const matcher::Candidate& candidate);
    bool may_deny() const;

    const skill::Skill& skill_of(const matcher::Candidate& candidate) const;
    void note(const skill::Skill& skill, Given how, protocol::DeliveryMode mode, std::uint64_t tokens);
    void note_history(protocol::HistoryAction action, const skill::Skill& skill, Given how,
                      std::optional<protocol::DeliveryMode> mode, std::uint64_t tokens,
                      std::vector<std::string> triggers);

    const TurnContext& context_;
    protocol::EventResult result_;
    std::vector<std::string> notes_;  ///< lines that come first in a text of limited size
};

/// What a turn and the Skill tool write into the history alike.
struct HistoryNote {
    protocol::HistoryAction action = protocol::HistoryAction::Loaded;
    Given how = Given::Automatic;
    std::optional<protocol::DeliveryMode> mode;
    std::uint64_t tokens = 0;
    std::vector<std::string> triggers;  ///< none: the way it was given stands for them
};

/// A skill came to an agent: `history` notes it, and that what it was told of the skill before has served.
void write_history(History& history, const std::string& session, const std::string& agent,
                   const skill::Skill& skill, const HistoryNote& note, std::chrono::seconds at);

std::string_view type_of(const protocol::Event& event);

protocol::RankedSkill ranked_of(const Catalogue& catalogue, const matcher::Candidate& candidate);

}  // namespace skillwake::daemon
