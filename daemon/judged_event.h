#pragma once

#include "daemon/catalogue.h"
#include "daemon/event_reader.h"
#include "daemon/mentions.h"
#include "daemon/skill_use.h"
#include "matcher/judge.h"
#include "protocol/event.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

/// What an event says to a workspace, before anybody's ledger or trust is asked. Made of const data alone: on
/// any thread.
struct JudgedEvent {
    /// `event` and `catalogue` must outlive it. `host`: the assistant that asks.
    JudgedEvent(const Catalogue& catalogue, const protocol::Event& event, std::string_view host,
                const PathBase& base, const matcher::Memory& memory, const matcher::Budget& budget);

    std::vector<SkillUsed> uses;
    EventReader reader;
    matcher::Judgement judgement;
    Mentions mentions;
};

/// Bytes of all texts in it: what reading and judging it costs goes with them.
std::size_t text_bytes(const protocol::Event& event);

/// The file that it is about, as the host wrote its path; empty: none.
std::string touched_path(const protocol::Event& event);

}  // namespace skillwake::daemon
