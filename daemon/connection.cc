#include "daemon/connection.h"

#include "protocol/rpc.h"

#include <poll.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace skillwake::daemon {
namespace {

/// Unsent bytes above which a client is not read from: it gets no more answers than it takes.
constexpr std::size_t kPauseBytes = 1U << 20U;

/// How long one client's lines are answered before others are heard.
constexpr std::uint64_t kTurnNs = 250'000;

/// A write under way owns its line, or shares in it, and outlives the connection.
struct WriteRequest {
    uv_write_t request{};
    protocol::Rope line;
};

/// What libuv is told of `line` behind its first `sent` bytes; views into it.
std::vector<uv_buf_t> buffers_of(const protocol::Rope& line, std::size_t sent) {
    std::vector<uv_buf_t> buffers;
    for (auto piece : line.pieces()) {
        const auto skipped = std::min(sent, piece.size());
        sent -= skipped;
        piece.remove_prefix(skipped);
        if (!piece.empty()) {
            // libuv's buffers serve reads too; it does not write into these.
            buffers.push_back(
                uv_buf_init(const_cast<char*>(piece.data()), static_cast<unsigned>(piece.size())));
        }
    }
    return buffers;
}

}  // namespace

Connection::Connection(UvPtr<uv_pipe_t> pipe, Sink& sink, const Limits& limits)
    : pipe_(std::move(pipe)), sink_(sink), limits_(limits), frames_(limits.frame_bytes) {
    pipe_->data = this;
}

void Connection::start() {
    read_or_pause();
}

void Connection::on_alloc(uv_handle_t* handle, std::size_t /*suggested*/, uv_buf_t* buffer) {
    const auto area = static_cast<Connection*>(handle->data)->frames_.write_area();
    *buffer = uv_buf_init(area.data(), static_cast<unsigned>(area.size()));
}

void Connection::on_read(uv_stream_t* stream, ssize_t bytes, const uv_buf_t* /*buffer*/) {
    static_cast<Connection*>(stream->data)->received(bytes);
}

void Connection::received(ssize_t bytes) {
    if (bytes == UV_EOF) {
        ending_ = true;
        answer_lines();
    } else if (bytes < 0) {
        sink_.on_close(*this);
    } else {
        frames_.wrote(static_cast<std::size_t>(bytes));
        answer_lines();
    }
}

/// Whether this client has been answered long enough in this turn of the loop, which may read several times.
bool Connection::turn_is_over() {
    const auto now = uv_hrtime();
    if (const auto tick = uv_now(pipe_->loop); tick != turn_tick_) {
        turn_tick_ = tick;
        turn_began_ns_ = now;
    }
    return now - turn_began_ns_ > kTurnNs;
}

/// Goes on when the loop has heard everybody else.
void Connection::wait_for_turn() {
    next_turn_ = make_handle<uv_idle_t>(*pipe_->loop, uv_idle_init, this);
    uv_idle_start(next_turn_.get(), [](uv_idle_t* idle) {
        auto* connection = static_cast<Connection*>(idle->data);
        connection->next_turn_.reset();
        connection->answer_lines();
    });
}

/// Answers the whole lines that have arrived, until one has to wait, the client does not take its answers, or
/// its turn is over.
void Connection::answer_lines() {
    bool all_answered = false;
    while (!all_answered && !waiting_ && !later_ && !shutting_down_ && !next_turn_ &&
           unsent_bytes() < kPauseBytes) {
        const auto line = frames_.next();
        if (!line) {
            refuse(line.error());
            return;
        }
        all_answered = !line->has_value();
        // A blank line between requests is no request.
        if (!all_answered && !(*line)->empty() && answer(**line) == Next::Closed) {
            return;
        }
        if (!all_answered && turn_is_over()) {
            wait_for_turn();
        }
    }
    if (ending_ && all_answered) {
        shut_down();
    } else {
        read_or_pause();
    }
}

/// The stream cannot be read any further: says why, and closes.
void Connection::refuse(const Error& error) {
    ending_ = true;
    const protocol::RpcError answer{protocol::RpcCode::TooLarge, error.message(), {}};
    if (write(protocol::make_error({"null"}, answer)) == Next::GoOn) {
        read_or_pause();
        shut_down();
    }
}

Connection::Next Connection::answer(std::string_view line) {
    answering_ = true;
    auto reply = sink_.on_line(*this, line);
    answering_ = false;
    if (broken_) {
        return close();
    }
    if (reply.not_ready) {
        waiting_ = std::string(line);
        return Next::GoOn;
    }
    later_ = reply.later;
    return reply.line ? write(*std::move(reply.line)) : Next::GoOn;
}

void Connection::answered(std::optional<protocol::Rope> line) {
    later_ = false;
    if (line && write(*std::move(line)) == Next::Closed) {
        return;
    }
    if (finishing_) {
        shut_down();
    } else {
        answer_lines();
    }
}

