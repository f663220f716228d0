#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "daemon/connection.h"
#include "daemon/dispatcher.h"
#include "daemon/limits.h"
#include "daemon/uv_handle.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace skillwake::daemon {

/// Accepts clients of our own user and lets the dispatcher answer them. Loop thread only.
class Server final : public Connection::Sink {
public:
    /// All but the descriptor must outlive the server.
    Server(uv_loop_t& loop, Dispatcher& dispatcher, const Limits& limits, spdlog::logger& log);

    /// `listening`: a bound Unix socket.
    Status listen(FileDescriptor listening);

    /// A workspace may be loaded now: those who wait for one are tried again.
    void resume_waiting();
    /// Sends a line to everybody who subscribed.
    void publish(const std::string& line);
    /// No new clients; the others get what they are owed, then `done` is called.
    void stop(std::function<void()> done);
    /// Ends every connection, whatever it is owed.
    void drop_clients();

    std::size_t clients() const { return connections_.size(); }
    std::size_t subscribers() const;

    /// Called after each line that was answered: roots may be wanted.
    void on_answered(std::function<void()> call) { answered_ = std::move(call); }

private:
    Connection::Reply on_line(Connection& connection, std::string_view line) override;
    void on_close(Connection& connection) override;

    void accept();
    bool is_ours(uv_pipe_t& pipe) const;
    void finish_if_empty();

    uv_loop_t& loop_;
    Dispatcher& dispatcher_;
    const Limits& limits_;
    spdlog::logger& log_;
    UvPtr<uv_pipe_t> listener_;
    std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
    std::function<void()> answered_;
    std::function<void()> stopped_;
};

}  // namespace skillwake::daemon
