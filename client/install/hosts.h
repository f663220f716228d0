#pragma once

#include "base/result.h"
#include "client/install/entry.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The assistants that we can be installed into: which of their files we write, and what.
namespace skillwake::client {

struct Host {
    std::string_view name;
    std::string_view title;
    std::string_view program;  ///< that people start
    std::string_view note;     ///< what is left to do after an install; may be empty
};

/// In the order in which people see them.
std::vector<Host> hosts();

enum class Scope { User, Project };
/// Whether the MCP server is wanted too. Hosts that have neither hooks nor plugins get it always.
enum class Mcp { Without, With };

/// Where things lie on this machine. Borrows the environment.
struct InstallPlaces {
    const char* const* environment = nullptr;  ///< HOME, and what hosts let people set
    std::filesystem::path project;             ///< its root
    std::filesystem::path program;             ///< the installed skillwake, absolute
    std::filesystem::path data;                ///< our share/: holds skillwake/ and systemd/
};

struct HostFile {
    std::filesystem::path file;
    std::vector<Entry> entries;
};

/// The files that an install touches, each once. Errc::NotFound: no such host. Errc::Invalid: it has no such
/// scope, or HOME is not set. What we ship and cannot be read is an error too.
Result<std::vector<HostFile>> host_files(std::string_view host, Scope scope, Mcp mcp,
                                         const InstallPlaces& places);

/// The command that the host's hooks run; empty: it has none.
std::string hook_command(std::string_view host, const InstallPlaces& places);

/// Whether the host seems to be used here: its settings folder is there, or its program is on PATH.
bool is_found(std::string_view host, const InstallPlaces& places);

/// systemd's user units for the daemon.
Result<std::vector<HostFile>> systemd_files(const InstallPlaces& places);

/// Where the daemon keeps its ledger and hooks log; empty: neither XDG_STATE_HOME nor HOME is an absolute
/// path.
std::filesystem::path state_folder(const char* const* environment);

}  // namespace skillwake::client
