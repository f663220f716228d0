#include "daemon/http_server.h"

#include "daemon/http_token.h"

#include <netinet/in.h>

#include <system_error>
#include <utility>

namespace skillwake::daemon {
namespace {

constexpr int kBacklog = 64;
constexpr const char* kIpv4 = "127.0.0.1";
constexpr const char* kIpv6 = "::1";

int port_of(const uv_tcp_t& tcp) {
    sockaddr_storage bound{};
    int size = sizeof bound;
    if (const int failed = uv_tcp_getsockname(&tcp, reinterpret_cast<sockaddr*>(&bound), &size);
        failed != 0) {
        return failed;
    }
    return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(bound).sin6_port
                                             : reinterpret_cast<const sockaddr_in&>(bound).sin_port);
}

int bind_to(uv_tcp_t& tcp, const char* address, int port) {
    if (sockaddr_in6 ipv6{}; uv_ip6_addr(address, port, &ipv6) == 0) {
        return uv_tcp_bind(&tcp, reinterpret_cast<const sockaddr*>(&ipv6), UV_TCP_IPV6ONLY);
    }
    sockaddr_in ipv4{};
    const int failed = uv_ip4_addr(address, port, &ipv4);
    return failed != 0 ? failed : uv_tcp_bind(&tcp, reinterpret_cast<const sockaddr*>(&ipv4), 0);
}

/// What the host prints; nothing to say is an empty body.
HttpAnswer answer_of(protocol::RawJson output) {
    return {200, output.text == "null" ? "" : std::move(output.text)};
}

HttpAnswer answer_of(const Error& error) {
    const bool theirs = error.code() == Errc::Invalid || error.code() == Errc::NotFound;
    return http_refusal(theirs ? 400 : 500, error.message());
}

}  // namespace

HttpServer::HttpServer(uv_loop_t& loop, Dispatcher& dispatcher, Workers& workers, const Limits& limits,
                       spdlog::logger& log)
    : loop_(loop), dispatcher_(dispatcher), workers_(workers), limits_(limits), log_(log) {}

HttpServer::~HttpServer() {
    if (!url_.empty()) {
        std::error_code ignored;
        std::filesystem::remove(options_.url_file, ignored);
    }
}

Status HttpServer::listen(const HttpOptions& options) {
    options_ = options;
    auto token = http_token(options.token_file);
    if (!token) {
        return std::move(token).error().context("http");
    }
    rules_.token = *std::move(token);
    rules_.body_bytes = limits_.frame_bytes;
    rules_.port = options.port;
    times_.request = std::chrono::milliseconds(limits_.http_request_ms);
    if (auto bound = bind(kIpv4); !bound) {
        return std::move(bound).error().context("http: port " + std::to_string(options.port));
    }
    // `localhost` may mean either. Where there is no IPv6, or the port is taken there, nobody is misled:
    // clients are told the other address.
    if (const auto bound = bind(kIpv6); !bound) {
        log_.info("http: not on {}: {}", kIpv6, bound.error().message());
    }
    url_ = "http://" + std::string(kIpv4) + ":" + std::to_string(rules_.port) + "/hook";
    if (const auto written = write_private(options_.url_file, url_ + "\n"); !written) {
        log_.warn("http: the URL is not written down: {}", written.error().message());
    }
    log_.info("serving url={} token_file={}", url_, options_.token_file.string());
    return Ok{};
}

/// Listens at rules_.port, and puts the real one there when it is 0.
Status HttpServer::bind(const char* address) {
    auto tcp = make_handle<uv_tcp_t>(loop_, uv_tcp_init, this);
    int failed = bind_to(*tcp, address, rules_.port);
    if (failed == 0) {
        failed = uv_listen(reinterpret_cast<uv_stream_t*>(tcp.get()), kBacklog,
                           [](uv_stream_t* listener, int status) {
                               if (status == 0) {
                                   static_cast<HttpServer*>(listener->data)->accept(listener);
                               }
                           });
    }
    const int port = failed == 0 ? port_of(*tcp) : failed;
    if (port < 0) {
        return uv_error(port);
    }
    rules_.port = static_cast<std::uint16_t>(port);
    listeners_.push_back(std::move(tcp));
    return Ok{};
}

