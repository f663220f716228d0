#include "client/ask.h"
#include "client/decision_text.h"
#include "client/event_source.h"
#include "client/match_lines.h"
#include "client/run.h"
#include "client/units.h"
#include "protocol/decision.h"

#include <ctime>
#include <istream>

/// `match`, `explain`, `watch`.
namespace skillwake::client {
namespace {

EventAnswer ask_event(Connection& connection, std::string_view params_json) {
    auto result = connection.call("session.event", params_json);
    if (!result && !connection.answered() && !connection.unreachable()) {
        // The line before may have cost us the connection, by its length: this one is not to blame.
        result = connection.call("session.event", params_json);
    }
    if (result) {
        return *result;
    }
    if (connection.unreachable()) {
        return NobodyThere{};
    }
    return connection.failure(result.error()).error;
}

/// What a line of a subscription tells; empty: nothing that we know.
std::string told_text(protocol::JsonValue line, const Look& look) {
    const auto time = local_time_text(std::time(nullptr));
    const auto method = line.member("method");
    const auto params = line.member("params");
    if (!method || !params) {
        return {};
    }
    if (method->string() == "catalogue") {
        const auto note = protocol::read_message<protocol::CatalogueNote>(*params, "params");
        return note ? catalogue_text(*note, time) : "";
    }
    const auto note = protocol::read_message<protocol::DecisionNote>(*params, "params");
    return note ? note_text(*note, time, look) : "";
}

void print_told(const Context& context, protocol::JsonValue line) {
    const auto params = line.member("params");
    if (context.flags.json && params) {
        context.out << params->text() << '\n' << std::flush;
    } else if (!context.flags.json) {
        context.out << told_text(line, context.look) << std::flush;
    }
}

}  // namespace

ExitCode run(const MatchCommand& command, const Context& context) {
    auto event = read_event(command.source, context);
    if (const auto* failed = std::get_if<Failure>(&event)) {
        return report(context, *failed);
    }
    protocol::EventParams params;  // without a session: nothing is kept
    params.cwd = request_cwd(context);
    params.event = std::get<protocol::Event>(std::move(event));
    params.content = protocol::ContentMode::None;
    params.ranked = kRankedSkills;
    return ask<protocol::EventResult>(
        context, "session.event", protocol::to_json(params),
        [&context](const auto& result) { return match_text(result, context.look); });
}

ExitCode run(const MatchLinesCommand& /*command*/, const Context& context) {
    auto connection = connection_for(context);
    const auto code = run_match_lines(
        context.in, context.out, request_cwd(context).value_or(""),
        [&connection](std::string_view params_json) { return ask_event(connection, params_json); });
    if (code == ExitCode::NoDaemon) {
        context.err << failure_text(connection.failure(Error(Errc::Unavailable, "the daemon has gone")));
    }
    return code;
}

ExitCode run(const ExplainCommand& command, const Context& context) {
    auto event = read_event(command.source, context);
    if (const auto* failed = std::get_if<Failure>(&event)) {
        return report(context, *failed);
    }
    protocol::ExplainParams params;
    params.cwd = request_cwd(context);
    params.event = std::get<protocol::Event>(std::move(event));
    params.why_not = command.why_not;
    return ask<protocol::ExplainResult>(
        context, "match.explain", protocol::to_json(params),
        [&context](const auto& result) { return explain_text(result, context.look); });
}

ExitCode run(const WatchCommand& /*command*/, const Context& context) {
    auto connection = connection_for(context);
    if (const auto subscribed = connection.call("daemon.subscribe", "{}"); !subscribed) {
        return report(context, connection.failure(subscribed.error()));
    }
    protocol::JsonParser parser;
    for (;;) {
        const auto line = connection.next_line();
        if (!line) {
            context.err << "skillwake: " << line.error().message() << '\n';
            return ExitCode::Done;
        }
        if (const auto told = parser.parse(*line)) {
            print_told(context, *told);
        }
        if (!context.out) {
            return ExitCode::Failed;
        }
    }
}

}  // namespace skillwake::client
