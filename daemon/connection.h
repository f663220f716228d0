#pragma once

#include "daemon/control.h"
#include "daemon/uv_handle.h"
#include "protocol/frame.h"
#include "protocol/rope.h"

#include <uv.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::daemon {

/// One client: cuts what it sends into lines, hands each to the sink, writes the answers back in order. Loop
/// thread only. A client that sends many lines at once is answered in turns, so that others are heard in
/// between. One that does not read is first not read from, and dropped when its unsent answers pass the limit
/// or when it has taken none for so long.
class Connection {
public:
    struct Reply {
        std::optional<protocol::Rope> line;  ///< without '\n'
        bool not_ready = false;              ///< keep the line and give it again after resume()
        bool later = false;  ///< answered() will be called: the line stays where it is until then
    };
    /// What a connection tells; outlives it.
    class Sink {
    public:
        virtual ~Sink() = default;
        virtual Reply on_line(Connection& connection, std::string_view line) = 0;
        /// The connection is over: the sink ends it, as its last act.
        virtual void on_close(Connection& connection) = 0;
    };
    struct Limits {
        std::size_t frame_bytes;
        std::size_t write_queue_bytes;
        std::uint64_t write_stall_ms;
    };

    /// `pipe` is accepted and connected.
    Connection(UvPtr<uv_pipe_t> pipe, Sink& sink, const Limits& limits);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() = default;

    void start();
    /// Sends a line of the daemon's own. May end the connection.
    void send(protocol::Rope line);
    /// Drops the client when that time is over, whatever it is owed.
    void end_after(std::uint64_t milliseconds);
    /// The workspace that a line waited for may be loaded now: tries it again. May end the connection.
    void resume();
    /// The answer that was to come later; absent: there is none. May end the connection.
    void answered(std::optional<protocol::Rope> line);
    /// No more lines are read; what is answered is still sent, and with Later::Owed the answer that is to
    /// come later, then the connection closes.
    enum class Later { Owed, Dropped };
    void finish(Later later);
    /// Whether the client has closed its end, so that nobody can take an answer. One that only sends no more
    /// is there.
    bool is_gone() const;
    /// What has been read, with the line that is answered later in it; before the connection ends.
    protocol::FrameReader take_frames() { return std::move(frames_); }

    Caller& caller() { return caller_; }

private:
    enum class Next { GoOn, Closed };

    static void on_alloc(uv_handle_t* handle, std::size_t suggested, uv_buf_t* buffer);
    static void on_read(uv_stream_t* stream, ssize_t bytes, const uv_buf_t* buffer);

    uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(pipe_.get()); }
    void received(ssize_t bytes);
    void answer_lines();
    bool turn_is_over();
    void wait_for_turn();
    void watch_for_stall();
    void stalled();
    Next answer(std::string_view line);
    Next write(protocol::Rope line);
    Next queue(protocol::Rope line, std::size_t sent);
    Next close();
    void written();
    void refuse(const Error& error);
    std::size_t unsent_bytes();
    void read_or_pause();
    void shut_down();

    UvPtr<uv_pipe_t> pipe_;
    Sink& sink_;
    Limits limits_;
    protocol::FrameReader frames_;
    std::optional<std::string> waiting_;  ///< a line whose workspace is being loaded
    Caller caller_;
    UvPtr<uv_idle_t> next_turn_;  ///< runs while lines wait for it
    std::uint64_t turn_tick_ = 0;
    std::uint64_t turn_began_ns_ = 0;
    UvPtr<uv_timer_t> stall_;  ///< runs while answers are unsent
    std::size_t unsent_before_ = 0;
    UvPtr<uv_timer_t> life_;
    bool reading_ = false;
    bool answering_ = false;  ///< a line is with the sink
    bool later_ = false;      ///< a line is answered later
    bool finishing_ = false;  ///< with that answer
    bool broken_ = false;     ///< cannot be written to; ends when the sink has given the line back
    bool ending_ = false;     ///< nothing more is read
    bool shutting_down_ = false;
};

}  // namespace skillwake::daemon
