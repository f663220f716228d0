#include "client/install/doctor.h"

#include "base/text.h"
#include "client/ask.h"
#include "client/daemon_start.h"
#include "client/install/change.h"
#include "client/install/places.h"
#include "client/install/replay.h"
#include "client/install/settings_file.h"
#include "client/install/shell_words.h"
#include "client/program_file.h"
#include "client/units.h"
#include "protocol/daemon.h"
#include "protocol/session.h"

#include <unistd.h>

#include <algorithm>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

/// Longer than any host waits in peace; a machine that is busy needs some of it.
constexpr std::chrono::seconds kReplayPatience{10};
constexpr std::chrono::milliseconds kSlow{1000};

bool can_run(const fs::path& file) {
    std::error_code failed;
    return fs::is_regular_file(file, failed) && ::access(file.c_str(), X_OK) == 0;
}

Check check_programs(const Context& context, const InstallPlaces& places) {
    const auto daemon = find_daemon(context.own_folder, environment_value(context.environment, "PATH"));
    if (!can_run(places.program)) {
        return {"programs", Health::Fail, places.program.string() + ": no program",
                "install skillwake again"};
    }
    if (!daemon) {
        return {"programs", Health::Fail, "no skillwaked beside skillwake or on PATH",
                "install skillwake again"};
    }
    return {"programs", Health::Ok, places.program.string() + ", " + daemon->string(), std::nullopt};
}

Check check_daemon(const Context& context) {
    std::error_code failed;
    if (fs::exists(context.socket, failed) && !fs::is_socket(context.socket, failed)) {
        return {"daemon", Health::Fail, context.socket + ": is no socket", "remove it"};
    }
    auto connection = connection_for(context);
    connection.set_patience(kReplayPatience);
    const auto hello = connection.call("hello", "{}");
    if (!hello) {
        const auto failure = connection.failure(hello.error());
        if (failure.code == ExitCode::NoDaemon) {
            return {"daemon", Health::Warn, "none listens at " + context.socket,
                    "the next hook starts one, or: skillwake start"};
        }
        return {"daemon", Health::Fail, failure.error.message, failure.hint};
    }
    const auto daemon = protocol::read_message<protocol::HelloResult>(*hello, "result");
    if (!daemon || daemon->version != SKILLWAKE_VERSION) {
        return {"daemon", Health::Fail,
                "skillwaked " + (daemon ? daemon->version : "of an unknown version") +
                    " runs, but skillwake is " SKILLWAKE_VERSION,
                "skillwake stop && skillwake start"};
    }
    return {"daemon", Health::Ok,
            "skillwaked " + daemon->version + " (pid " + std::to_string(daemon->pid) + ") answers at " +
                context.socket,
            std::nullopt};
}

/// Hooks log there, and the daemon keeps its ledger, unless it was told another place.
Check check_state(const Context& context) {
    const std::string chosen(environment_value(context.environment, "SKILLWAKE_STATE"));
    const auto folder = chosen.starts_with('/') ? fs::path(chosen) : state_folder(context.environment);
    if (folder.empty()) {
        return {"state", Health::Fail, "neither XDG_STATE_HOME nor HOME is an absolute path", "set HOME"};
    }
    auto there = folder;
    std::error_code failed;
    while (!fs::exists(there, failed) && there != there.parent_path()) {
        there = there.parent_path();
    }
    if (!fs::is_directory(there, failed) || ::access(there.c_str(), W_OK | X_OK) != 0) {
        return {"state", Health::Fail, there.string() + ": cannot be written", "chown or chmod it"};
    }
    return {"state", Health::Ok, folder.string() + (there == folder ? "" : " (made when it is needed)"),
            std::nullopt};
}

/// One a host, so that it tells which hook has reached the daemon.
std::string doctors_session(std::string_view host) {
    return "skillwake-doctor-" + std::to_string(::getpid()) + "-" + std::string(host);
}

/// A prompt as the host hands it to a hook.
std::string made_up_input(std::string_view host, const Context& context) {
    std::string json = R"({"hook_event_name":")";
    json.append(host == "gemini" ? "BeforeAgent" : "UserPromptSubmit").append(R"(","session_id":")");
    json.append(doctors_session(host)).append(R"(","prompt":"is anybody there?","cwd":)");
    protocol::append_json_string(json, request_cwd(context).value_or("/"));
    return json + "}\n";
}

/// What the host's hooks would see: ours, with the socket that was asked for.
std::vector<std::string> hook_environment(const Context& context) {
    std::vector<std::string> environment;
    for (const auto* entry = context.environment; *entry != nullptr; ++entry) {
        if (context.flags.socket.empty() || !std::string_view(*entry).starts_with("SKILLWAKE_SOCKET=")) {
            environment.emplace_back(*entry);
        }
    }
    if (!context.flags.socket.empty()) {
        environment.push_back("SKILLWAKE_SOCKET=" + context.socket);
    }
    return environment;
}

enum class Heard { Yes, Nothing, NoDaemon };

