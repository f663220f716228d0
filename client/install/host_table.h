#pragma once

#include "client/install/hosts.h"

#include <string_view>
#include <vector>

/// What we know of each host's files, as data; docs/install.md tells it to people.
namespace skillwake::client {

/// A path below the first of these variables that is set.
struct Place {
    std::string_view variable;
    std::string_view below;
};

/// How a host writes down an MCP server.
enum class ServerShape {
    Plain,     ///< {"command": "...", "args": [...]}
    Typed,     ///< the same with "type": "stdio"
    OpenCode,  ///< {"type": "local", "command": [...], "enabled": true}
    Toml,      ///< [key.skillwake]
};

/// Names of files are relative to the settings folder, of a project's MCP file to its root; empty: it has
/// none.
struct HostPlan {
    Host host;
    std::vector<Place> folder;
    std::string_view project_folder;
    std::string_view hooks_file = {};
    std::vector<HookEvent> events = {};
    bool in_milliseconds = false;  ///< timeouts of hooks
    bool named = false;            ///< its hooks have names
    std::string_view plugin_file = {};
    std::string_view server_file = {};
    std::vector<Place> server_place = {};  ///< for one that lies elsewhere
    std::string_view project_server_file = {};
    std::string_view server_key = {};
    ServerShape shape = ServerShape::Plain;
};

const std::vector<HostPlan>& host_plans();

}  // namespace skillwake::client