void HttpServer::accept(uv_stream_t* listener) {
    auto tcp = make_handle<uv_tcp_t>(loop_, uv_tcp_init, nullptr);
    if (uv_accept(listener, reinterpret_cast<uv_stream_t*>(tcp.get())) != 0) {
        return;
    }
    if (connections_.size() >= limits_.http_clients) {
        log_.warn("http client refused reason=\"too many\" clients={}", connections_.size());
        return;
    }
    uv_tcp_nodelay(tcp.get(), 1);
    auto connection = std::make_unique<HttpConnection>(loop_, std::move(tcp), *this, rules_, times_);
    auto& accepted = *connection;
    connections_.emplace(&accepted, std::move(connection));
    log_.debug("http client connected clients={}", connections_.size());
    accepted.start();
}

std::optional<HttpAnswer> HttpServer::on_call(HttpConnection& connection, HttpCall& call) {
    protocol::HookParams params;
    params.input.text = std::move(call.body);
    params.host = call.host;
    auto output = dispatcher_.is_long(params) ? Error(Errc::ForWorker, {}) : dispatcher_.hook(params);
    answered_();
    if (!output && output.error().code() == Errc::ForWorker) {
        long_.emplace(&connection, Long{std::make_shared<LongPost>(std::move(params))});
        work(connection);
        return std::nullopt;
    }
    call.body = std::move(params.input.text);
    const bool waits = !output && output.error().code() == Errc::NotReady;
    log_.debug("http call bytes={} waits={}", call.body.size(), waits);
    if (waits) {
        return std::nullopt;
    }
    return output ? answer_of(*std::move(output)) : answer_of(output.error());
}

void HttpServer::work(HttpConnection& connection) {
    auto& entry = long_.at(&connection);
    entry.working = true;
    workers_.run([post = entry.post] { post->work(); },
                 [this, &connection, post = entry.post] { worked(connection, *post); });
}

/// `connection` may be gone, and another one in its place.
void HttpServer::worked(HttpConnection& connection, const LongPost& post) {
    const auto found = long_.find(&connection);
    if (found == long_.end() || found->second.post.get() != &post) {
        return;
    }
    found->second.working = false;
    if (connection.is_gone()) {
        on_close(connection);
    } else {
        go_on(connection);
    }
}

void HttpServer::go_on(HttpConnection& connection) {
    const auto found = long_.find(&connection);
    auto progress = dispatcher_.go_on(*found->second.post);
    answered_();
    if (progress.step == Step::Work) {
        work(connection);
    } else if (progress.step == Step::Done) {
        workers_.run([post = std::move(found->second.post)] {}, nullptr);
        long_.erase(found);
        auto& output = *progress.output;
        connection.answered(output ? answer_of(*std::move(output)) : answer_of(output.error()));
        long_ended_();
    }
}

void HttpServer::on_given_up(HttpConnection& connection) {
    if (const auto found = long_.find(&connection); found != long_.end()) {
        found->second.post->abandon();
        long_.erase(found);
        long_ended_();
    }
}

void HttpServer::on_close(HttpConnection& connection) {
    on_given_up(connection);
    connections_.erase(&connection);
    log_.debug("http client gone clients={}", connections_.size());
    finish_if_empty();
}

/// The connections of now: calling one may end it or others, so that the map itself cannot be walked.
std::vector<HttpConnection*> HttpServer::snapshot() const {
    std::vector<HttpConnection*> list;
    list.reserve(connections_.size());
    for (const auto& [raw, owned] : connections_) {
        list.push_back(raw);
    }
    return list;
}

void HttpServer::resume_waiting() {
    for (auto* connection : snapshot()) {
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

void HttpServer::stop(std::function<void()> done) {
    stopped_ = std::move(done);
    listeners_.clear();
    for (auto* connection : snapshot()) {
        if (connections_.count(connection) > 0) {
            const auto found = long_.find(connection);
            const bool owed = found != long_.end() && found->second.working;
            connection->finish(owed ? HttpConnection::Later::Owed : HttpConnection::Later::Dropped);
        }
    }
    finish_if_empty();
}

void HttpServer::drop_clients() {
    for (auto* connection : snapshot()) {
        if (connections_.count(connection) > 0) {
            on_close(*connection);
        }
    }
}

std::optional<protocol::HttpStatus> HttpServer::status() const {
    if (url_.empty()) {
        return std::nullopt;
    }
    return protocol::HttpStatus{url_, options_.token_file.string(), connections_.size()};
}

void HttpServer::finish_if_empty() {
    if (stopped_ && connections_.empty()) {
        std::exchange(stopped_, nullptr)();
    }
}

}  // namespace skillwake::daemon
