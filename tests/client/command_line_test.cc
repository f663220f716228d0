#include "client/command_line.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

CommandLine parsed(std::vector<std::string> arguments) {
    auto line = parse_command_line(std::move(arguments));
    if (const auto* end = std::get_if<EarlyEnd>(&line)) {
        FAIL(end->text);
    }
    return std::get<CommandLine>(std::move(line));
}

template <class T>
T command_of(std::vector<std::string> arguments) {
    const auto line = parsed(std::move(arguments));
    REQUIRE(std::holds_alternative<T>(line.command));
    return std::get<T>(line.command);
}

EarlyEnd end_of(std::vector<std::string> arguments) {
    const auto line = parse_command_line(std::move(arguments));
    REQUIRE(std::holds_alternative<EarlyEnd>(line));
    return std::get<EarlyEnd>(line);
}

}  // namespace

TEST_CASE("each command has help with an example, the common flags, and exit code 0") {
    for (const auto* name :
         {"status",   "list",    "show",    "read",      "match",  "explain", "invoke", "watch",
          "sessions", "history", "stats",   "reload",    "trust",  "stop",    "start",  "check",
          "eval",     "mcp",     "install", "uninstall", "doctor", "version"}) {
        CAPTURE(name);
        const auto help = end_of({name, "--help"});
        CHECK(help.code == ExitCode::Done);
        CHECK(help.text.find(std::string("Usage: skillwake ") + name) != std::string::npos);
        CHECK(help.text.find(std::string("Example: skillwake ") + name) != std::string::npos);
        CHECK(help.text.find("--socket PATH") != std::string::npos);
        CHECK(help.text.find("--json") != std::string::npos);
        CHECK(end_of({"--help"}).text.find(std::string("\n  ") + name + " ") != std::string::npos);
    }
}

TEST_CASE("the main help tells every exit code") {
    const auto help = end_of({"--help"});
    CHECK(help.code == ExitCode::Done);
    for (const auto& [code, meaning] : kExitCodes) {
        CHECK(help.text.find("  " + std::to_string(static_cast<int>(code)) + "  " + std::string(meaning) +
                             "\n") != std::string::npos);
    }
}

TEST_CASE("--version is the version alone") {
    const auto version = end_of({"--version"});
    CHECK(version.code == ExitCode::Done);
    CHECK(version.text == "skillwake " SKILLWAKE_VERSION "\n");
}

TEST_CASE("--socket and --json stand before or after the command") {
    for (const auto& arguments : {std::vector<std::string>{"--socket", "/s", "--json", "status"},
                                  std::vector<std::string>{"status", "--json", "--socket=/s"}}) {
        const auto line = parsed(arguments);
        CHECK(line.flags.socket == "/s");
        CHECK(line.flags.json);
    }
    CHECK(parsed({"--socket", "/a", "status", "--socket", "/b"}).flags.socket == "/b");
    CHECK_FALSE(parsed({"status"}).flags.json);
}

TEST_CASE("a prompt is taken as it is written, whatever it looks like") {
    struct Case {
        std::vector<std::string> words;
        std::string text;
    };
    const Case cases[] = {
        {{"make these requests concurrent"}, "make these requests concurrent"},
        {{"make", "these", "concurrent"}, "make these concurrent"},
        {{"list", "status"}, "list status"},
        {{"[a,b]"}, "[a,b]"},
        {{"\x1f[a]"}, "\x1f[a]"},
        {{"{}"}, "{}"},
        {{"%%"}, "%%"},
        {{""}, ""},
        {{"@skill what?"}, "@skill what?"},
        {{"--", "--json", "-x"}, "--json -x"},
    };
    for (const auto& [words, text] : cases) {
        CAPTURE(text);
        auto arguments = words;
        arguments.insert(arguments.begin(), "match");
        CHECK(command_of<MatchCommand>(arguments).source.text == text);
        arguments[0] = "explain";
        CHECK(command_of<ExplainCommand>(arguments).source.text == text);
    }
    CHECK_FALSE(command_of<MatchCommand>({"match"}).source.text);
}

