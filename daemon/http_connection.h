#pragma once

#include "daemon/http_reader.h"
#include "daemon/uv_handle.h"

#include <uv.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>

namespace skillwake::daemon {

/// How long a client of HTTP is waited for, and how long it waits for us.
struct HttpTimes {
    std::chrono::milliseconds request{10'000};  ///< until a request is whole, an answer taken, an end noticed
    std::chrono::milliseconds idle{300'000};    ///< between two requests
    std::chrono::milliseconds loading{500};     ///< for a workspace; then the answer is empty
};

/// One client of HTTP: one request after the other, each answered before the next is read. Loop thread only.
class HttpConnection {
public:
    /// What a connection tells; outlives it.
    class Sink {
    public:
        virtual ~Sink() = default;
        /// nullopt: what it waits for is not there; the call is kept and given again by resume(), unless
        /// answered() is called before. Its body may be taken for that.
        virtual std::optional<HttpAnswer> on_call(HttpConnection& connection, HttpCall& call) = 0;
        /// It has waited too long, and was answered without what it asked for.
        virtual void on_given_up(HttpConnection& connection) = 0;
        /// The connection is over: the sink ends it, as its last act.
        virtual void on_close(HttpConnection& connection) = 0;
    };

    /// `tcp` is accepted and connected. `rules` must outlive it.
    HttpConnection(uv_loop_t& loop, UvPtr<uv_tcp_t> tcp, Sink& sink, const HttpRules& rules,
                   const HttpTimes& times);
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;
    ~HttpConnection() = default;

    /// Each of these may end the connection.
    void start();
    /// The workspace that a call waited for may be loaded now.
    void resume();
    /// What it waits for is this.
    void answered(const HttpAnswer& said);
    /// Whether the client has closed both directions, so that nobody can take an answer.
    bool is_gone() const;
    /// What is asked is still answered, unless it waits and not for answered(); else it ends now.
    enum class Later { Owed, Dropped };
    void finish(Later later);

private:
    enum class State {
        Reading,   ///< a request, or the first one is awaited
        Idle,      ///< no byte of the next request has arrived
        Waiting,   ///< for a workspace
        Writing,   ///< an answer
        Draining,  ///< our side is closed: bytes are dropped until the client closes its own
    };

    uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(tcp_.get()); }
    void read();
    void received(ssize_t bytes);
    void go_on();
    void ask();
    void answer(const HttpAnswer& answer, KeepAlive keep_alive);
    void write(std::string bytes);
    void written(bool sent);
    void drain();
    void timed_out();
    void close();
    void enter(State state, std::chrono::milliseconds longest);

    UvPtr<uv_tcp_t> tcp_;
    UvPtr<uv_timer_t> timer_;
    Sink& sink_;
    HttpTimes times_;
    HttpReader reader_;
    HttpCall call_;  ///< that is being answered
    KeepAlive keep_alive_ = KeepAlive::Yes;
    State state_ = State::Reading;
    bool interim_ = false;  ///< what is being written is no answer yet
    std::array<char, 65'536> buffer_{};
};

}  // namespace skillwake::daemon
