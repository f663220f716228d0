#include "daemon/limits.h"

#include "skill/load.h"

namespace skillwake::daemon {

std::vector<protocol::Limit> describe(const Limits& limits) {
    return {{"frame_bytes", limits.frame_bytes},
            {"clients", limits.clients},
            {"write_queue_bytes", limits.write_queue_bytes},
            {"write_stall_ms", limits.write_stall_ms},
            {"sessions", limits.sessions},
            {"agents_per_session", limits.agents},
            {"skill_bytes", skill::kMaxSkillBytes},
            {"skills_per_root", limits.load.scan.skills},
            {"skills_per_turn", limits.turn.skills},
            {"tokens_per_turn", limits.turn.tokens},
            {"tokens_per_session", limits.session_tokens},
            {"history_entries", limits.history},
            {"http_clients", limits.http_clients},
            {"http_request_ms", limits.http_request_ms},
            {"watches", limits.watches},
            {"syntax_us", static_cast<std::uint64_t>(limits.budget.syntax.count())}};
}

}  // namespace skillwake::daemon
