#include "client/command_line.h"

#include "base/text.h"
#include "client/cli_values.h"
#include "client/safe_text.h"

#include <charconv>
#include <memory>
#include <sstream>

namespace skillwake::client {
namespace {

/// Builds the subcommands; what they read lands in the CommandLine that it borrows.
class Grammar {
public:
    Grammar(CLI::App& app, CommandLine& line) : app_(app), line_(line) {}

    void add_all() {
        add_common_flags(app_);
        add_daemon_commands();
        add_skill_commands();
        add_decision_commands();
        add_check();
        add_eval();
        add_mcp();
        add_install();
        add_hook();
    }

private:
    void add_common_flags(CLI::App& app) {
        add_value(app, "--socket", "where the daemon listens", [this](std::string path) {
            line_.flags.socket = std::move(path);
        })->type_name("PATH");
        app.add_flag("--json", line_.flags.json, "one line of JSON, as the daemon gave it");
    }

    /// A subcommand with the common flags that, when it is used, becomes the value of `made`, which lives as
    /// long.
    template <class T>
    CLI::App& add(const std::string& name, const std::string& description, const std::string& example,
                  const std::shared_ptr<T>& made) {
        auto* app = app_.add_subcommand(name, description);
        app->group("Commands");
        app->footer("Example: " + example);
        add_common_flags(*app);
        app->callback([this, made] { line_.command = *made; });
        return *app;
    }

    template <class T>
    void add_plain(const std::string& name, const std::string& description, const std::string& example) {
        add(name, description, example, std::make_shared<T>());
    }

    void add_cwd(CLI::App& app) {
        add_value(app, "--cwd", "judge as if called from there", [this](std::string path) {
            line_.flags.cwd = std::move(path);
        })->type_name("DIR");
    }

    template <class T>
    static CLI::Option* add_name(CLI::App& app, const std::shared_ptr<T>& made) {
        return add_value(app, "NAME", "a skill: its name, or plugin:name",
                         [made](std::string name) { made->name = std::move(name); })
            ->required();
    }

    /// TEXT and --file.
    template <class T>
    static void add_source(CLI::App& app, const std::shared_ptr<T>& made) {
        auto* text = add_words(app, "TEXT", "a prompt; absent: from stdin",
                               [made](Values words) { made->source.text = join(words, " "); });
        add_value(app, "--file", "judge this file, as if it had just been read",
                  [made](std::string path) { made->source.file = std::move(path); })
            ->type_name("PATH")
            ->excludes(text);
    }

    void add_daemon_commands();
    void add_sessions();
    void add_history();
    void add_start();
    void add_skill_commands();
    void add_read();
    void add_decision_commands();
    void add_match();
    void add_check();
    void add_eval();
    void add_mcp();
    void add_install();
    template <class T>
    static void add_install_target(CLI::App& app, const std::shared_ptr<T>& made);
    void add_hook();

    CLI::App& app_;
    CommandLine& line_;
};

void Grammar::add_daemon_commands() {
    add_start();
    add_plain<StopCommand>("stop", "Stop the daemon; waits until it is gone", "skillwake stop");
    add_plain<StatusCommand>("status", "What the daemon serves: roots, sessions, latency, diagnostics",
                             "skillwake status");
    add_plain<ReloadCommand>("reload", "Read all roots again", "skillwake reload");
    add_sessions();
    add_history();
    add_plain<StatsCommand>("stats", "By skill and trigger: how often suggested, loaded, used afterwards",
                            "skillwake stats");
    add_plain<WatchCommand>("watch",
                            "Print each decision and each change of skills, until ctrl-C or the daemon ends",
                            "skillwake watch --json");
    add_plain<VersionCommand>("version", "Versions of skillwake and of the daemon, where one runs",
                              "skillwake version");
}

void Grammar::add_start() {
    const auto made = std::make_shared<StartCommand>();
    auto& app = add("start", "Start the daemon in the background; done when it answers, or already runs",
                    "skillwake start --root ~/skills --log-file ~/skillwaked.log", made);
    add_values(app, "--root", "scan this folder instead of the standard roots; repeatable",
               [made](Values roots) { made->roots = std::move(roots); })
        ->type_name("DIR");
    add_value(app, "--log-file", "where the daemon logs to; absent: nowhere", [made](std::string file) {
        made->log_file = std::move(file);
    })->type_name("FILE");
}

void Grammar::add_sessions() {
    const auto made = std::make_shared<SessionsCommand>();
    auto& app = add("sessions", "The conversations that the daemon knows, or what one of them has been given",
                    "skillwake sessions --forget 4f6c", made);
    auto* show = add_value(app, "ID", "show this session's ledger",
                           [made](std::string id) { made->show = std::move(id); });
    add_value(app, "--forget", "drop all that is known of this session",
              [made](std::string id) { made->forget = std::move(id); })
        ->type_name("ID")
        ->excludes(show);
}

void Grammar::add_history() {
    const auto made = std::make_shared<HistoryCommand>();
    auto& app = add("history", "What was suggested, loaded and used, the newest first",
                    "skillwake history --skill async-python-patterns --limit 20", made);
    add_value(app, "--session", "only this session's", [made](std::string id) {
        made->session = std::move(id);
    })->type_name("ID");
    add_value(app, "--skill", "only this skill's", [made](std::string name) {
        made->skill = std::move(name);
    })->type_name("NAME");
    add_value(app, "--limit", "entries at the most; 50 when absent", [made](const std::string& text) {
        std::uint32_t limit = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), limit);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
            throw CLI::ValidationError("--limit", "expected a number, not '" + text + "'");
        }
        made->limit = limit;
    })->type_name("N");
}