TEST_CASE("each command's own flags arrive") {
    CHECK(command_of<ShowCommand>({"show", "a:b", "--triggers"}).all_triggers);
    CHECK(command_of<ShowCommand>({"show", "a:b"}).name == "a:b");
    CHECK(command_of<ReadCommand>({"read", "x", "--section", "[x]"}).section == "[x]");
    CHECK(command_of<ReadCommand>({"read", "x", "--lines", "3-9"}).lines->last == 9);
    CHECK(command_of<ReadCommand>({"read", "x", "--file", "a/b.md"}).file == "a/b.md");
    CHECK_FALSE(command_of<ReadCommand>({"read", "x"}).section);
    CHECK(command_of<MatchCommand>({"match", "--file", "a.py"}).source.file == "a.py");
    CHECK(std::holds_alternative<MatchLinesCommand>(parsed({"match", "--jsonl", "--cwd", "/d"}).command));
    CHECK(parsed({"list", "--cwd", "/d"}).flags.cwd == "/d");
    CHECK(command_of<ExplainCommand>({"explain", "text", "--why-not", "s"}).why_not == "s");
    CHECK(command_of<InvokeCommand>({"invoke", "s", "a", "[b]"}).args == "a [b]");
    CHECK_FALSE(command_of<InvokeCommand>({"invoke", "s"}).args);
    CHECK(command_of<SessionsCommand>({"sessions", "s1"}).show == "s1");
    CHECK(command_of<SessionsCommand>({"sessions", "--forget", "s1"}).forget == "s1");
    const auto history =
        command_of<HistoryCommand>({"history", "--session", "s1", "--skill", "[a]", "--limit", "7"});
    CHECK(history.session == "s1");
    CHECK(history.skill == "[a]");
    CHECK(history.limit == 7U);
    CHECK(!command_of<HistoryCommand>({"history"}).limit);
    const auto start = command_of<StartCommand>({"start", "--root", "/a", "--root", "b", "--log-file", "l"});
    CHECK(start.roots == std::vector<std::string>{"/a", "b"});
    CHECK(start.log_file == "l");
    CHECK(command_of<CheckCommand>({"check", "a", "b", "--json"}).paths ==
          std::vector<std::string>{"a", "b"});
    const auto eval = command_of<EvalCommand>({"eval", "a.json", "b.jsonl", "--skill", "s", "--level",
                                               "suggest", "--min-recall", "0.8", "--max-false", "0"});
    CHECK(eval.files == std::vector<std::string>{"a.json", "b.jsonl"});
    CHECK(eval.skill == "s");
    CHECK(eval.level == EvalLevel::Suggest);
    CHECK(eval.thresholds.min_recall == 0.8);
    CHECK(eval.thresholds.max_false == 0.0);
    CHECK_FALSE(eval.thresholds.min_precision);
}

TEST_CASE("install and uninstall take a host, and write only when told to") {
    CHECK(command_of<InstallCommand>({"install"}).host.empty());
    const auto plain = command_of<InstallCommand>({"install", "codex"});
    CHECK(plain.host == "codex");
    CHECK_FALSE(plain.write);
    CHECK_FALSE(plain.project);
    CHECK_FALSE(plain.mcp);
    const auto all =
        command_of<InstallCommand>({"install", "codex", "--write", "--mcp", "--scope", "project"});
    CHECK((all.write && all.mcp && all.project));
    const auto undo = command_of<UninstallCommand>({"uninstall", "codex", "--scope", "user", "--write"});
    CHECK((undo.write && !undo.project));
    CHECK(end_of({"uninstall"}).text == "skillwake: HOST is required\n  see: skillwake uninstall --help\n");
    CHECK(end_of({"install", "codex", "--scope", "all"}).text ==
          "skillwake: --scope: expected user or project\n  see: skillwake install --help\n");
}

TEST_CASE("a wrong command line ends with 2 and says where help is") {
    struct Case {
        std::vector<std::string> arguments;
        std::string_view text;
    };
    const Case cases[] = {
        {{}, "skillwake: which command?\n  see: skillwake --help\n"},
        {{"statis"},
         "skillwake: no command 'statis'; did you mean: stats, status\n  see: skillwake --help\n"},
        {{"xyzzy"}, "skillwake: no command 'xyzzy'\n  see: skillwake --help\n"},
        {{"--xyzzy"}, "skillwake: no flag '--xyzzy'\n  see: skillwake --help\n"},
        {{"--socket"}, "skillwake: --socket: 1 required PATH missing\n  see: skillwake --help\n"},
        {{"show"}, "skillwake: NAME is required\n  see: skillwake show --help\n"},
        {{"check"}, "skillwake: PATH is required\n  see: skillwake check --help\n"},
        {{"history", "--limit", "-3"},
         "skillwake: --limit: expected a number, not '-3'\n  see: skillwake history --help\n"},
        {{"status", "--x"},
         "skillwake: The following argument was not expected: --x\n  see: skillwake status --help\n"},
        {{"show", "a", "[b]"},
         "skillwake: The following argument was not expected: [b]\n  see: skillwake show --help\n"},
        {{"read", "x", "--section", "1", "--file", "f"},
         "skillwake: --section excludes --file\n  see: skillwake read --help\n"},
        {{"match", "text", "--file", "f"},
         "skillwake: TEXT excludes --file\n  see: skillwake match --help\n"},
        {{"match", "text", "--jsonl"}, "skillwake: TEXT excludes --jsonl\n  see: skillwake match --help\n"},
        {{"read", "x", "--lines", "9-3"},
         "skillwake: --lines: expected A-B with 1 <= A <= B, such as 21-61\n  see: skillwake read --help\n"},
        {{"eval"}, "skillwake: FILE is required\n  see: skillwake eval --help\n"},
        {{"eval", "f", "--min-recall", "80"},
         "skillwake: --min-recall: expected a number from 0 to 1, such as 0.9\n  see: skillwake eval "
         "--help\n"},
        {{"eval", "f", "--level", "all"},
         "skillwake: --level: expected load or suggest\n  see: skillwake eval --help\n"},
    };
    for (const auto& [arguments, text] : cases) {
        CAPTURE(text);
        const auto end = end_of(arguments);
        CHECK(end.code == ExitCode::Usage);
        CHECK(end.text == text);
    }
}

TEST_CASE("a line range is 1-based and ordered") {
    CHECK(parse_line_range("21-61")->first == 21);
    CHECK(parse_line_range("21-61")->last == 61);
    CHECK(parse_line_range("7")->last == 7);
    for (const auto* bad :
         {"", "-", "a", "0-3", "3-2", "1-", "-4", "1-2-3", "1 - 2", "99999999999-1", "1-99999999999"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_line_range(bad));
    }
}

}  // namespace skillwake::client
