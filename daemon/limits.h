#pragma once

#include "daemon/overlay.h"
#include "daemon/trust.h"
#include "matcher/decide.h"
#include "matcher/index.h"
#include "protocol/daemon.h"
#include "skill/load.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace skillwake::daemon {

/// Whether tools wait for skills whose authors insist on them (activation.enforcement).
enum class Guardrails { Off, On };

/// What the loop's own thread may take on; the rest is for a worker, and others are heard meanwhile.
struct LoopShare {
    std::size_t line_bytes = 64U << 10U;      ///< of a line that it reads
    std::size_t event_bytes = 16U << 10U;     ///< of texts in an event that it judges
    std::chrono::microseconds syntax{1'500};  ///< for the sources of such an event
    std::size_t listed = 400;                 ///< skills and diagnostics that an answer lists
};

/// Everything that grows, and how far it may. Flags of the daemon set those that users need to.
struct Limits {
    std::size_t frame_bytes = 16U << 20U;        ///< one line of a client
    std::size_t clients = 10'000;                ///< connected at once; a few more may ask for the status
    std::size_t write_queue_bytes = 64U << 20U;  ///< unsent answers of one client; then it is dropped
    std::size_t write_stall_ms = 30'000;         ///< that a client takes nothing; then it is dropped
    std::size_t sessions = 1'000;                ///< remembered; the longest unused is forgotten first
    std::size_t agents = 64;                     ///< of one session; the longest unused is forgotten first
    std::uint64_t session_tokens = 60'000;       ///< loaded unasked into one agent of a session
    std::size_t history = 10'000;                ///< entries; the oldest goes first
    std::size_t http_clients = 64;               ///< of HTTP, connected at once; further ones are closed
    std::size_t http_request_ms = 10'000;        ///< until a request of HTTP is whole; then it is dropped
    std::size_t watches = 500'000;               ///< folders of all roots; beyond it roots are polled
    Guardrails guardrails = Guardrails::Off;
    ProjectTrust project_trust = ProjectTrust::Host;
    skill::LoadOptions load;
    OverlayLimits overlay;
    matcher::TurnLimits turn;
    matcher::Budget budget;
    std::optional<LoopShare> loop;  ///< absent: all is done where it is asked
};

/// Those of them that clients may want to know.
std::vector<protocol::Limit> describe(const Limits& limits);

}  // namespace skillwake::daemon
