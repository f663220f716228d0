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

Server::Server(uv_loop_t& loop, Dispatcher& dispatcher, Workers& workers, const Limits& limits,
               spdlog::logger& log)
    : loop_(loop), dispatcher_(dispatcher), workers_(workers), limits_(limits), log_(log) {}

Status Server::listen(FileDescriptor listening) {
    last_listener_ = std::exchange(listener_, make_handle<uv_pipe_t>(loop_, init_pipe, this));
    if (const int failed = uv_pipe_open(listener_.get(), listening.get()); failed != 0) {
        return uv_error(failed);
    }
    listening.release();
    const int failed = uv_listen(reinterpret_cast<uv_stream_t*>(listener_.get()), kBacklog,
                                 [](uv_stream_t* listener, int status) {
                                     if (status == 0) {
                                         static_cast<Server*>(listener->data)->accept(listener);
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

void Server::accept(uv_stream_t* listener) {
    auto pipe = make_handle<uv_pipe_t>(loop_, init_pipe, nullptr);
    if (uv_accept(listener, reinterpret_cast<uv_stream_t*>(pipe.get())) != 0) {
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
    auto answer = dispatcher_.is_long(line) ? Dispatcher::Answer{{}, false, true}
                                            : dispatcher_.answer(line, connection.caller());
    if (answer.is_long) {
        log_.debug("long call bytes={}", line.size());
        long_.emplace(&connection, Long{std::make_shared<LongCall>(line)});
        work(connection);
        return {{}, false, true};
    }
    if (answer.not_ready) {
        waiting_.push_back(&connection);
    }
    log_.debug("call bytes={} answer_bytes={} waits={}", line.size(), answer.line ? answer.line->size() : 0,
               answer.not_ready);
    answered_();
    return {std::move(answer.line), answer.not_ready};
}

void Server::work(Connection& connection) {
    auto& entry = long_.at(&connection);
    entry.working = true;
    workers_.run([call = entry.call] { call->work(); },
                 [this, &connection, call = entry.call] { worked(connection, *call); });
}

/// `connection` may be gone, and another one in its place.
void Server::worked(Connection& connection, const LongCall& call) {
    const auto found = long_.find(&connection);
    if (found == long_.end() || found->second.call.get() != &call) {
        return;
    }
    found->second.working = false;
    if (connection.is_gone()) {
        on_close(connection);  // before the session believes that it was given anything
    } else {
        go_on(connection);
    }
}

void Server::go_on(Connection& connection) {
    const auto found = long_.find(&connection);
    auto progress = dispatcher_.go_on(*found->second.call, connection.caller());
    answered_();
    if (progress.step == Step::Work) {
        work(connection);
    } else if (progress.step == Step::Done) {
        // What a long line holds takes a while to be given back, too.
        workers_.run([call = std::move(found->second.call)] {}, nullptr);
        long_.erase(found);
        connection.answered(std::move(progress.answer.line));
        long_ended_();
    } else if (stopped_) {
        on_close(connection);  // nothing that it could wait for comes any more
    } else {
        waiting_.push_back(&connection);
    }
}

void Server::on_close(Connection& connection) {
    const auto found = long_.find(&connection);
    const bool was_long = found != long_.end();
    if (was_long) {
        found->second.call->abandon(connection.take_frames());
        long_.erase(found);
    }
    connections_.erase(&connection);
    log_.debug("client gone clients={}", connections_.size());
    if (was_long) {
        long_ended_();
    }
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
    for (auto* connection : std::exchange(waiting_, {})) {
        if (connections_.count(connection) == 0) {
            continue;
        }
        if (const auto found = long_.find(connection); found == long_.end()) {
            connection->resume();
        } else if (!found->second.working) {
            go_on(*connection);
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
    last_listener_.reset();
    for (auto* connection : snapshot(connections_)) {
        if (connections_.count(connection) > 0) {
            const auto found = long_.find(connection);
            const bool owed = found != long_.end() && found->second.working;
            connection->finish(owed ? Connection::Later::Owed : Connection::Later::Dropped);
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
