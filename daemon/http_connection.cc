#include "daemon/http_connection.h"

#include <poll.h>

#include <memory>
#include <utility>
#include <variant>

namespace skillwake::daemon {
namespace {

/// A write under way owns its bytes and outlives the connection.
struct HttpWrite {
    uv_write_t request{};
    std::string bytes;
};

}  // namespace

HttpConnection::HttpConnection(uv_loop_t& loop, UvPtr<uv_tcp_t> tcp, Sink& sink, const HttpRules& rules,
                               const HttpTimes& times)
    : tcp_(std::move(tcp)),
      timer_(make_handle<uv_timer_t>(loop, uv_timer_init, this)),
      sink_(sink),
      times_(times),
      reader_(rules) {
    tcp_->data = this;
}

void HttpConnection::enter(State state, std::chrono::milliseconds longest) {
    state_ = state;
    uv_timer_start(
        timer_.get(), [](uv_timer_t* timer) { static_cast<HttpConnection*>(timer->data)->timed_out(); },
        static_cast<std::uint64_t>(longest.count()), 0);
}

void HttpConnection::start() {
    enter(State::Reading, times_.request);
    go_on();
}

void HttpConnection::read() {
    uv_read_start(
        stream(),
        [](uv_handle_t* handle, std::size_t /*suggested*/, uv_buf_t* buffer) {
            auto& area = static_cast<HttpConnection*>(handle->data)->buffer_;
            *buffer = uv_buf_init(area.data(), static_cast<unsigned>(area.size()));
        },
        [](uv_stream_t* stream, ssize_t bytes, const uv_buf_t* /*buffer*/) {
            if (bytes != 0) {
                static_cast<HttpConnection*>(stream->data)->received(bytes);
            }
        });
}

void HttpConnection::received(ssize_t bytes) {
    if (bytes < 0) {
        close();
        return;
    }
    if (state_ == State::Draining) {
        return;
    }
    if (state_ == State::Idle) {
        enter(State::Reading, times_.request);
    }
    reader_.feed({buffer_.data(), static_cast<std::size_t>(bytes)});
    go_on();
}

/// Acts on what has arrived. Nothing is read while a call is answered, so that a client cannot pile up bytes.
void HttpConnection::go_on() {
    auto step = reader_.next();
    if (std::holds_alternative<HttpReader::NeedsBytes>(step)) {
        read();
        return;
    }
    uv_read_stop(stream());
    if (std::holds_alternative<HttpReader::NeedsContinue>(step)) {
        interim_ = true;
        write(kHttpContinue);
    } else if (const auto* refusal = std::get_if<HttpAnswer>(&step)) {
        answer(*refusal, KeepAlive::No);
    } else {
        call_ = std::get<HttpCall>(std::move(step));
        ask();
    }
}

void HttpConnection::ask() {
    if (const auto said = sink_.on_call(*this, call_)) {
        answer(*said, call_.keep_alive);
    } else if (state_ != State::Waiting) {
        enter(State::Waiting, times_.loading);
    }
}

void HttpConnection::resume() {
    if (state_ == State::Waiting) {
        ask();
    }
}

void HttpConnection::answered(const HttpAnswer& said) {
    if (state_ == State::Waiting) {
        answer(said, call_.keep_alive);
    }
}

bool HttpConnection::is_gone() const {
    pollfd end{};
    return uv_fileno(reinterpret_cast<const uv_handle_t*>(tcp_.get()), &end.fd) != 0 ||
           (::poll(&end, 1, 0) == 1 && (end.revents & (POLLHUP | POLLERR)) != 0);
}

void HttpConnection::finish(Later later) {
    if (state_ == State::Waiting && later == Later::Owed) {
        call_.keep_alive = KeepAlive::No;
    } else if (state_ == State::Writing) {
        keep_alive_ = KeepAlive::No;
    } else if (state_ == State::Waiting) {
        sink_.on_given_up(*this);
        answer({}, KeepAlive::No);
    } else if (state_ != State::Draining) {
        close();
    }
}

void HttpConnection::answer(const HttpAnswer& answer, KeepAlive keep_alive) {
    call_ = {};
    keep_alive_ = keep_alive;
    enter(State::Writing, times_.request);
    write(to_bytes(answer, keep_alive));
}

void HttpConnection::write(std::string bytes) {
    auto request = std::make_unique<HttpWrite>();
    request->bytes = std::move(bytes);
    const auto whole = uv_buf_init(request->bytes.data(), static_cast<unsigned>(request->bytes.size()));
    auto* raw = request.release();
    raw->request.data = raw;
    const int started = uv_write(&raw->request, stream(), &whole, 1, [](uv_write_t* done, int status) {
        const std::unique_ptr<HttpWrite> owned(static_cast<HttpWrite*>(done->data));
        // The connection may be gone: then it has taken itself out of its handle.
        if (auto* connection = static_cast<HttpConnection*>(done->handle->data); connection != nullptr) {
            connection->written(status == 0);
        }
    });
    if (started != 0) {
        delete raw;
        close();
    }
}

void HttpConnection::written(bool sent) {
    if (!sent) {
        close();
    } else if (std::exchange(interim_, false)) {
        go_on();
    } else if (keep_alive_ == KeepAlive::No) {
        drain();
    } else {
        const bool idle = reader_.is_between_requests();
        enter(idle ? State::Idle : State::Reading, idle ? times_.idle : times_.request);
        go_on();
    }
}

/// A socket that is closed with bytes unread takes back its answer: they are read, and dropped.
void HttpConnection::drain() {
    enter(State::Draining, times_.request);
    auto* request = new uv_shutdown_t;
    const int started =
        uv_shutdown(request, stream(), [](uv_shutdown_t* done, int /*status*/) { delete done; });
    if (started != 0) {
        delete request;
        close();
        return;
    }
    read();
}

void HttpConnection::timed_out() {
    if (state_ == State::Waiting) {
        sink_.on_given_up(*this);
        answer({}, call_.keep_alive);
    } else {
        close();
    }
}

void HttpConnection::close() {
    sink_.on_close(*this);
}

}  // namespace skillwake::daemon
