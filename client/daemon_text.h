#pragma once

#include "client/look.h"
#include "protocol/daemon.h"
#include "protocol/session.h"

#include <string>

/// The daemon and its sessions for people: `status` and `sessions`.
namespace skillwake::client {

std::string status_text(const protocol::StatusResult& status, const Look& look);
std::string sessions_text(const protocol::SessionListResult& list, const Look& look);
std::string session_text(const protocol::SessionShowResult& session, const Look& look);

}  // namespace skillwake::client
