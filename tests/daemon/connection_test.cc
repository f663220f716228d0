#include "daemon/connection.h"

#include "base/file_descriptor.h"

#include <doctest/doctest.h>
#include <uv.h>

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace skillwake::daemon {
namespace {

/// One connection on a loop of its own. What the sink does with a line is the test's choice; the client's end
/// is a plain descriptor. run() turns the loop until nothing more happens.
class Wire final : public Connection::Sink {
public:
    using React = std::function<Connection::Reply(Connection&, std::string_view)>;

    explicit Wire(React react, Connection::Limits limits = {1'000, 4'000'000, 60'000})
        : react_(std::move(react)) {
        std::signal(SIGPIPE, SIG_IGN);  // as main does
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
        client = FileDescriptor(ends[0]);
        REQUIRE(uv_loop_init(&loop_) == 0);
        const auto init = [](uv_loop_t* loop, uv_pipe_t* pipe) { return uv_pipe_init(loop, pipe, 0); };
        auto pipe = make_handle<uv_pipe_t>(loop_, init, nullptr);
        REQUIRE(uv_pipe_open(pipe.get(), ends[1]) == 0);
        stream_ = reinterpret_cast<uv_stream_t*>(pipe.get());
        connection = std::make_unique<Connection>(std::move(pipe), *this, limits);
        connection->start();
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire() override {
        connection.reset();
        turn_.reset();
        uv_run(&loop_, UV_RUN_DEFAULT);
        CHECK(uv_loop_close(&loop_) == 0);
    }

    void run() {
        for (int quiet = 0; quiet < 3; ++quiet) {
            const auto before = lines.size() + static_cast<std::size_t>(closed);
            uv_run(&loop_, UV_RUN_NOWAIT);
            quiet = before == lines.size() + static_cast<std::size_t>(closed) ? quiet : 0;
        }
    }
    void say(std::string_view bytes) const {
        CHECK(::send(client.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(bytes.size()));
    }
    /// All that has arrived at the client; "<end>" behind it when the daemon has closed.
    std::string heard() const {
        std::string all;
        std::array<char, 65'536> part{};
        for (;;) {
            const auto got = ::recv(client.get(), part.data(), part.size(), 0);
            if (got <= 0) {
                return all + (got == 0 ? "<end>" : "");
            }
            all.append(part.data(), static_cast<std::size_t>(got));
        }
    }
    /// Calls `call` in each turn of the loop, as long as the wire lives.
    void each_turn(std::function<void()> call) {
        turn_call_ = std::move(call);
        turn_ = make_handle<uv_check_t>(loop_, uv_check_init, this);
        uv_check_start(turn_.get(), [](uv_check_t* check) { static_cast<Wire*>(check->data)->turn_call_(); });
        uv_unref(reinterpret_cast<uv_handle_t*>(turn_.get()));
    }
    /// Runs until `done` says so, a millisecond at a time.
    void wait_until(const std::function<bool()>& done) {
        const auto waker = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
        uv_timer_start(
            waker.get(), [](uv_timer_t* /*timer*/) {}, 1, 1);
        while (!done()) {
            uv_run(&loop_, UV_RUN_ONCE);
        }
    }
    std::size_t unsent() const { return uv_stream_get_write_queue_size(stream_); }
    /// Runs and reads in turns until the daemon has closed.
    std::string heard_to_the_end() {
        std::string all;
        while (!all.ends_with("<end>")) {
            run();
            all += heard();
        }
        return all;
    }

    FileDescriptor client;
    std::unique_ptr<Connection> connection;
    std::vector<std::string> lines;
    int closed = 0;

private:
    Connection::Reply on_line(Connection& asked, std::string_view line) override {
        lines.emplace_back(line);
        return react_(asked, line);
    }
    void on_close(Connection& /*ended*/) override {
        ++closed;
        connection.reset();
    }

    React react_;
    uv_loop_t loop_{};
    uv_stream_t* stream_ = nullptr;  ///< the connection's, as long as that lives
    UvPtr<uv_check_t> turn_;
    std::function<void()> turn_call_;
};

Connection::Reply echo(Connection& /*connection*/, std::string_view line) {
    return {std::string(line)};
}

TEST_CASE("Lines are answered in order, however the bytes arrive; blank ones are passed over") {
    Wire wire(echo);
    wire.say("a\n\n\r\nb\nc");
    wire.run();
    CHECK(wire.heard() == "a\nb\n");
    for (const char byte : std::string("cc\nd\n")) {
        wire.say({&byte, 1});
        wire.run();
    }
    CHECK(wire.heard() == "ccc\nd\n");
}

TEST_CASE("A line of the limit is answered, one past it gets an error and the end") {
    Wire wire(echo, {10, 1'000, 60'000});
    wire.say("0123456789\n");
    wire.run();
    CHECK(wire.heard() == "0123456789\n");
    wire.say("0123456789A");
    const auto answer = wire.heard_to_the_end();
    CHECK(answer.starts_with(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32003)"));
    CHECK(wire.closed == 1);
    CHECK(wire.lines.size() == 1);
}

TEST_CASE("A client that closes its sending side gets the answers that it is owed, then the end") {
    Wire wire(echo);
    wire.say("a\nb\nunfinished");
    REQUIRE(::shutdown(wire.client.get(), SHUT_WR) == 0);
    CHECK(wire.heard_to_the_end() == "a\nb\n<end>");
    CHECK(wire.closed == 1);
}

TEST_CASE("A line that waits holds back those behind it until it is resumed") {
    bool ready = false;
    Wire wire([&ready](Connection& /*connection*/, std::string_view line) {
        return line == "wait" && !ready ? Connection::Reply{std::nullopt, true}
                                        : Connection::Reply{std::string(line)};
    });
    wire.say("a\nwait\nb\n");
    wire.run();
    CHECK(wire.heard() == "a\n");
    wire.connection->resume();
    wire.run();
    CHECK(wire.heard().empty());
    ready = true;
    wire.connection->resume();
    wire.run();
    CHECK(wire.heard() == "wait\nb\n");
    wire.say("c\n");
    wire.run();
    CHECK(wire.heard() == "c\n");
}

TEST_CASE("A half-closed client whose line waits is still answered") {
    bool ready = false;
    Wire wire([&ready](Connection& /*connection*/, std::string_view line) {
        return ready ? Connection::Reply{std::string(line)} : Connection::Reply{std::nullopt, true};
    });
    wire.say("a\nb\n");
    REQUIRE(::shutdown(wire.client.get(), SHUT_WR) == 0);
    wire.run();
    CHECK(wire.closed == 0);
    ready = true;
    wire.connection->resume();
    CHECK(wire.heard_to_the_end() == "a\nb\n<end>");
}

TEST_CASE("A client that does not read is not read from, and gets everything once it reads") {
    const std::string answer(100'000, 'x');
    Wire wire([&answer](Connection& /*connection*/, std::string_view /*line*/) {
        return Connection::Reply{answer};
    });
    std::string many;
    for (int number = 0; number < 100; ++number) {
        many += "q\n";
    }
    wire.say(many);
    wire.run();
    CHECK(wire.lines.size() < 30);  // about 1 MB of answers
    std::size_t taken = 0;
    const std::string further(60'000, '\n');
    for (int tries = 0; tries < 200; ++tries) {
        const auto sent = ::send(wire.client.get(), further.data(), further.size(), MSG_NOSIGNAL);
        taken += sent > 0 ? static_cast<std::size_t>(sent) : 0;
        wire.run();
    }
    CHECK(taken < 4'000'000);  // what the system holds, and no more
    REQUIRE(::shutdown(wire.client.get(), SHUT_WR) == 0);
    CHECK(wire.heard_to_the_end().size() == 100 * (answer.size() + 1) + std::string_view("<end>").size());
    CHECK(wire.lines.size() == 100);
}

TEST_CASE("An answer in pieces arrives whole, however little of it the client takes at once") {
    const auto body = std::make_shared<const std::string>(std::string(700'000, 'B'));
    protocol::Rope answer("<");
    answer.add(body);
    answer.own().append("|");
    answer.add(std::make_shared<const std::string>("S"));
    answer.add(body);
    answer.own().append(">");
    Wire wire([&answer](Connection& /*connection*/, std::string_view /*line*/) {
        return Connection::Reply{answer};
    });
    wire.say("q\nq\n");
    wire.run();
    REQUIRE(::shutdown(wire.client.get(), SHUT_WR) == 0);
    const auto line = answer.text() + "\n";
    CHECK(wire.heard_to_the_end() == line + line + "<end>");
}

TEST_CASE("A shared text is kept for a client that is gone until libuv lets it go, and no longer") {
    auto body = std::make_shared<const std::string>(std::string(2'000'000, 'B'));
    const std::weak_ptr<const std::string> watched = body;
    {
        Wire wire([&body](Connection& /*connection*/, std::string_view /*line*/) {
            protocol::Rope answer;
            answer.add(std::move(body));
            return Connection::Reply{std::move(answer)};
        });
        wire.say("q\n");
        wire.run();
        CHECK(!watched.expired());  // a part of it is not sent yet
    }
    CHECK(watched.expired());
}

TEST_CASE("A client whose unsent answers pass the limit is dropped") {
    Wire wire(echo, {1'000, 500'000, 60'000});
    int sent = 0;
    while (wire.closed == 0 && sent < 1'000) {
        wire.connection->send(std::string(10'000, 'x'));
        ++sent;
    }
    CHECK(wire.closed == 1);
    CHECK(sent > 50);
    CHECK(sent < 1'000);
}

TEST_CASE(
    "A client that is told something while it is answered, and has gone, ends once and behind its line") {
    for (const bool reply : {true, false}) {
        CAPTURE(reply);
        Wire* wire_of_line = nullptr;
        Wire wire([&](Connection& connection, std::string_view line) {
            wire_of_line->client = FileDescriptor();  // it hangs up
            connection.send(std::string("note one"));
            connection.send(std::string("note two"));
            CHECK(wire_of_line->closed == 0);
            return reply ? Connection::Reply{std::string(line)} : Connection::Reply{};
        });
        wire_of_line = &wire;
        wire.say("a\nb\n");
        wire.run();
        CHECK(wire.closed == 1);
        CHECK(wire.lines.size() == 1);
    }
}

TEST_CASE("A client that sends many lines at once is answered in turns") {
    int others = 0;
    Wire wire([&others](Connection& /*connection*/, std::string_view line) {
        const auto until = uv_hrtime() + 50'000;
        while (uv_hrtime() < until) {
        }
        return Connection::Reply{std::to_string(others) + ":" + std::string(line)};
    });
    wire.each_turn([&others] { ++others; });
    std::string many;
    for (int number = 0; number < 300; ++number) {
        many += "q\n";
    }
    wire.say(many);
    wire.run();
    CHECK(wire.lines.size() == 300);
    CHECK(others > 20);
    CHECK(wire.heard().substr(0, 4) != std::to_string(others) + ":q");
    // Also to the end of one that says no more.
    wire.say(many);
    REQUIRE(::shutdown(wire.client.get(), SHUT_WR) == 0);
    CHECK(wire.heard_to_the_end().ends_with("q\n<end>"));
    CHECK(wire.lines.size() == 600);
}

TEST_CASE("A client that takes none of its answers for too long is dropped") {
    Wire wire(echo, {1'000, 4'000'000, 30});
    while (wire.unsent() == 0) {
        wire.connection->send(std::string(100'000, 'x'));
    }
    wire.wait_until([&wire] { return wire.closed == 1; });
    CHECK(wire.closed == 1);
}

TEST_CASE("A client that takes its answers slowly is not dropped") {
    // All of it takes longer than the limit, each part a tenth of it.
    Wire wire(echo, {1'000, 4'000'000, 400});
    while (wire.unsent() < 2'000'000) {
        wire.connection->send(std::string(500'000, 'x'));
    }
    std::size_t taken = 0;
    int turn = 0;
    wire.wait_until([&] {
        std::array<char, 30'000> part{};  // a part of one answer at a time
        if (++turn % 10 != 0) {
            return false;
        }
        const auto got = ::recv(wire.client.get(), part.data(), part.size(), 0);
        taken += got > 0 ? static_cast<std::size_t>(got) : 0;
        return wire.unsent() == 0;
    });
    CHECK(wire.closed == 0);
    CHECK(taken > 1'000'000);
}

TEST_CASE("A connection with a limited life ends when it is over") {
    Wire wire(echo);
    wire.connection->end_after(20);
    wire.say("a\n");
    wire.run();
    CHECK(wire.heard() == "a\n");
    wire.wait_until([&wire] { return wire.closed == 1; });
    CHECK(wire.heard() == "<end>");
}

TEST_CASE("A finished connection sends what is answered, reads no more and closes") {
    Wire wire(echo);
    wire.say("a\n");
    wire.run();
    wire.connection->finish(Connection::Later::Owed);
    CHECK(wire.heard_to_the_end() == "a\n<end>");
    CHECK(wire.closed == 1);
}

TEST_CASE("A client that vanishes in the middle of a line ends its connection") {
    Wire wire(echo);
    wire.say("unfin");
    wire.client = FileDescriptor();
    wire.run();
    CHECK(wire.closed == 1);
    CHECK(wire.lines.empty());
}

}  // namespace
}  // namespace skillwake::daemon
