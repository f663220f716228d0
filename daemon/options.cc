#include "daemon/options.h"

#include "daemon/config_file.h"

#include <CLI/CLI.hpp>
#include <map>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAbout =
    "skillwaked decides which skills a conversation with an AI coding assistant needs.\n"
    "It serves a Unix socket in the foreground; 'skillwake start' runs it in the background.\n";

constexpr const char* kFooter =
    "Settings: each option but --root and those of --check may stand in ~/.config/skillwake/config.toml (or\n"
    "config.yaml) by its long name, 'max-skills = 3'; 'roots' are folders with skills beside the standard "
    "ones.\n"
    "The command line goes before the file.\n"
    "Signals: SIGTERM and SIGINT stop it, SIGHUP reads all skills again.\n"
    "Exit codes: 0 stopped as asked, 1 cannot serve (another daemon does, or the socket or log cannot be "
    "opened), "
    "2 wrong command line or settings.\n"
    "Example: skillwaked --root ./skills --socket /tmp/try/skillwake.sock --log-level debug";

/// Names are checked by the transformer: an unknown one is a usage error.
const std::map<std::string, skill::Precedence> kProfiles = {{"spec", skill::Precedence::Spec},
                                                            {"claude", skill::Precedence::Claude},
                                                            {"codex", skill::Precedence::Codex}};

const std::map<std::string, ProjectTrust> kTrust = {
    {"host", ProjectTrust::Host}, {"ask", ProjectTrust::Ask}, {"never", ProjectTrust::Never}};

/// Gives the options that the command line left alone what the configuration file says.
Status apply_config(CLI::App& app, const fs::path& file) {
    auto settings = read_config(file);
    if (!settings) {
        return std::move(settings).error();
    }
    for (const auto& setting : *settings) {
        const auto place = file.string() + ":" + std::to_string(setting.line) + ": ";
        auto* option = app.get_option_no_throw("--" + setting.name);
        if (option == nullptr || !option->get_configurable()) {
            return Error(Errc::Invalid, place + "there is no setting '" + setting.name + "'");
        }
        if (option->count() > 0) {
            continue;
        }
        const auto type = option->get_type_name();
        const bool is_path = type == "DIR" || type == "FILE" || type == "PATH";
        try {
            for (const auto& value : setting.values) {
                option->add_result(is_path ? path_in_config(file, value) : value);
            }
            if (!setting.values.empty()) {
                option->run_callback();
            }
        } catch (const CLI::ParseError& error) {
            return Error(Errc::Invalid, place + error.what());
        }
    }
    return Ok{};
}

}  // namespace

std::variant<Options, Exit> read_options(int argc, char** argv) {
    Options options;
    CLI::App app(kAbout, "skillwaked");
    app.footer(kFooter);
    app.set_version_flag("--version", SKILLWAKE_VERSION);
    app.add_option("--root", options.roots, "Folder with skills; repeatable; replaces the standard folders")
        ->type_name("DIR")
        ->configurable(false);
    app.add_option("--roots", options.further_roots)->type_name("DIR")->group("");
    app.add_option("--plugins", options.plugins,
                   "Plugin, marketplace or folder of such, beside those that are installed; repeatable")
        ->type_name("DIR");
    app.add_option("--precedence", options.precedence,
                   "Whose rules say which of two skills of one name counts: spec, claude or codex")
        ->transform(CLI::CheckedTransformer(kProfiles))
        ->type_name("PROFILE");
    std::string config;
    app.add_option("--config", config, "Settings (else config.toml or config.yaml in ~/.config/skillwake)")
        ->type_name("FILE")
        ->configurable(false);
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
    app.add_flag_callback(
        "--no-skill-rules", [&options] { options.limits.load.skill_rules = skill::SkillRulesFiles::Ignored; },
        "Do not read the skill-rules.json beside skills");
    app.add_option(
           "--project-trust", options.limits.project_trust,
           "Who says that skills which came with a project may be loaded: host (which asked its user), "
           "ask ('skillwake trust') or never")
        ->transform(CLI::CheckedTransformer(kTrust))
        ->type_name("WHO");
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
    app.add_option("--max-watches", limits.watches,
                   "Folders watched for changes; roots beyond are read again and again")
        ->capture_default_str();
    app.add_option("--max-http-clients", limits.http_clients, "Clients of HTTP connected at once")
        ->capture_default_str();
    app.add_option("--http-request-ms", limits.http_request_ms,
                   "How long a client of HTTP may take for a request")
        ->check(CLI::Range(std::size_t{1}, std::size_t{3'600'000}))
        ->capture_default_str();
    app.add_option("--scan-depth", limits.load.scan.depth, "Folders below a root that are read")
        ->capture_default_str();
    auto* check = app.add_option("--check", options.check.paths,
                                 "Check these skills or folders, print what is wrong, and end")
                      ->type_name("PATH")
                      ->expected(1, -1)
                      ->configurable(false);
    auto* json = app.add_flag_callback(
                        "--json", [&options] { options.check.format = CheckFormat::Json; },
                        "With --check: one JSON object")
                     ->needs(check)
                     ->configurable(false);
    app.add_flag_callback(
           "--sarif", [&options] { options.check.format = CheckFormat::Sarif; },
           "With --check: SARIF 2.1.0, for review pages of code hosts")
        ->needs(check)
        ->excludes(json)
        ->configurable(false);
    app.add_option_function<std::string>(
           "--fail-on",
           [&options](const std::string& level) { options.check.fail_on = *read_severity(level); },
           "With --check: the mildest level that makes the exit code 1: error, warning or advice")
        ->type_name("LEVEL")
        ->check(CLI::IsMember({"error", "warning", "advice"}))
        ->needs(check)
        ->configurable(false);
    constexpr int kUsage = 2;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return Exit{app.exit(error) == 0 ? 0 : kUsage};
    }
    const auto file = config.empty() ? usual_config_file() : fs::absolute(config);
    if (const auto applied = file.empty() ? Status(Ok{}) : apply_config(app, file); !applied) {
        std::fprintf(stderr, "skillwaked: %s\n", applied.error().message().c_str());
        return Exit{kUsage};
    }
    return options;
}

}  // namespace skillwake::daemon
