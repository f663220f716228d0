#include "client/ask.h"
#include "client/command_line.h"
#include "client/hook.h"
#include "client/hook_log.h"
#include "client/program_file.h"
#include "client/run.h"
#include "client/safe_json_stream.h"
#include "protocol/socket_path.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <vector>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace skillwake::client {
namespace {

/// The socket as `flags` choose it, absolute.
Result<std::string> chosen_socket(const Context& context) {
    auto path = protocol::socket_path(context.flags.socket);
    if (!path || path->starts_with('/')) {
        return path;
    }
    return protocol::socket_path(absolute_path(context, *path));
}

ExitCode run_command(const CommandLine& line, const char* called_as) {
    std::error_code cwd_is_gone;
    const auto look = look_of(STDOUT_FILENO);
    SafeJsonStream json_on_terminal(std::cout);
    Context context{line.flags,
                    std::cin,
                    line.flags.json && look.terminal ? json_on_terminal : std::cout,
                    std::cerr,
                    look,
                    ::isatty(STDIN_FILENO) == 1,
                    {},
                    std::filesystem::current_path(cwd_is_gone).string(),
                    own_folder(called_as),
                    environ};
    auto socket = chosen_socket(context);
    if (!socket) {
        return report(context, local_failure(ExitCode::Usage, socket.error().message()));
    }
    context.socket = *std::move(socket);
    const auto code =
        std::visit([&context](const auto& command) { return run(command, context); }, line.command);
    json_on_terminal.flush();
    if (!std::cout.flush()) {
        std::cerr << "skillwake: stdout: cannot write\n";
        return ExitCode::Failed;
    }
    return code;
}

/// `skillwake-cli hook-failed WHERE ERRNO`: the last words of a hook that `skillwake` could not bring to its
/// end; see client/fast/successor.h. Nothing is said: its host still listens.
bool is_failed_hook(const std::vector<std::string>& words) {
    return words.size() == 3 && words[0] == "hook-failed";
}

void write_failed_hook(const std::vector<std::string>& words) {
    const int error_number = std::atoi(words[2].c_str());
    const HookLog log(hook_log_file(std::getenv("XDG_STATE_HOME"), std::getenv("HOME")));
    log.write(error_number == 0 ? words[1] : system_error(error_number).context(words[1]).message());
}

ExitCode run_program(int argc, char** argv) {
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    if (is_failed_hook(words)) {
        write_failed_hook(words);
        return ExitCode::Done;
    }
    if (const std::span<char* const> all(argv, static_cast<std::size_t>(argc)); is_hook(all)) {
        end_as_hook(all, environ);
    }
    std::ios::sync_with_stdio(false);
    const auto line = parse_command_line(words);
    if (const auto* end = std::get_if<EarlyEnd>(&line)) {
        (end->code == ExitCode::Done ? std::cout : std::cerr) << end->text << std::flush;
        return end->code;
    }
    return run_command(std::get<CommandLine>(line), argv[0]);
}

}  // namespace
}  // namespace skillwake::client

int main(int argc, char** argv) {
    try {
        return static_cast<int>(skillwake::client::run_program(argc, argv));
    } catch (const std::exception& failed) {
        std::cerr << "skillwake: " << failed.what() << '\n';
        return static_cast<int>(skillwake::client::ExitCode::Failed);
    }
}
