#include "client/mcp_backend.h"

#include "base/text.h"
#include "client/ask.h"
#include "client/run.h"

#include <sys/wait.h>

#include <chrono>
#include <sstream>

namespace skillwake::client {
namespace {

/// Hosts give a call a minute. A daemon that is reading a large root answers late.
constexpr std::chrono::seconds kPatience{45};

}  // namespace

McpBackend::McpBackend(const Context& context) : context_(context), connection_(connection_for(context)) {
    connection_.set_patience(kPatience);
}

Status McpBackend::open_feed() {
    auto feed = protocol::Client::connect(context_.socket, kPatience);
    if (!feed) {
        return std::move(feed).error();
    }
    if (auto patient = feed->set_patience(kPatience); !patient) {
        return patient;
    }
    if (auto subscribed = feed->call("daemon.subscribe", "{}"); !subscribed) {
        return std::move(subscribed).error();
    }
    feed_ = *std::move(feed);
    return Ok{};
}

std::string McpBackend::start() const {
    // A daemon that we started before and that ended since is still our child.
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    std::istringstream no_input;
    std::ostringstream out;
    std::ostringstream err;
    CommonFlags flags = context_.flags;
    flags.json = false;
    const Context quiet{flags,
                        no_input,
                        out,
                        err,
                        {},
                        false,
                        context_.socket,
                        context_.own_cwd,
                        context_.own_folder,
                        context_.environment};
    return run(StartCommand{}, quiet) == ExitCode::Done ? "" : std::string(trim(err.str()));
}

std::string McpBackend::reach() {
    if (feed_) {
        return {};
    }
    auto opened = open_feed();
    if (!opened && opened.error().code() == Errc::Unavailable) {
        if (auto failed = start(); !failed.empty()) {
            return failed;
        }
        opened = open_feed();
    }
    return opened ? "" : opened.error().message();
}

std::variant<protocol::JsonValue, protocol::RpcError> McpBackend::call(std::string_view method,
                                                                       std::string_view params_json) {
    // A daemon that went away shows by the call that fails: then once more, with the next one.
    for (int attempt = 0;; ++attempt) {
        if (auto failed = reach(); !failed.empty()) {
            return protocol::RpcError{protocol::RpcCode::Unavailable, std::move(failed), std::nullopt};
        }
        auto result = connection_.call(method, params_json);
        if (result) {
            return *result;
        }
        if (connection_.answered() || attempt == 1) {
            return connection_.failure(result.error()).error;
        }
        feed_.reset();
    }
}

McpBackend::Fed McpBackend::read_feed() {
    auto fed = Fed::Nothing;
    while (feed_) {
        const auto line = feed_->waiting_line();
        if (!line) {
            feed_.reset();
            return Fed::Lost;
        }
        if (!*line) {
            break;
        }
        const auto json = parser_.parse(**line);
        const auto method = json ? json->member("method") : std::nullopt;
        if (method && method->string() == "catalogue") {
            fed = Fed::SkillsChanged;
        }
    }
    return fed;
}

}  // namespace skillwake::client
