#include "client/hook.h"

#include "base/text.h"
#include "base/utf8.h"
#include "client/daemon_start.h"
#include "client/hook_io.h"
#include "client/hook_log.h"
#include "client/hook_options.h"
#include "client/program_file.h"
#include "protocol/socket_path.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

namespace skillwake::client {
namespace {

/// The daemon takes lines of 16 MiB, our own words around the input included.
constexpr std::size_t kMaxInputBytes = (16U << 20U) - (16U << 10U);
constexpr std::size_t kMaxAnswerBytes = 1U << 20U;
/// What a result begins with, as the daemon writes it.
constexpr std::string_view kResult = R"({"jsonrpc":"2.0","id":1,"result":)";
constexpr std::string_view kNothing = "null";

/// Our current directory as a JSON string; empty where it would need escapes: a rare name is not worth them.
std::string own_cwd_json() {
    std::array<char, 4096> path{};
    if (::getcwd(path.data(), path.size()) == nullptr) {
        return {};
    }
    const std::string_view text = path.data();
    const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || c == '"' || c == '\\';
    });
    return plain && is_valid_utf8(text) ? "\"" + std::string(text) + "\"" : "";
}

/// The request up to its `input`. Method and id stand in front of what we do not look into: of two members of
/// one name the first counts.
std::string request_head(const HookOptions& options, const Deadline& deadline) {
    std::string head = R"({"jsonrpc":"2.0","id":1,"method":"session.hook","params":{)";
    if (!options.host.empty()) {
        head.append(R"("host":")").append(options.host).append(R"(",)");
    }
    if (const auto cwd = own_cwd_json(); !cwd.empty()) {
        head.append(R"("cwd":)").append(cwd).append(",");
    }
    return head.append(R"("until_us":)").append(std::to_string(deadline.at().count())).append(R"(,"input":)");
}

/// One line of an object; Errc::Invalid when it cannot be one.
Result<Bytes> read_input(const Deadline& deadline) {
    auto input = read_to_end(STDIN_FILENO, kMaxInputBytes, deadline);
    if (!input) {
        return std::move(input).error().context("stdin");
    }
    const auto text = trim(input->text());
    if (!text.starts_with('{') || !text.ends_with('}')) {
        return Error(Errc::Invalid, text.empty() ? "stdin: empty" : "stdin: no JSON object");
    }
    const auto bytes = input->filled();
    std::replace(bytes.begin(), bytes.end(), '\n', ' ');  // only white space: strings hold none
    return input;
}

/// What an error answer may be told by: its code. Its message may name what the user wrote.
std::string error_code(std::string_view answer) {
    constexpr std::string_view kCode = R"("code":)";
    const auto at = answer.find(kCode);
    const auto digits = at == std::string_view::npos ? std::string_view() : answer.substr(at + kCode.size());
    return std::string(digits.substr(0, digits.find_first_not_of("-0123456789")));
}

/// The host's output out of the daemon's answer; empty: there is nothing to say.
Result<std::string_view> output_of(std::string_view answer) {
    if (!answer.starts_with(kResult) || !answer.ends_with('}')) {
        const auto code = error_code(answer);
        return Error(Errc::Invalid, code.empty() ? "the daemon's answer is not understood"
                                                 : "the daemon refused the input, code " + code);
    }
    const auto result = answer.substr(kResult.size(), answer.size() - kResult.size() - 1);
    if (result == kNothing) {
        return std::string_view();
    }
    if (!result.starts_with('{') || !result.ends_with('}')) {
        return Error(Errc::Invalid, "the daemon's answer is not understood");
    }
    return result;
}

/// The daemon's socket; when nobody listens, one is started, for the next hook.
Result<FileDescriptor> reach_daemon(const std::string& path, const Deadline& deadline, const char* called_as,
                                    const char* const* environment) {
    auto socket = connect_to(path, deadline);
    if (!socket && socket.error().code() != Errc::NotFound) {
        return std::move(socket).error().context(path);
    }
    if (socket) {
        return socket;
    }
    const auto started = start_daemon(path, own_folder(called_as), environment);
    if (!started) {
        return Error(started.error()).context("no daemon, and it cannot be started");
    }
    return Error(Errc::Unavailable, *started == DaemonStart::Ours ? "no daemon: started one"
                                                                  : "no daemon: another is starting it");
}

/// From stdin to stdout; an error is for the log.
Status answer_host(const HookOptions& options, const Deadline& deadline, const char* called_as,
                   const char* const* environment) {
    const auto path = protocol::socket_path(options.socket);
    const auto socket =
        path ? reach_daemon(*path, deadline, called_as, environment) : Result<FileDescriptor>(path.error());
    // Read in any case: a host may take it ill when nobody reads what it writes.
    const auto input = read_input(deadline);
    if (!socket) {
        return socket.error();
    }
    if (!input) {
        return input.error();
    }
    const auto head = request_head(options, deadline);
    if (auto sent = write_all(socket->get(), {head, input->text(), "}}\n"}, deadline); !sent) {
        return std::move(sent).error().context("asking the daemon");
    }
    const auto answer = read_line(socket->get(), kMaxAnswerBytes, deadline);
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
    // A late answer would be read by nobody, or stall who waits no longer.
    if (deadline.has_passed()) {
        return Error(Errc::Unavailable, "answered when the deadline had passed");
    }
    auto printed = write_all(STDOUT_FILENO, {*output, "\n"}, deadline);
    return printed ? printed : Status(std::move(printed).error().context("stdout"));
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

}  // namespace skillwake::client
