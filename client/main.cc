#include "client/ask.h"
#include "client/command_line.h"
#include "client/program_file.h"
#include "client/run.h"
#include "client/safe_json_stream.h"
#include "protocol/socket_path.h"

#include <unistd.h>

#include <exception>
#include <iostream>

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

ExitCode run_program(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    const auto line = parse_command_line(argc > 0 ? std::vector<std::string>(argv + 1, argv + argc)
                                                  : std::vector<std::string>());
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
