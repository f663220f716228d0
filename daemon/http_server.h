#pragma once

#include "base/result.h"
#include "daemon/dispatcher.h"
#include "daemon/http_connection.h"
#include "daemon/limits.h"
#include "daemon/uv_handle.h"
#include "daemon/workers.h"
#include "protocol/daemon.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace skillwake::daemon {

/// What `--http` says.
struct HttpOptions {
    std::uint16_t port = 0;            ///< 0: a free one
    std::filesystem::path token_file;  ///< made where there is none
    std::filesystem::path url_file;    ///< gets the URL, mode 0600; removed at the end
};

/// Takes hooks by HTTP on the loopback and lets the dispatcher answer them. Loop thread only.
class HttpServer final : public HttpConnection::Sink {
public:
    /// All but the options must outlive the server.
    HttpServer(uv_loop_t& loop, Dispatcher& dispatcher, Workers& workers, const Limits& limits,
               spdlog::logger& log);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer() override;

    /// Errors: the token file cannot be used, the port is taken. Then nothing is served.
    Status listen(const HttpOptions& options);

    /// A workspace may be loaded now: those who wait for one are tried again.
    void resume_waiting();
    /// No new clients; the others get what they are owed, then `done` is called. Not while it listens: at
    /// once.
    void stop(std::function<void()> done);
    /// Ends every connection, whatever it is owed.
    void drop_clients();

    /// nullopt: it does not listen.
    std::optional<protocol::HttpStatus> status() const;

    /// Called after each call that was answered: roots may be wanted.
    void on_answered(std::function<void()> call) { answered_ = std::move(call); }
    /// As Server's.
    void on_long_end(std::function<void()> call) { long_ended_ = std::move(call); }

private:
    struct Long {
        std::shared_ptr<LongPost> post;  ///< a worker's too
        bool working = false;            ///< it has it
    };

    std::optional<HttpAnswer> on_call(HttpConnection& connection, HttpCall& call) override;
    void on_given_up(HttpConnection& connection) override;
    void on_close(HttpConnection& connection) override;

    Status bind(const char* address);
    void accept(uv_stream_t* listener);
    std::vector<HttpConnection*> snapshot() const;
    void work(HttpConnection& connection);
    void worked(HttpConnection& connection, const LongPost& post);
    void go_on(HttpConnection& connection);
    void finish_if_empty();

    uv_loop_t& loop_;
    Dispatcher& dispatcher_;
    Workers& workers_;
    const Limits& limits_;
    spdlog::logger& log_;
    HttpRules rules_;
    HttpTimes times_;
    HttpOptions options_;
    std::string url_;  ///< empty: it does not listen
    std::vector<UvPtr<uv_tcp_t>> listeners_;
    std::unordered_map<HttpConnection*, std::unique_ptr<HttpConnection>> connections_;
    std::unordered_map<HttpConnection*, Long> long_;
    std::function<void()> answered_;
    std::function<void()> long_ended_;
    std::function<void()> stopped_;
};

}  // namespace skillwake::daemon
