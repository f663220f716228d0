#include "daemon/options.h"

#include <CLI/CLI.hpp>
#include <map>

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

/// Names are checked by the transformer: an unknown one is a usage error.
const std::map<std::string, skill::Precedence> kProfiles = {{"spec", skill::Precedence::Spec},
                                                            {"claude", skill::Precedence::Claude},
                                                            {"codex", skill::Precedence::Codex}};

}  // namespace

std::variant<Options, Exit> read_options(int argc, char** argv) {
    Options options;
    CLI::App app(kAbout, "skillwaked");
    app.footer(kFooter);
    app.set_version_flag("--version", SKILLWAKE_VERSION);
    app.add_option("--root", options.roots, "Folder with skills; repeatable; replaces the standard folders")
        ->type_name("DIR");
    app.add_option("--plugins", options.plugins,
                   "Plugin, marketplace or folder of such, beside those that are installed; repeatable")
        ->type_name("DIR");
    app.add_option("--precedence", options.precedence,
                   "Whose rules say which of two skills of one name counts: spec, claude or codex")
        ->transform(CLI::CheckedTransformer(kProfiles))
        ->type_name("PROFILE");
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
    auto& limits = options.limits;
    app.add_option("--max-frame-bytes", limits.frame_bytes, "Longest line of a client")
        ->capture_default_str();
    app.add_option("--max-clients", limits.clients, "Clients connected at once")->capture_default_str();
    app.add_option("--max-sessions", limits.sessions, "Conversations that are remembered")
        ->capture_default_str();
    app.add_option("--max-skills", limits.turn.skills, "Skills loaded by one event")->capture_default_str();
    app.add_option("--max-tokens", limits.turn.tokens, "Tokens loaded by one event")->capture_default_str();
    app.add_option("--max-session-tokens", limits.session_tokens,
                   "Tokens loaded unasked into one agent of a session")
        ->capture_default_str();
    app.add_option("--max-history", limits.history, "Entries of the history that are kept")
        ->capture_default_str();
    app.add_option("--scan-depth", limits.scan.depth, "Folders below a root that are read")
        ->capture_default_str();
    auto* check = app.add_option("--check", options.check,
                                 "Check these skills or folders, print what is wrong, and end")
                      ->type_name("PATH")
                      ->expected(1, -1);
    app.add_flag("--json", options.json, "With --check: one JSON object a line")->needs(check);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        constexpr int kUsage = 2;
        return Exit{app.exit(error) == 0 ? 0 : kUsage};
    }
    return options;
}

}  // namespace skillwake::daemon