/// Whether a hook's session has reached the daemon; it is forgotten then.
Heard heard(std::string_view host, const Context& context) {
    auto connection = connection_for(context);
    connection.set_patience(kReplayPatience);
    const auto params = protocol::to_json(protocol::SessionParams{doctors_session(host)});
    const auto result = connection.call("session.forget", params);
    if (!result) {
        return Heard::NoDaemon;
    }
    const auto answer = protocol::read_message<protocol::SessionForgetResult>(*result, "result");
    return answer && answer->forgotten ? Heard::Yes : Heard::Nothing;
}

Check check_command(const std::string& name, std::string_view host, const std::string& command,
                    const std::string& mend, const Context& context) {
    const auto words = shell_words(command);
    if (!can_run(words.front())) {
        return {name, Health::Fail, words.front() + ": no program", mend};
    }
    const auto ran =
        replay(command, made_up_input(host, context), hook_environment(context), kReplayPatience);
    if (!ran) {
        return {name, Health::Fail, command + ": " + ran.error().message(),
                "the host would wait for it: see its log"};
    }
    auto check = judge_answer(name, ran->exit_code, ran->out, ran->took);
    if (check.health == Health::Ok && heard(host, context) == Heard::Nothing) {
        check.health = Health::Warn;
        check.message += ", but the daemon heard nothing of it";
        check.fix = "see hook.log in the state folder";
    }
    check.message = command + ": " + check.message;
    return check;
}

/// The programs of MCP servers of ours in one file.
std::vector<std::string> servers_in(const HostFile& file, std::string_view text) {
    std::vector<std::string> programs;
    for (const auto& entry : file.entries) {
        if (const auto* server = std::get_if<JsonEntry>(&entry)) {
            if (auto program = server_program(text, *server)) {
                programs.push_back(*std::move(program));
            }
        }
    }
    return programs;
}

/// One settings file in which something of ours is, or should be.
void check_file(std::vector<Check>& checks, const Host& host, const HostFile& file, bool wanted,
                const std::string& options, const Context& context) {
    const std::string name(host.name);
    const auto path = file.file.string();
    const auto mend = "skillwake install " + name + options + " --write";
    const auto state = installed_state(file);
    if (!state) {
        checks.push_back({name, Health::Fail, state.error().message(), "mend that file by hand"});
        return;
    }
    if (*state == Installed::No) {
        if (wanted) {
            checks.push_back({name, Health::Warn, "not installed in " + path, mend});
        }
        return;
    }
    checks.push_back(
        *state == Installed::Yes
            ? Check{name, Health::Ok, "installed in " + path, std::nullopt}
            : Check{name, Health::Warn, path + " differs from what this skillwake writes", mend});
    const auto text = read_settings(file.file);
    const auto known = text && *text ? **text : std::string();
    for (const auto& command : hook_commands(known)) {
        checks.push_back(check_command(name + " hook", host.name, command, mend, context));
    }
}

/// MCP servers of ours whose program is gone. That there is none is nobody's fault.
void check_servers(std::vector<Check>& checks, const Host& host, const InstallPlaces& places) {
    const auto files = host_files(host.name, Scope::User, Mcp::With, places);
    for (const auto& file : files ? *files : std::vector<HostFile>()) {
        const auto text = read_settings(file.file);
        for (const auto& program : servers_in(file, text && *text ? **text : "")) {
            if (!can_run(program)) {
                const std::string name(host.name);
                checks.push_back({name + " MCP", Health::Fail, program + ": no program",
                                  "skillwake install " + name + " --mcp --write"});
            }
        }
    }
}

void check_host(std::vector<Check>& checks, const Host& host, const InstallPlaces& places,
                const Context& context) {
    const auto files = host_files(host.name, Scope::User, Mcp::Without, places);
    if (!files) {
        checks.push_back(
            {std::string(host.name), Health::Fail, files.error().message(), "install skillwake again"});
        return;
    }
    for (const auto& file : *files) {
        check_file(checks, host, file, is_found(host.name, places), "", context);
    }
    const auto of_project = host_files(host.name, Scope::Project, Mcp::Without, places);
    for (const auto& file : of_project ? *of_project : std::vector<HostFile>()) {
        check_file(checks, host, file, false, " --scope project", context);
    }
    check_servers(checks, host, places);
}

}  // namespace

Check judge_answer(std::string name, int exit_code, const std::string& out, std::chrono::microseconds took) {
    const auto time = microseconds_text(static_cast<std::uint64_t>(took.count()));
    if (exit_code != 0) {
        return {std::move(name), Health::Fail, "exit code " + std::to_string(exit_code),
                "run it by hand, and see its words"};
    }
    protocol::JsonParser parser;
    const auto answer = parser.parse(out);
    if (!out.empty() && (!answer || answer->kind() != protocol::JsonValue::Kind::Object)) {
        return {std::move(name), Health::Fail, "its output is no JSON object",
                "is it this skillwake? install it again"};
    }
    if (took > kSlow) {
        return {std::move(name), Health::Warn, "took " + time, "is the machine busy? try again"};
    }
    return {std::move(name), Health::Ok, (out.empty() ? "nothing to say, in " : "answers in ") + time,
            std::nullopt};
}

std::vector<Check> examine(const Context& context) {
    const auto places = install_places(context);
    std::vector<Check> checks{check_programs(context, places), check_daemon(context), check_state(context)};
    for (const auto& host : hosts()) {
        check_host(checks, host, places, context);
    }
    return checks;
}

}  // namespace skillwake::client
