#pragma once

#include "client/look.h"
#include "protocol/skill.h"

#include <string>
#include <vector>

/// Skills for people: `list` and `show`.
namespace skillwake::client {

enum class ShownTriggers { Declared, All };

/// Where the reader is, so that paths are shown as he would write them. Both absolute; empty: unknown.
struct Seat {
    std::string cwd;
    std::string home;
};

std::string list_text(const protocol::ListResult& list, const Seat& seat, const Look& look);
/// Of `list --shadowed`: what stands in front of what, and which names are ambiguous.
std::string shadowed_text(const protocol::ListResult& list, const Seat& seat, const Look& look);
std::string show_text(const protocol::ShowResult& shown, ShownTriggers triggers, const Look& look);

/// "error path:line: message" and its fix, a line each.
std::string diagnostics_text(const std::vector<protocol::Diagnostic>& diagnostics, const Look& look);

}  // namespace skillwake::client