void Grammar::add_skill_commands() {
    const auto list = std::make_shared<ListCommand>();
    auto& list_app =
        add("list", "The skills that are seen from here", "skillwake list --cwd ~/project", list);
    list_app.add_flag("--shadowed", list->shadowed,
                      "only those that another stands in front of, or whose name is ambiguous");
    add_cwd(list_app);

    const auto show = std::make_shared<ShowCommand>();
    auto& show_app = add("show", "One skill: front matter, outline, triggers, resources, diagnostics",
                         "skillwake show async-python-patterns --triggers", show);
    add_name(show_app, show);
    show_app.add_flag("--triggers", show->all_triggers,
                      "derived triggers too, not only those that are declared");
    add_cwd(show_app);

    add_read();

    const auto invoke = std::make_shared<InvokeCommand>();
    auto& invoke_app = add("invoke", "A skill's content with ARGS filled in, as the Skill tool gives it",
                           "skillwake invoke fix-issue 123 high", invoke);
    add_name(invoke_app, invoke);
    add_words(invoke_app, "ARGS", "arguments for the skill; after -- they may begin with -",
              [invoke](Values words) { invoke->args = join(words, " "); });
    add_cwd(invoke_app);
}

void Grammar::add_read() {
    const auto made = std::make_shared<ReadCommand>();
    auto& app = add(
        "read", "A skill's text exactly, or a part of it; on a terminal, control characters are written out",
        "skillwake read async-python-patterns --lines 21-61", made);
    add_name(app, made);
    auto* section = add_value(app, "--section", "one section: its heading, or its number in 'show'",
                              [made](std::string heading) { made->section = std::move(heading); });
    section->type_name("S");
    auto* lines =
        add_value(app, "--lines", "these lines of SKILL.md, both included", [made](const std::string& text) {
            const auto range = parse_line_range(text);
            if (!range) {
                throw CLI::ValidationError("--lines", range.error().message());
            }
            made->lines = *range;
        });
    lines->type_name("A-B")->excludes(section);
    add_value(app, "--file", "a file of the skill's folder",
              [made](std::string file) { made->file = std::move(file); })
        ->type_name("F")
        ->excludes(section)
        ->excludes(lines);
    add_cwd(app);
}

void Grammar::add_decision_commands() {
    add_match();
    const auto explain = std::make_shared<ExplainCommand>();
    auto& app = add("explain", "Which evidence speaks for each skill, and why one was not loaded",
                    "skillwake explain \"speed up these requests\" --why-not async-python-patterns", explain);
    add_source(app, explain);
    add_value(app, "--why-not", "tell what this skill lacked", [explain](std::string name) {
        explain->why_not = std::move(name);
    })->type_name("NAME");
    add_cwd(app);
}

void Grammar::add_match() {
    const auto made = std::make_shared<MatchCommand>();
    auto& app = add("match", "Which skills a prompt or a file would wake; nothing is kept",
                    "skillwake match \"make these requests concurrent\"", made);
    add_source(app, made);
    const auto by_lines = std::make_shared<bool>(false);
    app.add_flag(
           "--jsonl", *by_lines,
           R"(answer each line {"id","prompt"} or {"id","event"} of stdin; "session", "agent", "cwd" optional)")
        ->excludes("TEXT")
        ->excludes("--file");
    add_cwd(app);
    app.callback([this, made, by_lines] {
        line_.command = *by_lines ? Command(MatchLinesCommand{}) : Command(*made);
    });
}

