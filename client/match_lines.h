#pragma once

#include "client/exit_code.h"
#include "protocol/json.h"
#include "protocol/rpc.h"

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>

/// `match --jsonl`: lines of events in, lines of decisions out. Outside tools drive it: its form is a
/// contract.
namespace skillwake::client {

/// Longest line that is tried; the daemon's own limit may be lower.
inline constexpr std::size_t kMaxMatchLineBytes = std::size_t{64} << 20U;

/// How many ranked skills a line gets at the most.
inline constexpr unsigned kRankedSkills = 10;

/// The request for one line.
struct LineRequest {
    protocol::RawJson id{"null"};
    std::string params;  ///< of `session.event`
};

/// A line that cannot be asked for, or was refused.
struct LineError {
    protocol::RawJson id{"null"};  ///< as far as it could be read
    protocol::RpcError error;
};

/// {"id", "prompt"} or {"id", "event"}, optional "session", "agent", "cwd" (else `cwd`; empty: none is sent).
std::variant<LineRequest, LineError> read_match_line(protocol::JsonParser& parser, std::string_view line,
                                                     std::string_view cwd);

/// {"id","ranked","loaded","suggested","elapsed_us"}, of the result of `session.event`; without a line end.
std::string match_answer_line(const protocol::RawJson& id, protocol::JsonValue result);

/// {"id","error":{"code","message"}}, without a line end.
std::string match_error_line(const LineError& failed);

/// Nobody is there to ask: the run ends.
struct NobodyThere {};
using EventAnswer = std::variant<protocol::JsonValue, protocol::RpcError, NobodyThere>;
/// Sends `params` as `session.event`.
using AskEvent = std::function<EventAnswer(std::string_view params_json)>;

/// Answers each line of `in` on `out`, in order, flushed at once; blank lines are skipped.
/// Failed when a line got an error; NoDaemon when the run ended early.
ExitCode run_match_lines(std::istream& in, std::ostream& out, std::string_view cwd, const AskEvent& ask);

}  // namespace skillwake::client
