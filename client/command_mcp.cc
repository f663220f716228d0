#include "base/clock.h"
#include "client/ask.h"
#include "client/mcp/server.h"
#include "client/mcp_backend.h"
#include "client/run.h"
#include "protocol/frame.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ostream>
#include <string_view>

/// `mcp`: lines from stdin to the MCP server, its lines to stdout.
namespace skillwake::client {
namespace {

/// A request holds names, a task in words, arguments: this is far more.
constexpr std::size_t kMaxLineBytes = 16U << 20U;
/// The host's conversation, where it tells us.
constexpr std::string_view kSessionVariable = "SKILLWAKE_SESSION=";

std::optional<std::string> session_in(const char* const* environment) {
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        const std::string_view entry = *environment;
        if (entry.starts_with(kSessionVariable) && entry.size() > kSessionVariable.size()) {
            return std::string(entry.substr(kSessionVariable.size()));
        }
    }
    return std::nullopt;
}

/// Serves one host until its end of input. Stdout carries lines of the protocol and nothing else.
class StdioLoop {
public:
    StdioLoop(mcp::Server& server, McpBackend& backend) : server_(server), backend_(backend) {}

    Status run() {
        while (open_) {
            if (auto turned = turn(); !turned) {
                return turned;
            }
        }
        return Ok{};
    }

private:
    Status turn() {
        std::array<pollfd, 2> ready{
            {{STDIN_FILENO, POLLIN, 0}, {backend_.feed_descriptor(), POLLIN, 0}}};  // -1 is passed over
        if (::poll(ready.data(), ready.size(), -1) < 0) {
            return errno == EINTR ? Status(Ok{}) : Status(system_error(errno));
        }
        if (ready[1].revents != 0) {
            if (auto told = tell(); !told) {
                return told;
            }
        }
        return ready[0].revents != 0 ? read_input() : Status(Ok{});
    }

    Status tell() {
        const auto fed = backend_.read_feed();
        if (fed == McpBackend::Fed::Lost) {
            server_.daemon_lost();
        }
        return fed == McpBackend::Fed::SkillsChanged ? write(server_.skills_changed()) : Status(Ok{});
    }

    Status read_input() {
        auto area = frames_.write_area();
        if (area.empty()) {
            return Error(Errc::TooLarge, "no memory for the host's line");
        }
        const auto got = ::read(STDIN_FILENO, area.data(), area.size());
        if (got < 0) {
            return errno == EINTR || errno == EAGAIN ? Status(Ok{}) : Status(system_error(errno));
        }
        if (got == 0) {
            open_ = false;
            if (frames_.holds_part()) {  // a last line that nobody ended
                area.front() = '\n';
                frames_.wrote(1);
            }
        }
        frames_.wrote(static_cast<std::size_t>(got));
        return answer_lines();
    }

    Status answer_lines() {
        for (;;) {
            const auto line = frames_.next();
            if (!line) {
                return line.error();
            }
            if (!*line) {
                return Ok{};
            }
            if (auto written = write(server_.answer(**line)); !written) {
                return written;
            }
        }
    }

    static Status write(const std::vector<std::string>& lines) {
        for (auto line : lines) {
            line.push_back('\n');
            std::string_view rest = line;
            while (!rest.empty()) {
                const auto put = ::write(STDOUT_FILENO, rest.data(), rest.size());
                if (put < 0 && errno != EINTR) {
                    return system_error(errno);
                }
                rest.remove_prefix(put < 0 ? 0 : static_cast<std::size_t>(put));
            }
        }
        return Ok{};
    }

    mcp::Server& server_;
    McpBackend& backend_;
    protocol::FrameReader frames_{kMaxLineBytes};
    bool open_ = true;
};

}  // namespace

ExitCode run(const McpCommand& /*command*/, const Context& context) {
    std::signal(SIGPIPE, SIG_IGN);  // a host that has gone is an error to tell, not a death
    const SystemClock clock;
    McpBackend backend(context);
    mcp::Server server(backend, clock,
                       {request_cwd(context), !context.flags.cwd.empty(), session_in(context.environment)});
    if (const auto served = StdioLoop(server, backend).run(); !served) {
        return report(context, local_failure(ExitCode::Failed, "mcp: " + served.error().message()));
    }
    return ExitCode::Done;
}

}  // namespace skillwake::client