void Grammar::add_check() {
    const auto made = std::make_shared<CheckCommand>();
    auto& app = add("check", "Parse and lint skills without a daemon: files or folders",
                    "skillwake check .claude/skills", made);
    add_words(app, "PATH", "a SKILL.md, or a folder with skills", [made](Values paths) {
        made->paths = std::move(paths);
    })->required();
    app.add_flag("--sarif", made->sarif, "SARIF 2.1.0, for review pages of code hosts")->excludes("--json");
    add_value(app, "--fail-on", "mildest level that makes the exit code 1: error (default), warning, advice",
              [made](std::string level) { made->fail_on = std::move(level); })
        ->type_name("LEVEL")
        ->check(CLI::IsMember({"error", "warning", "advice"}));
}

/// A number from 0 to 1.
double parse_share(const std::string& flag, const std::string& text) {
    double share = -1;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), share);
    if (failed != std::errc() || end != text.data() + text.size() || share < 0 || share > 1) {
        throw CLI::ValidationError(flag, "expected a number from 0 to 1, such as 0.9");
    }
    return share;
}

void Grammar::add_eval() {
    const auto made = std::make_shared<EvalCommand>();
    auto& app =
        add("eval", "Run labelled cases and say how often the right skill fires",
            "skillwake eval pdf-forms/evals/trigger_eval.json --min-recall 0.8 --max-false 0.05", made);
    add_words(app, "FILE", "labelled cases: JSON, or a case a line", [made](Values files) {
        made->files = std::move(files);
    })->required();
    add_value(app, "--skill", "what should_trigger speaks of; absent: by the folder, <skill>/evals/FILE",
              [made](std::string name) { made->skill = std::move(name); })
        ->type_name("NAME");
    add_value(app, "--level", "what counts as fired: load (default), or suggest for both",
              [made](const std::string& level) {
                  if (level != "load" && level != "suggest") {
                      throw CLI::ValidationError("--level", "expected load or suggest");
                  }
                  made->level = level == "load" ? EvalLevel::Load : EvalLevel::Suggest;
              })
        ->type_name("LEVEL");
    const auto add_share = [&app](const std::string& flag, const std::string& description,
                                  std::optional<double>& to) {
        add_value(app, flag, description, [flag, &to](const std::string& text) {
            to = parse_share(flag, text);
        })->type_name("SHARE");
    };
    auto& thresholds = made->thresholds;
    add_share("--min-precision", "fail when fewer of the fired skills are right", thresholds.min_precision);
    add_share("--min-recall", "fail when fewer of the wanted skills fire", thresholds.min_recall);
    add_share("--max-false", "fail when more of the cases that want nothing wake something",
              thresholds.max_false);
    add_cwd(app);
}

void Grammar::add_mcp() {
    add_cwd(add(
        "mcp",
        "Serve skills to an MCP host on stdin and stdout until its end of input; starts a daemon when one "
        "is needed",
        "skillwake mcp --cwd ~/project", std::make_shared<McpCommand>()));
}

void Grammar::add_hook() {
    const auto made = std::make_shared<HookCommand>();
    auto& app =
        add("hook", "Answer one hook of a host: its JSON on stdin, the host's output on stdout, 0 always",
            "skillwake hook --host claude-code < input.json", made);
    add_value(app, "--host", "claude-code, codex or gemini; absent: guessed by the input",
              [made](std::string host) { made->host = std::move(host); })
        ->type_name("HOST");
    add_value(app, "--deadline", "when to give up and print nothing; absent: 80",
              [made](std::string deadline) { made->deadline = std::move(deadline); })
        ->type_name("MS");
}

/// HOST, --write and --scope.
template <class T>
void Grammar::add_install_target(CLI::App& app, const std::shared_ptr<T>& made) {
    app.add_flag("--write", made->write, "do it; without, what would change is shown");
    add_value(app, "--scope", "whose settings: user (default), or project", [made](const std::string& scope) {
        if (scope != "user" && scope != "project") {
            throw CLI::ValidationError("--scope", "expected user or project");
        }
        made->project = scope == "project";
    })->type_name("SCOPE");
}

