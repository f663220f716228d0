#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>

namespace skillwake::client {

enum class DaemonStart {
    Ours,    ///< it was started; whether it serves soon is not known
    Others,  ///< somebody else began to start one within the last kStartPause
};

/// Of those who find no daemon at `socket` at the same time, one starts it, detached as start_detached()
/// says; nobody waits for it. Errc::NotFound: no program skillwaked.
Result<DaemonStart> start_daemon(const std::string& socket, const std::filesystem::path& own_folder,
                                 const char* const* environment);

/// The value of a variable; empty: not set.
std::string_view environment_value(const char* const* environment, std::string_view name);

}  // namespace skillwake::client
