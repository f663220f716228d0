#pragma once

#include "protocol/decision.h"
#include "protocol/message.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

/// `session.list`, `session.show` and `session.forget`: what each conversation has been given.
namespace skillwake::protocol {

struct SessionSummary {
    std::string session;
    std::string cwd;
    std::uint64_t events = 0;
    std::uint64_t loaded = 0;  ///< skills that its agents still hold
    std::uint64_t idle_s = 0;

    static constexpr auto kFields =
        std::tuple(required("session", &SessionSummary::session), required("cwd", &SessionSummary::cwd),
                   required("events", &SessionSummary::events), required("loaded", &SessionSummary::loaded),
                   required("idle_s", &SessionSummary::idle_s));
};

struct SessionListResult {
    std::vector<SessionSummary> sessions;

    static constexpr auto kFields = std::tuple(required("sessions", &SessionListResult::sessions));
};

struct LedgerEntry {
    std::string agent;  ///< empty: the main agent
    std::string skill;
    std::string path;
    std::string digest;
    std::string how;  ///< automatic, mention, tool, typed, read, script
    std::uint64_t tokens = 0;
    std::int64_t given_at = 0;               ///< seconds since 1970, UTC
    bool held = true;                        ///< false: compaction lost it
    DeliveryMode mode = DeliveryMode::Full;  ///< how much of it; a line is no content

    static constexpr auto kFields =
        std::tuple(required("agent", &LedgerEntry::agent), required("skill", &LedgerEntry::skill),
                   required("path", &LedgerEntry::path), required("digest", &LedgerEntry::digest),
                   required("how", &LedgerEntry::how), required("tokens", &LedgerEntry::tokens),
                   required("given_at", &LedgerEntry::given_at), required("held", &LedgerEntry::held),
                   optional("mode", &LedgerEntry::mode));
};

struct SessionParams {
    std::string session;

    static constexpr auto kFields = std::tuple(required("session", &SessionParams::session));
};

struct SessionShowResult {
    SessionSummary summary;
    std::vector<LedgerEntry> ledger;

    static constexpr auto kFields = std::tuple(required("summary", &SessionShowResult::summary),
                                               required("ledger", &SessionShowResult::ledger));
};

struct SessionForgetResult {
    bool forgotten = false;

    static constexpr auto kFields = std::tuple(required("forgotten", &SessionForgetResult::forgotten));
};

}  // namespace skillwake::protocol
