#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "daemon/connection.h"
#include "daemon/dispatcher.h"
#include "daemon/limits.h"
#include "daemon/long_call.h"
#include "daemon/uv_handle.h"
#include "daemon/workers.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace skillwake::daemon {

/// Accepts clients of our own user and lets the dispatcher answer them. Loop thread only.
class Server final : public Connection::Sink {
public:
    /// All but the descriptor must outlive the server.
    Server(uv_loop_t& loop, Dispatcher& dispatcher, Workers& workers, const Limits& limits,
           spdlog::logger& log);

    /// `listening`: a bound Unix socket. Again: from now on there.
    Status listen(FileDescriptor listening);

    /// What those wait for who wait may be there now, a workspace or the end of another call: they are tried
    /// again, in the order in which they came.
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
    /// Called when a call in steps has ended: others may wait for its session.
    void on_long_end(std::function<void()> call) { long_ended_ = std::move(call); }

private:
    Connection::Reply on_line(Connection& connection, std::string_view line) override;
    void on_close(Connection& connection) override;

    struct Long {
        std::shared_ptr<LongCall> call;  ///< a worker's too
        bool working = false;            ///< it has it
    };

    void work(Connection& connection);
    void worked(Connection& connection, const LongCall& call);
    void go_on(Connection& connection);

    void accept(uv_stream_t* listener);
    bool is_ours(uv_pipe_t& pipe) const;
    void finish_if_empty();

    uv_loop_t& loop_;
    Dispatcher& dispatcher_;
    Workers& workers_;
    const Limits& limits_;
    spdlog::logger& log_;
    UvPtr<uv_pipe_t> listener_;
    UvPtr<uv_pipe_t> last_listener_;  ///< before it: who has connected there is still accepted
    std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
    std::unordered_map<Connection*, Long> long_;
    std::vector<Connection*> waiting_;  ///< in the order in which they came; some may be gone
    std::function<void()> answered_;
    std::function<void()> long_ended_;
    std::function<void()> stopped_;
};

}  // namespace skillwake::daemon
