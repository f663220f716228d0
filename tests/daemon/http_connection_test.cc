#include "daemon/http_connection.h"

#include "base/file_descriptor.h"

#include <doctest/doctest.h>
#include <uv.h>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skillwake::daemon {
namespace {

using std::chrono::milliseconds;

/// Nothing in these tests waits for a time that is not zero.
constexpr HttpTimes kPatient{milliseconds(3'600'000), milliseconds(3'600'000), milliseconds(3'600'000)};

HttpRules rules() {
    HttpRules made;
    made.port = 80;
    made.token = "t";
    made.body_bytes = 1'000;
    return made;
}

std::string post(const std::string& body) {
    return "POST /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string answer(const std::string& body) {
    return to_bytes({200, body}, KeepAlive::Yes);
}

/// One connection on a loop of its own. What is answered is the test's choice; the client's end is a plain
/// descriptor.
class HttpWire final : public HttpConnection::Sink {
public:
    using React = std::function<std::optional<HttpAnswer>(const HttpCall&)>;

    explicit HttpWire(React react, const HttpTimes& times = kPatient) : react_(std::move(react)) {
        std::signal(SIGPIPE, SIG_IGN);  // as main does
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
        client = FileDescriptor(ends[0]);
        REQUIRE(uv_loop_init(&loop_) == 0);
        auto tcp = make_handle<uv_tcp_t>(loop_, uv_tcp_init, nullptr);
        REQUIRE(uv_tcp_open(tcp.get(), ends[1]) == 0);
        connection = std::make_unique<HttpConnection>(loop_, std::move(tcp), *this, rules_, times);
        connection->start();
    }
    HttpWire(const HttpWire&) = delete;
    HttpWire& operator=(const HttpWire&) = delete;
    ~HttpWire() override {
        connection.reset();
        uv_run(&loop_, UV_RUN_DEFAULT);
        CHECK(uv_loop_close(&loop_) == 0);
    }

    void run() {
        for (int turn = 0; turn < 10; ++turn) {
            uv_run(&loop_, UV_RUN_NOWAIT);
        }
    }
    void run_until_closed() {
        while (closed == 0) {
            uv_run(&loop_, UV_RUN_ONCE);
        }
    }
    void say(std::string_view bytes) const {
        CHECK(::send(client.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(bytes.size()));
    }
    /// All that has arrived at the client; "<end>" behind it when the daemon has closed its side.
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

    FileDescriptor client;
    std::unique_ptr<HttpConnection> connection;
    std::vector<std::string> bodies;
    int closed = 0;

private:
    void on_given_up(HttpConnection& /*connection*/) override {}
    std::optional<HttpAnswer> on_call(HttpConnection& /*connection*/, HttpCall& call) override {
        bodies.push_back(call.body);
        return react_(call);
    }
    void on_close(HttpConnection& /*ended*/) override {
        ++closed;
        connection.reset();
    }

    React react_;
    HttpRules rules_ = rules();
    uv_loop_t loop_{};
};

std::optional<HttpAnswer> echo(const HttpCall& call) {
    return HttpAnswer{200, call.body};
}

TEST_CASE("Requests that came together are answered in order") {
    HttpWire wire(echo);
    wire.say(post("a") + post("b") + post("c").substr(0, 20));
    wire.run();
    CHECK(wire.heard() == answer("a") + answer("b"));
    wire.say(post("c").substr(20));
    wire.run();
    CHECK(wire.heard() == answer("c"));
    CHECK(wire.closed == 0);
}

TEST_CASE("A call that waits holds back those behind it until it is resumed") {
    bool ready = false;
    HttpWire wire([&ready](const HttpCall& call) { return ready ? echo(call) : std::nullopt; });
    wire.say(post("a") + post("b"));
    wire.run();
    wire.connection->resume();
    wire.run();
    CHECK(wire.heard().empty());
    ready = true;
    wire.connection->resume();
    wire.run();
    CHECK(wire.heard() == answer("a") + answer("b"));
    CHECK(wire.bodies == std::vector<std::string>{"a", "a", "a", "b"});
    wire.connection->resume();  // nobody waits
    wire.run();
    CHECK(wire.heard().empty());
}

TEST_CASE("A call whose workspace takes too long gets nothing, and the connection lives") {
    auto times = kPatient;
    times.loading = milliseconds(0);
    bool ready = false;
    HttpWire wire([&ready](const HttpCall& call) { return ready ? echo(call) : std::nullopt; }, times);
    wire.say(post("a"));
    wire.run();
    CHECK(wire.heard() == answer(""));
    ready = true;
    wire.connection->resume();
    wire.say(post("b"));
    wire.run();
    CHECK(wire.heard() == answer("b"));
}

TEST_CASE("A client that sends no whole request in time is dropped; between requests another time counts") {
    auto times = kPatient;
    times.request = milliseconds(0);
    {
        HttpWire wire(echo, times);
        wire.run_until_closed();
        CHECK(wire.heard() == "<end>");
    }
    times = kPatient;
    times.idle = milliseconds(0);
    HttpWire wire(echo, times);
    wire.say("P");
    wire.run();
    CHECK(wire.closed == 0);
    wire.say(post("a").substr(1));
    wire.run_until_closed();
    CHECK(wire.heard() == answer("a") + "<end>");
}

TEST_CASE("Behind a refusal nothing is read, but bytes are taken until the client ends") {
    HttpWire wire(echo);
    wire.say("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n" + post("a"));
    wire.run();
    const auto told = wire.heard();
    CHECK(told.starts_with("HTTP/1.1 403 "));
    CHECK(told.ends_with("<end>"));
    wire.say(post("b"));
    wire.run();
    CHECK(wire.closed == 0);
    CHECK(wire.bodies.empty());
    wire.client = FileDescriptor();
    wire.run();
    CHECK(wire.closed == 1);
}

TEST_CASE("A client that only ends its sending side is answered") {
    HttpWire wire(echo);
    wire.say(post("a"));
    REQUIRE(::shutdown(wire.client.get(), SHUT_WR) == 0);
    wire.run();
    CHECK(wire.heard() == answer("a") + "<end>");
    CHECK(wire.closed == 1);
}

TEST_CASE("A finished connection ends at once, or behind the answer to what it was asked") {
    for (const auto& begun : {std::string(), std::string("PO"), post("a")}) {
        CAPTURE(begun);
        HttpWire wire(echo);
        wire.say(begun);
        wire.run();
        wire.connection->finish(HttpConnection::Later::Dropped);
        CHECK(wire.closed == 1);
    }
    HttpWire waits([](const HttpCall& /*call*/) { return std::nullopt; });
    waits.say(post("a"));
    waits.run();
    waits.connection->finish(HttpConnection::Later::Dropped);
    waits.run();
    CHECK(waits.heard() == to_bytes({}, KeepAlive::No) + "<end>");
    CHECK(waits.bodies.size() == 1);
}

TEST_CASE("A client that vanishes while it waits ends when it is answered") {
    bool ready = false;
    HttpWire wire([&ready](const HttpCall& call) { return ready ? echo(call) : std::nullopt; });
    wire.say(post("a"));
    wire.run();
    wire.client = FileDescriptor();
    ready = true;
    wire.connection->resume();
    wire.run();
    CHECK(wire.closed == 1);
}

}  // namespace
}  // namespace skillwake::daemon
