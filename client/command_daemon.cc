#include "client/ask.h"
#include "client/daemon_text.h"
#include "client/process.h"
#include "client/run.h"
#include "client/units.h"
#include "protocol/daemon.h"
#include "protocol/session.h"

#include <ostream>

/// `status`, `sessions`, `reload`, `stop`, `version`.
namespace skillwake::client {
namespace {

/// How long a daemon may take to finish what it does.
constexpr std::chrono::seconds kStopPatience{15};

/// The exit code says whether there was such a session, with --json too.
ExitCode forget_session(const std::string& session, const Context& context) {
    auto connection = connection_for(context);
    const auto result =
        connection.call("session.forget", protocol::to_json(protocol::SessionParams{session}));
    if (!result) {
        return report(context, connection.failure(result.error()));
    }
    const auto answer = protocol::read_message<protocol::SessionForgetResult>(*result, "result");
    if (!answer) {
        return report(context, not_understood(answer.error()));
    }
    if (context.flags.json) {
        context.out << result->text() << '\n';
    } else if (answer->forgotten) {
        context.out << "forgotten\n";
    } else {
        context.err << "skillwake: no such session: 'skillwake sessions' lists them\n";
    }
    return answer->forgotten ? ExitCode::Done : ExitCode::NotFound;
}

/// Waits for the process too: who starts the next one, or removes its folder, must not meet this one.
Status wait_until_gone(Connection& connection, pid_t pid) {
    const auto begun = std::chrono::steady_clock::now();
    if (auto closed = connection.wait_until_closed(kStopPatience); !closed) {
        return closed;
    }
    const auto spent = std::chrono::steady_clock::now() - begun;
    return wait_for_exit(pid, std::chrono::ceil<std::chrono::milliseconds>(kStopPatience - spent));
}

}  // namespace

ExitCode run(const StatusCommand& /*command*/, const Context& context) {
    return ask<protocol::StatusResult>(context, "daemon.status", "{}", [&context](const auto& status) {
        return status_text(status, context.look);
    });
}

ExitCode run(const SessionsCommand& command, const Context& context) {
    if (command.forget) {
        return forget_session(*command.forget, context);
    }
    if (command.show) {
        const auto params = protocol::to_json(protocol::SessionParams{*command.show});
        return ask<protocol::SessionShowResult>(
            context, "session.show", params,
            [&context](const auto& shown) { return session_text(shown, context.look); });
    }
    return ask<protocol::SessionListResult>(context, "session.list", "{}", [&context](const auto& list) {
        return sessions_text(list, context.look);
    });
}

ExitCode run(const ReloadCommand& /*command*/, const Context& context) {
    return ask<protocol::ReloadResult>(context, "daemon.reload", "{}",
                                       [](const protocol::ReloadResult& result) {
                                           return "reading " + count_text(result.roots, "root") + " again\n";
                                       });
}

ExitCode run(const StopCommand& /*command*/, const Context& context) {
    auto connection = connection_for(context);
    const auto hello = connection.call("hello", "{}");
    if (!hello) {
        return report(context, connection.failure(hello.error()));
    }
    const auto daemon = protocol::read_message<protocol::HelloResult>(*hello, "result");
    if (!daemon) {
        return report(context, not_understood(daemon.error()));
    }
    const auto stopping = connection.call("daemon.stop", "{}");
    if (!stopping) {
        return report(context, connection.failure(stopping.error()));
    }
    const auto answer = stopping->text();
    if (const auto gone = wait_until_gone(connection, static_cast<pid_t>(daemon->pid)); !gone) {
        return report(context, local_failure(ExitCode::Failed, gone.error().message()));
    }
    context.out << (context.flags.json ? answer
                                       : "skillwaked stopped (pid " + std::to_string(daemon->pid) + ")")
                << '\n';
    return ExitCode::Done;
}

ExitCode run(const VersionCommand& /*command*/, const Context& context) {
    auto connection = connection_for(context);
    const auto hello = connection.call("hello", "{}");
    if (context.flags.json) {
        context.out << R"({"version":")" SKILLWAKE_VERSION R"(","protocol":)" << protocol::kProtocolVersion
                    << R"(,"daemon":)" << (hello ? hello->text() : "null") << "}\n";
        return ExitCode::Done;
    }
    context.out << "skillwake " SKILLWAKE_VERSION "\n";
    if (!hello) {
        return ExitCode::Done;  // no daemon is no news here
    }
    if (const auto daemon = protocol::read_message<protocol::HelloResult>(*hello, "result")) {
        context.out << "skillwaked " << daemon->version << " (pid " << daemon->pid << ")\n";
    }
    return ExitCode::Done;
}

}  // namespace skillwake::client
