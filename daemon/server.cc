#include "daemon/server.h"

#include "protocol/peer.h"

#include <unistd.h>

#include <utility>
#include <vector>

namespace skillwake::daemon {
namespace {

constexpr int kBacklog = 511;
/// Places for those who ask how we are when all others are taken, and how long each may keep one.
constexpr std::size_t kAdminClients = 8;
constexpr std::uint64_t kAdminMs = 2'000;

int init_pipe(uv_loop_t* loop, uv_pipe_t* pipe) {
    return uv_pipe_init(loop, pipe, 0);
}

}  // namespace

Server::Server(uv_loop_t& loop, Dispatcher& dispatcher, const Limits& limits, spdlog::logger& log)
    : loop_(loop), dispatcher_(dispatcher), limits_(limits), log_(log) {}

Status Server::listen(FileDescriptor listening) {
    listener_ = make_handle<uv_pipe_t>(loop_, init_pipe, this);
    if (const int failed = uv_pipe_open(listener_.get(), listening.get()); failed != 0) {
        return uv_error(failed);
    }
    listening.release();
    const int failed = uv_listen(reinterpret_cast<uv_stream_t*>(listener_.get()), kBacklog,
                                 [](uv_stream_t* listener, int status) {
                                     if (status == 0) {
                                         static_cast<Server*>(listener->data)->accept();
                                     }
                                 });
    if (failed != 0) {
        return uv_error(failed);
    }
    return Ok{};
}

bool Server::is_ours(uv_pipe_t& pipe) const {
    uv_os_fd_t descriptor = -1;
    if (uv_fileno(reinterpret_cast<uv_handle_t*>(&pipe), &descriptor) != 0) {
        return false;
    }
    return protocol::is_trusted(protocol::peer_uid(descriptor), ::getuid());
}

void Server::accept() {
    auto pipe = make_handle<uv_pipe_t>(loop_, init_pipe, nullptr);
    if (uv_accept(reinterpret_cast<uv_stream_t*>(listener_.get()),
                  reinterpret_cast<uv_stream_t*>(pipe.get())) != 0) {
        return;
    }
    if (!is_ours(*pipe)) {
        log_.warn("client refused reason=\"another user\"");
        return;
    }
    const bool full = connections_.size() >= limits_.clients;
    if (connections_.size() >= limits_.clients + kAdminClients) {
        log_.warn("client refused reason=\"too many\" clients={}", connections_.size());
        return;
    }
    const Connection::Limits limits{limits_.frame_bytes, limits_.write_queue_bytes, limits_.write_stall_ms};
    auto connection = std::make_unique<Connection>(std::move(pipe), *this, limits);
    auto& accepted = *connection;
    connections_.emplace(&accepted, std::move(connection));
    log_.debug("client connected clients={}", connections_.size());
    if (full) {
        accepted.caller().admin_only = true;
        accepted.end_after(kAdminMs);
    }
    accepted.start();
}

Connection::Reply Server::on_line(Connection& connection, std::string_view line) {
    auto answer = dispatcher_.answer(line, connection.caller());
    log_.debug("call bytes={} answer_bytes={} waits={}", line.size(), answer.line ? answer.line->size() : 0,
               answer.not_ready);
    answered_();
    return {std::move(answer.line), answer.not_ready};
}

void Server::on_close(Connection& connection) {
    connections_.erase(&connection);
    log_.debug("client gone clients={}", connections_.size());
    finish_if_empty();
}

namespace {

/// The connections of now: calling one may end it or others, so that the map itself cannot be walked.
std::vector<Connection*> snapshot(
    const std::unordered_map<Connection*, std::unique_ptr<Connection>>& connections) {
    std::vector<Connection*> list;
    list.reserve(connections.size());
    for (const auto& [raw, owned] : connections) {
        list.push_back(raw);
    }
    return list;
}

}  // namespace

void Server::resume_waiting() {
    for (auto* connection : snapshot(connections_)) {
        if (connections_.count(connection) > 0) {
            connection->resume();
        }
    }
}

void Server::publish(const std::string& line) {
    for (auto* connection : snapshot(connections_)) {
        if (connections_.count(connection) > 0 && connection->caller().subscribed) {
            connection->send(line);
        }
    }
}

std::size_t Server::subscribers() const {
    std::size_t count = 0;
    for (const auto& [raw, connection] : connections_) {
        count += connection->caller().subscribed ? 1 : 0;
    }
    return count;
}

void Server::stop(std::function<void()> done) {
    stopped_ = std::move(done);
    listener_.reset();
    for (auto* connection : snapshot(connections_)) {
        if (connections_.count(connection) > 0) {
            connection->finish();
        }
    }
    finish_if_empty();
}

void Server::drop_clients() {
    for (auto* connection : snapshot(connections_)) {
        if (connections_.count(connection) > 0) {
            on_close(*connection);
        }
    }
}

void Server::finish_if_empty() {
    if (stopped_ && connections_.empty()) {
        std::exchange(stopped_, nullptr)();
    }
}

}  // namespace skillwake::daemon
