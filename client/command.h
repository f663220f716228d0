#pragma once

#include "client/eval_score.h"
#include "protocol/skill.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a command line asks for, as plain values: one struct a command.
namespace skillwake::client {

/// Flags of every command. Empty: not given.
struct CommonFlags {
    std::string socket;
    std::string cwd;
    bool json = false;
};

/// What to judge: a prompt, or a file as if it had just been read; neither: the prompt comes from stdin.
struct EventSource {
    std::optional<std::string> text;
    std::optional<std::string> file;
};

struct StatusCommand {};
struct ListCommand {
    bool shadowed = false;
};
struct ShowCommand {
    std::string name;
    bool all_triggers = false;
};
/// At most one of `section`, `lines` and `file`.
struct ReadCommand {
    std::string name;
    std::optional<std::string> section;
    std::optional<protocol::LineRange> lines;
    std::optional<std::string> file;
};
struct MatchCommand {
    EventSource source;
};
/// `match --jsonl`
struct MatchLinesCommand {};
struct ExplainCommand {
    EventSource source;
    std::optional<std::string> why_not;
};
struct InvokeCommand {
    std::string name;
    std::optional<std::string> args;
};
struct WatchCommand {};
/// At most one of both; neither: all sessions.
struct SessionsCommand {
    std::optional<std::string> show;
    std::optional<std::string> forget;
};
/// What was suggested, loaded and used; the newest first.
struct HistoryCommand {
    std::optional<std::string> session;
    std::optional<std::string> skill;
    std::optional<std::uint32_t> limit;
};
struct StatsCommand {};
struct ReloadCommand {};
struct StopCommand {};
struct StartCommand {
    std::vector<std::string> roots;  ///< empty: the daemon's standard roots
    std::string log_file;            ///< empty: no log
};
struct CheckCommand {
    std::vector<std::string> paths;
    std::string fail_on{};  ///< error, warning, advice; empty: as the daemon has it
    bool sarif = false;
};
/// Runs labelled cases; a share that is not given is no condition.
struct EvalCommand {
    std::vector<std::string> files;
    std::string skill;  ///< that a file without its own is about; empty: by the file's folder
    EvalLevel level = EvalLevel::Load;
    EvalThresholds thresholds;
};
/// Serves MCP on stdin and stdout.
struct McpCommand {};
/// Empty: not given.
struct HookCommand {
    std::string host;
    std::string deadline;
};
/// Empty `host`: list them.
struct InstallCommand {
    std::string host;
    bool write = false;
    bool project = false;  ///< the project's settings instead of the user's
    bool mcp = false;
};
struct UninstallCommand {
    std::string host;
    bool write = false;
    bool project = false;
};
struct DoctorCommand {};
struct VersionCommand {};

using Command =
    std::variant<StatusCommand, ListCommand, ShowCommand, ReadCommand, MatchCommand, MatchLinesCommand,
                 ExplainCommand, InvokeCommand, WatchCommand, SessionsCommand, HistoryCommand, StatsCommand,
                 ReloadCommand, StopCommand, StartCommand, CheckCommand, EvalCommand, McpCommand, HookCommand,
                 InstallCommand, UninstallCommand, DoctorCommand, VersionCommand>;

}  // namespace skillwake::client
