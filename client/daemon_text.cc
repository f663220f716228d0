#include "client/daemon_text.h"

#include "client/field_lines.h"
#include "client/skill_text.h"
#include "client/table.h"
#include "client/units.h"

namespace skillwake::client {
namespace {

std::string latency_text(const protocol::Latency& events) {
    if (events.count == 0) {
        return "none yet";
    }
    return std::to_string(events.count) + ", median " + microseconds_text(events.median_us) + ", p99 " +
           microseconds_text(events.p99_us) + ", longest " + microseconds_text(events.max_us);
}

std::string loop_text(const protocol::LoopStatus& loop) {
    return "busy " + microseconds_text(loop.median_us) + " a turn, p99 " + microseconds_text(loop.p99_us) +
           ", longest " + microseconds_text(loop.max_us) + " with " + microseconds_text(loop.work_max_us) +
           " of work; " + count_text(loop.over_5ms, "turn") + " over 5 ms";
}

Style style_of_state(const std::string& state) {
    if (state == "loaded") {
        return Style::Good;
    }
    return state == "loading" ? Style::Warn : Style::Dim;
}

std::string roots_text(const std::vector<protocol::RootStatus>& roots, const Look& look) {
    if (roots.empty()) {
        return "none: no session has asked for a folder yet, and no --root was given\n";
    }
    Table table({{"PATH", Align::Left, Cut::Begin},
                 {"SCOPE"},
                 {"STATE"},
                 {"CHANGES"},
                 {"SKILLS", Align::Right},
                 {"DIAGNOSTICS", Align::Right},
                 {"LOADS", Align::Right}});
    for (const auto& root : roots) {
        table.add({root.path,
                   root.scope,
                   {root.state, style_of_state(root.state)},
                   {root.watched, root.watched == "polling" ? Style::Warn : Style::Plain},
                   std::to_string(root.skills),
                   {std::to_string(root.diagnostics), root.diagnostics == 0 ? Style::Plain : Style::Warn},
                   std::to_string(root.loads)});
    }
    return table.text(look);
}

}  // namespace

std::string status_text(const protocol::StatusResult& status, const Look& look) {
    std::string out;
    append_field(out, "skillwaked", status.version + ", pid " + std::to_string(status.pid), look,
                 Style::Title);
    append_field(out, "socket", status.socket, look);
    append_field(out, "uptime", seconds_text(status.uptime_s), look);
    append_field(out, "skills",
                 std::to_string(status.skills) + ", generation " + std::to_string(status.generation), look);
    append_field(out, "sessions", std::to_string(status.sessions), look);
    append_field(out, "clients",
                 std::to_string(status.clients) + ", " + count_text(status.subscribers, "subscriber"), look);
    if (status.http) {
        append_field(out, "http", status.http->url + ", " + count_text(status.http->clients, "client"), look);
    }
    append_field(out, "events", latency_text(status.events), look);
    append_field(out, "loop", loop_text(status.loop), look);
    append_title(out, "roots", look);
    out.append(roots_text(status.roots, look));
    if (!status.diagnostics.empty()) {
        append_title(out, "diagnostics", look);
        out.append(diagnostics_text(status.diagnostics, look));
    }
    return out;
}

std::string sessions_text(const protocol::SessionListResult& list, const Look& look) {
    if (list.sessions.empty()) {
        return "no sessions\n";
    }
    Table table({{"SESSION"},
                 {"EVENTS", Align::Right},
                 {"LOADED", Align::Right},
                 {"IDLE", Align::Right},
                 {"CWD", Align::Left, Cut::Begin}});
    for (const auto& session : list.sessions) {
        table.add({session.session, std::to_string(session.events), std::to_string(session.loaded),
                   seconds_text(session.idle_s), session.cwd});
    }
    return table.text(look);
}

std::string session_text(const protocol::SessionShowResult& session, const Look& look) {
    std::string out;
    append_field(out, "session", session.summary.session, look, Style::Title);
    append_field(out, "cwd", session.summary.cwd, look);
    append_field(out, "events", std::to_string(session.summary.events), look);
    append_field(out, "idle", seconds_text(session.summary.idle_s), look);
    append_title(out, "ledger", look);
    if (session.ledger.empty()) {
        return out.append("nothing has been given to it\n");
    }
    Table table(
        {{"GIVEN"}, {"AGENT"}, {"SKILL"}, {"HOW"}, {"MODE"}, {"TOKENS", Align::Right}, {"HELD"}, {"DIGEST"}});
    for (const auto& entry : session.ledger) {
        table.add({local_time_text(entry.given_at),
                   entry.agent.empty() ? std::string("(main)") : entry.agent,
                   entry.skill,
                   entry.how,
                   std::string(protocol::name_of(entry.mode)),
                   std::to_string(entry.tokens),
                   entry.held ? Cell("yes", Style::Good) : Cell("lost", Style::Warn),
                   {entry.digest, Style::Dim}});
    }
    return out.append(table.text(look));
}

}  // namespace skillwake::client