/// Of a Unix socket both directions end when the other side has closed it, or is dead.
bool Connection::is_gone() const {
    pollfd end{};
    if (uv_fileno(reinterpret_cast<const uv_handle_t*>(pipe_.get()), &end.fd) != 0) {
        return true;
    }
    return ::poll(&end, 1, 0) == 1 && (end.revents & (POLLHUP | POLLERR)) != 0;
}

void Connection::resume() {
    if (!waiting_) {
        return;
    }
    const auto line = *std::exchange(waiting_, std::nullopt);
    if (answer(line) == Next::GoOn && !waiting_ && !later_) {
        answer_lines();
    }
}

void Connection::send(protocol::Rope line) {
    if (!shutting_down_ && !broken_) {
        (void)write(std::move(line));
    }
}

/// A client that subscribed is told of its own event too: it must not end while the sink still has that line.
Connection::Next Connection::close() {
    if (answering_) {
        broken_ = true;
    } else {
        sink_.on_close(*this);
    }
    return Next::Closed;
}

void Connection::finish(Later later) {
    ending_ = true;
    read_or_pause();
    if (later_ && later == Later::Owed) {
        finishing_ = true;
    } else {
        shut_down();
    }
}

Connection::Next Connection::write(protocol::Rope line) {
    line.own().push_back('\n');
    if (unsent_bytes() > 0) {
        return queue(std::move(line), 0);
    }
    const auto whole = buffers_of(line, 0);
    const int tried = uv_try_write(stream(), whole.data(), static_cast<unsigned>(whole.size()));
    if (tried < 0 && tried != UV_EAGAIN) {
        return close();
    }
    const auto sent = tried < 0 ? 0 : static_cast<std::size_t>(tried);
    return sent == line.size() ? Next::GoOn : queue(std::move(line), sent);
}

/// Sends what lies behind the first `sent` bytes as soon as the client takes it.
Connection::Next Connection::queue(protocol::Rope line, std::size_t sent) {
    if (unsent_bytes() + line.size() > limits_.write_queue_bytes) {
        return close();
    }
    auto request = std::make_unique<WriteRequest>();
    request->line = std::move(line);
    const auto rest = buffers_of(request->line, sent);
    auto* raw = request.release();
    raw->request.data = raw;
    uv_write(&raw->request, stream(), rest.data(), static_cast<unsigned>(rest.size()),
             [](uv_write_t* done, int /*status*/) {
                 const std::unique_ptr<WriteRequest> owned(static_cast<WriteRequest*>(done->data));
                 // The connection may be gone: then it has taken itself out of its handle.
                 if (auto* connection = static_cast<Connection*>(done->handle->data); connection != nullptr) {
                     connection->written();
                 }
             });
    if (!stall_) {
        watch_for_stall();
    }
    return Next::GoOn;
}

/// Looks now and then whether the client takes anything of what it is owed.
void Connection::watch_for_stall() {
    if (!stall_) {
        stall_ = make_handle<uv_timer_t>(*pipe_->loop, uv_timer_init, this);
    }
    unsent_before_ = unsent_bytes();
    uv_timer_start(
        stall_.get(), [](uv_timer_t* timer) { static_cast<Connection*>(timer->data)->stalled(); },
        limits_.write_stall_ms, 0);
}

void Connection::stalled() {
    if (unsent_bytes() < unsent_before_) {
        watch_for_stall();
    } else {
        sink_.on_close(*this);
    }
}

void Connection::end_after(std::uint64_t milliseconds) {
    life_ = make_handle<uv_timer_t>(*pipe_->loop, uv_timer_init, this);
    uv_timer_start(
        life_.get(),
        [](uv_timer_t* timer) {
            auto* connection = static_cast<Connection*>(timer->data);
            connection->sink_.on_close(*connection);
        },
        milliseconds, 0);
}

void Connection::written() {
    if (unsent_bytes() > 0) {
        watch_for_stall();
    } else {
        stall_.reset();
    }
    if (!shutting_down_) {
        answer_lines();
    }
}

std::size_t Connection::unsent_bytes() {
    return uv_stream_get_write_queue_size(stream());
}

void Connection::read_or_pause() {
    const bool wanted = !ending_ && !waiting_ && !later_ && !next_turn_ && unsent_bytes() < kPauseBytes;
    if (wanted && !reading_) {
        reading_ = uv_read_start(stream(), on_alloc, on_read) == 0;
    } else if (!wanted && reading_) {
        uv_read_stop(stream());
        reading_ = false;
    }
}

/// Sends what is queued, then closes.
void Connection::shut_down() {
    if (std::exchange(shutting_down_, true)) {
        return;
    }
    auto* request = new uv_shutdown_t;
    const int started = uv_shutdown(request, stream(), [](uv_shutdown_t* done, int /*status*/) {
        const std::unique_ptr<uv_shutdown_t> owned(done);
        if (auto* connection = static_cast<Connection*>(done->handle->data); connection != nullptr) {
            connection->sink_.on_close(*connection);
        }
    });
    if (started != 0) {
        delete request;
        sink_.on_close(*this);
    }
}

}  // namespace skillwake::daemon
