#pragma once

#include "client/exit_code.h"
#include "protocol/rpc.h"

#include <string>

namespace skillwake::client {

/// Why a command did not do what it was asked for.
struct Failure {
    ExitCode code = ExitCode::Failed;
    protocol::RpcError error;  ///< for --json
    std::string hint;          ///< further lines for people: what to do; may be empty
};

/// What the daemon answered, with the names that it offers instead of an unknown or ambiguous one.
Failure daemon_failure(const protocol::RpcError& error);

Failure local_failure(ExitCode code, std::string message);

/// "skillwake: ..." and its hints: whole lines, safe for a terminal.
std::string failure_text(const Failure& failure);

/// {"error":{"code","message","data"}}, without a line end.
std::string failure_json(const Failure& failure);

}  // namespace skillwake::client
