#pragma once

#include "client/command.h"
#include "client/context.h"
#include "client/exit_code.h"

/// The commands: each does what its --help says.
namespace skillwake::client {

ExitCode run(const StatusCommand& command, const Context& context);
ExitCode run(const ListCommand& command, const Context& context);
ExitCode run(const ShowCommand& command, const Context& context);
ExitCode run(const ReadCommand& command, const Context& context);
ExitCode run(const MatchCommand& command, const Context& context);
ExitCode run(const MatchLinesCommand& command, const Context& context);
ExitCode run(const ExplainCommand& command, const Context& context);
ExitCode run(const InvokeCommand& command, const Context& context);
ExitCode run(const WatchCommand& command, const Context& context);
ExitCode run(const SessionsCommand& command, const Context& context);
ExitCode run(const HistoryCommand& command, const Context& context);
ExitCode run(const StatsCommand& command, const Context& context);
ExitCode run(const ReloadCommand& command, const Context& context);
ExitCode run(const StopCommand& command, const Context& context);
ExitCode run(const TrustCommand& command, const Context& context);
ExitCode run(const StartCommand& command, const Context& context);
ExitCode run(const CheckCommand& command, const Context& context);
ExitCode run(const EvalCommand& command, const Context& context);
ExitCode run(const McpCommand& command, const Context& context);
ExitCode run(const HookCommand& command, const Context& context);
ExitCode run(const InstallCommand& command, const Context& context);
ExitCode run(const UninstallCommand& command, const Context& context);
ExitCode run(const DoctorCommand& command, const Context& context);
ExitCode run(const VersionCommand& command, const Context& context);

}  // namespace skillwake::client
