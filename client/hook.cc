#include "client/hook.h"

#include "base/utf8.h"
#include "client/daemon_start.h"
#include "client/hook_io.h"
#include "client/hook_log.h"
#include "client/hook_options.h"
#include "client/hook_wire.h"
#include "client/program_file.h"
#include "protocol/socket_path.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

namespace skillwake::client {
namespace {

/// Our current directory as it stands in a JSON string; empty where it would need escapes.
std::string own_cwd() {
    std::array<char, 4096> path{};
    if (::getcwd(path.data(), path.size()) == nullptr) {
        return {};
    }
    const std::string_view text = path.data();
    if (!is_plain_path(text) || !is_valid_utf8(text)) {
        return {};
    }
    return std::string(text);
}

/// The request up to its `input`.
std::string request_head(const HookOptions& options, const Deadline& deadline) {
    std::string head(kHookHead);
    if (!options.host.empty()) {
        head.append(kHookHost).append(options.host).append("\",");
    }
    if (const auto cwd = own_cwd(); !cwd.empty()) {
        head.append(kHookFolder).append(cwd).append("\",");
    }
    return head.append(kHookUntil).append(std::to_string(deadline.at().count())).append(kHookInput);
}

/// One line of an object; Errc::Invalid when it cannot be one.
Result<Bytes> read_input(const Deadline& deadline) {
    auto input = read_to_end(STDIN_FILENO, kMaxHookInputBytes, deadline);
    if (!input) {
        return std::move(input).error().context("stdin");
    }
    if (const auto wrong = wrong_with_input(input->text()); !wrong.empty()) {
        return Error(Errc::Invalid, std::string(wrong));
    }
    const auto bytes = input->filled();
    std::replace(bytes.begin(), bytes.end(), '\n', ' ');  // only white space: strings hold none
    return input;
}

/// The host's output out of the daemon's answer; empty: there is nothing to say.
Result<std::string_view> output_of(std::string_view answer) {
    const auto output = output_in(answer);
    if (output.empty()) {
        const auto code = error_code_in(answer);
        std::string told(code.empty() ? kNotUnderstood : kRefused);
        return Error(Errc::Invalid, told.append(code));
    }
    return output == "null" ? std::string_view() : output;
}

/// The daemon's socket; when nobody listens, one is started, for the next hook.
Result<FileDescriptor> reach_daemon(const HookOptions& options, const Deadline& deadline,
                                    const char* called_as, const char* const* environment) {
    const auto path = protocol::socket_path(options.socket);
    if (!path) {
        return path.error();
    }
    auto socket = connect_to(*path, deadline);
    if (socket) {
        return socket;
    }
    if (socket.error().code() != Errc::NotFound) {
        return std::move(socket).error().context(*path);
    }
    const auto started = start_daemon(*path, own_folder(called_as), environment);
    if (!started) {
        return Error(started.error()).context("no daemon, and it cannot be started");
    }
    return Error(Errc::Unavailable, *started == DaemonStart::Ours ? "no daemon: started one"
                                                                  : "no daemon: another is starting it");
}

/// From stdin to stdout; an error is for the log.
Status answer_host(const HookOptions& options, const Deadline& deadline, const char* called_as,
                   const char* const* environment) {
    const auto socket = reach_daemon(options, deadline, called_as, environment);
    // Read in any case: a host may take it ill when nobody reads what it writes.
    const auto input = read_input(deadline);
    if (!socket) {
        return socket.error();
    }
    if (!input) {
        return input.error();
    }
    const auto head = request_head(options, deadline);
    if (auto sent = write_all(socket->get(), {head, input->text(), kHookEnd}, deadline); !sent) {
        return std::move(sent).error().context("asking the daemon");
    }
    const auto answer = read_line(socket->get(), kMaxHookAnswerBytes, deadline);
    if (!answer) {
        return Error(answer.error()).context("answer of the daemon");
    }
    const auto output = output_of(answer->text());
    if (!output) {
        return output.error();
    }
    if (output->empty()) {
        return Ok{};
    }
    auto printed = write_all(STDOUT_FILENO, {*output, "\n"}, deadline);
    if (!printed) {
        return std::move(printed).error().context("stdout");
    }
    return Ok{};
}

}  // namespace

void run_hook(std::span<const char* const> arguments, const char* called_as, const char* const* environment) {
    const auto options = parse_hook_options(arguments);
    const Deadline deadline(options ? options->deadline : HookOptions::kDeadline);
    const HookLog log(hook_log_file(std::getenv("XDG_STATE_HOME"), std::getenv("HOME")));
    std::signal(SIGPIPE, SIG_IGN);
    deadline.interrupt_waiting_calls();
    if (!options) {
        [[maybe_unused]] const auto dropped = read_input(deadline);
        log.write(options.error().message());
    } else if (const auto done = answer_host(*options, deadline, called_as, environment); !done) {
        log.write(done.error().message());
    }
}

bool is_hook(std::span<const char* const> words) {
    const auto asks_help = [](std::string_view word) { return word == "--help" || word == "-h"; };
    return words.size() > 1 && words[1] == std::string_view("hook") &&
           !(words.size() == 3 && asks_help(words[2]));
}

void end_as_hook(std::span<const char* const> words, const char* const* environment) {
    try {
        run_hook(words.subspan(2), words[0], environment);
    } catch (...) {  // no memory: nothing to say, and nowhere to say it
    }
    ::_exit(0);
}

}  // namespace skillwake::client
