#pragma once

#include <string>
#include <vector>

namespace skillwake::client {

/// What of `environment` ("NAME=value", ended by nullptr) a daemon gets that outlives its caller: where the
/// user's files and skills are, and his language. No tokens or keys of the shell that happened to start it.
std::vector<std::string> daemon_environment(const char* const* environment);

}  // namespace skillwake::client