void Grammar::add_install() {
    const auto install = std::make_shared<InstallCommand>();
    auto& app = add("install", "Make an assistant call skillwake: show, or write, what its settings need",
                    "skillwake install claude-code --write", install);
    add_value(app, "HOST", "claude-code, codex, ... or systemd; absent: list them, and what is installed",
              [install](std::string host) { install->host = std::move(host); });
    app.add_flag("--mcp", install->mcp, "its MCP server too; without, hosts with hooks get the hooks alone");
    add_install_target(app, install);
    add_cwd(app);

    const auto uninstall = std::make_shared<UninstallCommand>();
    auto& undo = add("uninstall", "Take out of an assistant's settings what install put in",
                     "skillwake uninstall claude-code --write", uninstall);
    add_value(undo, "HOST", "claude-code, codex, ... or systemd", [uninstall](std::string host) {
        uninstall->host = std::move(host);
    })->required();
    add_install_target(undo, uninstall);
    add_cwd(undo);

    add_cwd(add("doctor", "Check the daemon, and each assistant's settings by running what they run",
                "skillwake doctor", std::make_shared<DoctorCommand>()));
}

std::string exit_codes_text() {
    std::string text = "Exit codes:\n";
    for (const auto& [code, meaning] : kExitCodes) {
        text.append("  ")
            .append(std::to_string(static_cast<int>(code)))
            .append("  ")
            .append(meaning)
            .append("\n");
    }
    return text +
           "'skillwake COMMAND --help' tells more.\nExample: skillwake match \"make these requests "
           "concurrent\"";
}

EarlyEnd wrong_usage(const std::string& message, const std::string& see) {
    return {ExitCode::Usage, "skillwake: " + safe_line(message) + "\n  see: skillwake " + see + "--help\n"};
}

/// The first argument that should have been a command; CLI11 only says that one is missing.
EarlyEnd no_command(const CLI::App& app) {
    const auto rest = app.remaining();
    if (rest.empty()) {
        return wrong_usage("which command?", "");
    }
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands({})) {
        names.push_back(command->get_name());
    }
    const auto wrong = without_marks(rest.front());
    const auto nearest = nearest_names(wrong, names, 3);
    const std::string kind = wrong.starts_with('-') ? "flag" : "command";
    return wrong_usage(
        "no " + kind + " '" + wrong + "'" + (nearest.empty() ? "" : "; did you mean: " + join(nearest, ", ")),
        "");
}

EarlyEnd ended(const CLI::App& app, const CLI::ParseError& why) {
    if (why.get_exit_code() == 0) {
        std::ostringstream text;
        std::ostringstream nothing;
        app.exit(why, text, nothing);
        return {ExitCode::Done, text.str()};
    }
    const auto used = app.get_subcommands();
    if (used.empty() && why.get_name() == "RequiredError") {
        return no_command(app);
    }
    return wrong_usage(without_marks(why.what()), used.empty() ? "" : used.back()->get_name() + " ");
}

}  // namespace

Result<protocol::LineRange> parse_line_range(std::string_view text) {
    const auto* const end = text.data() + text.size();
    protocol::LineRange range;
    auto [rest, failed] = std::from_chars(text.data(), end, range.first);
    range.last = range.first;
    if (failed == std::errc() && rest != end && *rest == '-') {
        const auto second = std::from_chars(rest + 1, end, range.last);
        rest = second.ptr;
        failed = second.ec;
    }
    if (failed != std::errc() || rest != end || range.first == 0 || range.last < range.first) {
        return Error(Errc::Invalid, "expected A-B with 1 <= A <= B, such as 21-61");
    }
    return range;
}

std::variant<CommandLine, EarlyEnd> parse_command_line(std::vector<std::string> arguments) {
    CLI::App app("Wakes the skills that a conversation needs: the command line of skillwaked.", "skillwake");
    CommandLine line;
    const auto formatter = make_plain_formatter();
    formatter->label("SUBCOMMAND", "COMMAND");
    formatter->label("Subcommands", "Commands");
    app.formatter(formatter);    // subcommands take it from here, when they are made
    Grammar grammar(app, line);  // its callbacks run while CLI11 parses
    grammar.add_all();
    app.require_subcommand(1);
    app.set_version_flag("--version", "skillwake " SKILLWAKE_VERSION);
    app.footer(exit_codes_text());
    // CLI11 takes its arguments from the back.
    std::vector<std::string> reversed;
    for (auto at = arguments.rbegin(); at != arguments.rend(); ++at) {
        reversed.push_back(marked(std::move(*at)));
    }
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError& why) {
        return ended(app, why);
    }
    return line;
}

}  // namespace skillwake::client
