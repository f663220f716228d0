#include "daemon/options.h"

#include <CLI/CLI.hpp>

namespace skillwake::daemon {
namespace {

constexpr const char* kAbout =
    "skillwaked decides which skills a conversation with an AI coding assistant needs.\n"
    "It serves a Unix socket in the foreground; 'skillwake start' runs it in the background.\n";

constexpr const char* kFooter =
    "Signals: SIGTERM and SIGINT stop it, SIGHUP reads all skills again.\n"
    "Exit codes: 0 stopped as asked, 1 cannot serve (another daemon does, or the socket or log cannot be "
    "opened), "
    "2 wrong command line.\n"
    "Example: skillwaked --root ./skills --socket /tmp/try/skillwake.sock --log-level debug";

}  // namespace

std::variant<Options, Exit> read_options(int argc, char** argv) {
    Options options;
    CLI::App app(kAbout, "skillwaked");
    app.footer(kFooter);
    app.set_version_flag("--version", SKILLWAKE_VERSION);
    app.add_option("--root", options.roots, "Folder with skills; repeatable; replaces the standard folders")
        ->type_name("DIR");
    app.add_option("--socket", options.socket,
                   "Where to listen (else $SKILLWAKE_SOCKET, $XDG_RUNTIME_DIR/skillwake/skillwake.sock)")
        ->type_name("PATH");
    app.add_option("--log-file", options.log.file, "Log to this file, rotated, instead of stderr")
        ->type_name("FILE");
    app.add_option("--log-level", options.log.level, "trace, debug, info, warn, error or off")
        ->type_name("LEVEL");
    auto* state = app.add_option("--state", options.state.folder,
                                 "Folder of the ledger's database (else $SKILLWAKE_STATE, "
                                 "$XDG_STATE_HOME/skillwake, ~/.local/state/skillwake)")
                      ->type_name("DIR");
    app.add_flag("--no-state", options.state.none, "Keep the ledger in memory only")->excludes(state);
    app.add_flag_callback(
        "--guardrails", [&options] { options.limits.guardrails = Guardrails::On; },
        "Let tools wait once for skills whose authors insist on it (activation: enforcement: block)");
    auto* http = app.add_option("--http", options.http,
                                "Also take hooks by HTTP on this port of the loopback; 0: a free one")
                     ->type_name("PORT");
    app.add_option(
           "--http-token-file", options.http_token_file,
           "The secret of those who may post, mode 0600; made where there is none (else http-token in the "
           "folder of the ledger's database)")
        ->type_name("FILE")
        ->needs(http);
    auto& limits = options.limits;
    app.add_option("--max-frame-bytes", limits.frame_bytes, "Longest line of a client")
        ->capture_default_str();
    app.add_option("--max-clients", limits.clients, "Clients connected at once")->capture_default_str();
    app.add_option("--max-stall-ms", limits.write_stall_ms,
                   "How long a client may leave its answers lying; then it is dropped")
        ->capture_default_str();
    app.add_option("--max-sessions", limits.sessions, "Conversations that are remembered")
        ->capture_default_str();
    app.add_option("--max-skills", limits.turn.skills, "Skills loaded by one event")->capture_default_str();
    app.add_option("--max-tokens", limits.turn.tokens, "Tokens loaded by one event")->capture_default_str();
    app.add_option("--max-session-tokens", limits.session_tokens,
                   "Tokens loaded unasked into one agent of a session")
        ->capture_default_str();
    app.add_option("--max-history", limits.history, "Entries of the history that are kept")
        ->capture_default_str();
    app.add_option("--max-http-clients", limits.http_clients, "Clients of HTTP connected at once")
        ->capture_default_str();
    app.add_option("--http-request-ms", limits.http_request_ms,
                   "How long a client of HTTP may take for a request")
        ->check(CLI::Range(std::size_t{1}, std::size_t{3'600'000}))
        ->capture_default_str();
    app.add_option("--scan-depth", limits.scan.depth, "Folders below a root that are read")
        ->capture_default_str();
    auto* check = app.add_option("--check", options.check.paths,
                                 "Check these skills or folders, print what is wrong, and end")
                      ->type_name("PATH")
                      ->expected(1, -1);
    auto* json = app.add_flag_callback(
                        "--json", [&options] { options.check.format = CheckFormat::Json; },
                        "With --check: one JSON object")
                     ->needs(check);
    app.add_flag_callback(
           "--sarif", [&options] { options.check.format = CheckFormat::Sarif; },
           "With --check: SARIF 2.1.0, for review pages of code hosts")
        ->needs(check)
        ->excludes(json);
    app.add_option_function<std::string>(
           "--fail-on",
           [&options](const std::string& level) { options.check.fail_on = *read_severity(level); },
           "With --check: the mildest level that makes the exit code 1: error, warning or advice")
        ->type_name("LEVEL")
        ->check(CLI::IsMember({"error", "warning", "advice"}))
        ->needs(check);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        constexpr int kUsage = 2;
        return Exit{app.exit(error) == 0 ? 0 : kUsage};
    }
    return options;
}

}  // namespace skillwake::daemon
