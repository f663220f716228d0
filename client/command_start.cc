#include "client/ask.h"
#include "client/environment.h"
#include "client/process.h"
#include "client/program_file.h"
#include "client/run.h"
#include "protocol/daemon.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <thread>

/// `start` and `check`: what needs the skillwaked program itself.
namespace skillwake::client {
namespace {

/// How long a new daemon may take until it answers.
constexpr std::chrono::seconds kStartPatience{10};
/// How long after ours has ended: between its lock and its listening the other is silent.
constexpr std::chrono::milliseconds kGrace{500};
constexpr std::chrono::milliseconds kFirstPause{2};
constexpr std::chrono::milliseconds kLongestPause{50};

std::string_view search_path(const Context& context) {
    for (const auto* entry = context.environment; *entry != nullptr; ++entry) {
        if (std::string_view(*entry).starts_with("PATH=")) {
            return std::string_view(*entry).substr(5);
        }
    }
    return {};
}

std::optional<std::filesystem::path> find_program(const Context& context) {
    return find_daemon(context.own_folder, search_path(context));
}

Failure no_program() {
    return local_failure(ExitCode::Failed,
                         "no program skillwaked beside skillwake or on PATH: install it, or put it there");
}

/// Paths are made absolute: the daemon's current directory is another.
Program daemon_program(const std::filesystem::path& file, const StartCommand& command,
                       const Context& context) {
    Program program{file.string(), {"--socket", context.socket}, daemon_environment(context.environment)};
    for (const auto& root : command.roots) {
        program.arguments.insert(program.arguments.end(), {"--root", absolute_path(context, root)});
    }
    if (!command.log_file.empty()) {
        program.arguments.insert(program.arguments.end(),
                                 {"--log-file", absolute_path(context, command.log_file)});
    }
    return program;
}

/// What a person can run to see what we could not.
std::string by_hand(const Program& program) {
    std::string line = "to see why, run: " + program.file;
    for (const auto& argument : program.arguments) {
        line.append(" ").append(argument);
    }
    return line;
}

Failure not_started(const std::string& what, const Program& program) {
    auto failure = local_failure(ExitCode::Failed, "skillwaked did not start: " + what);
    failure.hint = by_hand(program);
    return failure;
}

/// nullopt: it answers now. Asks again until then, until it has ended for kGrace, or until kStartPatience is
/// over.
std::optional<Failure> wait_for_hello(Connection& connection, pid_t pid, const Program& program) {
    auto deadline = std::chrono::steady_clock::now() + kStartPatience;
    std::optional<std::string> ended;
    for (auto pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
        // When another daemon was first, ours ends, and that one answers as soon as it listens.
        if (!ended && (ended = how_ended(pid))) {
            deadline = std::chrono::steady_clock::now() + kGrace;
        }
        if (connection.call("hello", "{}")) {
            return std::nullopt;
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            return ended ? not_started(*ended, program)
                         : not_started(
                               "it did not answer within " + std::to_string(kStartPatience.count()) + " s",
                               program);
        }
        std::this_thread::sleep_for(pause);
    }
}

enum class Found { Running, Started };

/// Tells who answers `hello` now.
ExitCode print_hello(Connection& connection, Found found, const Context& context) {
    const auto result = connection.call("hello", "{}");
    if (!result) {
        return report(context, connection.failure(result.error()));
    }
    if (context.flags.json) {
        context.out << result->text() << '\n';
        return ExitCode::Done;
    }
    const auto hello = protocol::read_message<protocol::HelloResult>(*result, "result");
    if (!hello) {
        return report(context, not_understood(hello.error()));
    }
    context.out << "skillwaked " << hello->version << (found == Found::Running ? " already runs" : " started")
                << " (pid " << hello->pid << ") at " << context.socket << '\n';
    return ExitCode::Done;
}

}  // namespace

ExitCode run(const StartCommand& command, const Context& context) {
    auto connection = connection_for(context);
    connection.set_patience(kStartPatience);
    const auto running = connection.call("hello", "{}");
    if (running) {
        if (!command.roots.empty() || !command.log_file.empty()) {
            context.err
                << "skillwake: the running daemon keeps its own roots and log: 'skillwake stop' ends it\n";
        }
        return print_hello(connection, Found::Running, context);
    }
    // Somebody else's socket, or a folder that we may not enter: a second daemon would fail there as well.
    if (const auto failure = connection.failure(running.error()); failure.code != ExitCode::NoDaemon) {
        return report(context, failure);
    }
    const auto file = find_program(context);
    if (!file) {
        return report(context, no_program());
    }
    const auto program = daemon_program(*file, command, context);
    const auto pid = start_detached(program);
    if (!pid) {
        return report(context, local_failure(ExitCode::Failed, pid.error().message()));
    }
    if (const auto failed = wait_for_hello(connection, *pid, program)) {
        return report(context, *failed);
    }
    return print_hello(connection, Found::Started, context);
}

ExitCode run(const CheckCommand& command, const Context& context) {
    const auto file = find_program(context);
    if (!file) {
        return report(context, no_program());
    }
    Program program{file->string(), {}, {}};
    if (context.flags.json) {
        program.arguments.emplace_back("--json");
    }
    if (command.sarif) {
        program.arguments.emplace_back("--sarif");
    }
    if (!command.fail_on.empty()) {
        program.arguments.insert(program.arguments.end(), {"--fail-on", command.fail_on});
    }
    program.arguments.emplace_back("--check");
    for (const auto& path : command.paths) {
        program.arguments.push_back(path.starts_with('-') ? "./" + path : path);  // a path, not a flag
    }
    for (const auto* entry = context.environment; *entry != nullptr; ++entry) {
        program.environment.emplace_back(*entry);
    }
    context.out << std::flush;
    return report(context, local_failure(ExitCode::Failed, replace_self(program).message()));
}

}  // namespace skillwake::client
