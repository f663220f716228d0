#include "protocol/client.h"

#include "base/file_descriptor.h"
#include "protocol/session.h"
#include "tests/support/error_text.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace skillwake::protocol {
namespace {

using namespace std::chrono_literals;
using testing::error_text;

constexpr auto kLong = 10s;    ///< never reached when all is well
constexpr auto kShort = 20ms;  ///< for what is not going to happen

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

/// The daemon's end of one connection, played by the test: what it says lies ready before the client asks.
class Peer {
public:
    explicit Peer(int backlog = 8)
        : path_(dir_.path() / "s"), listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const auto address = address_of(path_);
        REQUIRE(::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(listener_.get(), backlog) == 0);
    }

    const std::string& path() const { return path_; }
    int listener() const { return listener_.get(); }

    /// A client that is connected to us and waits no longer than kLong.
    Client client() {
        auto connected = Client::connect(path_, kLong);
        REQUIRE_MESSAGE(connected, error_text(connected));
        REQUIRE(connected->set_patience(kLong));
        connection_ = FileDescriptor(::accept(listener_.get(), nullptr, nullptr));
        REQUIRE(connection_);
        return *std::move(connected);
    }

    void say(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(connection_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            REQUIRE(sent > 0);
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// What the client has sent since the last time.
    std::string heard() const {
        std::array<char, 4096> bytes{};
        const auto got = ::recv(connection_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        return {bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
    }

    void hang_up() { connection_ = FileDescriptor(); }

private:
    testing::TempDir dir_;
    std::string path_;
    FileDescriptor listener_;
    FileDescriptor connection_;
};

}  // namespace

TEST_CASE("a call sends one line and gives the result that carries its id") {
    Peer peer;
    auto client = peer.client();
    peer.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"sessions\":[]}}\n");
    const auto first = client.call("session.list", "{}");
    REQUIRE(first);
    CHECK(first->text() == R"({"sessions":[]})");
    CHECK(peer.heard() == "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.list\",\"params\":{}}\n");

    peer.say("{\"id\":2,\"jsonrpc\":\"2.0\",\"result\":null}\r\n");
    const auto second = client.call("hello", R"({"a":"\n"})");
    REQUIRE(second);
    CHECK(second->kind() == JsonValue::Kind::Null);
    CHECK(peer.heard() == "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"hello\",\"params\":{\"a\":\"\\n\"}}\n");
}

TEST_CASE("a typed call writes its params and reads its answer as messages") {
    Peer peer;
    auto client = peer.client();
    peer.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"forgotten\":true}}\n");
    const auto forgotten = client.call<SessionForgetResult>("session.forget", SessionParams{"s 1"});
    REQUIRE(forgotten);
    CHECK(forgotten->forgotten);
    CHECK(peer.heard() ==
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.forget\",\"params\":{\"session\":\"s 1\"}}\n");

    peer.say("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"sessions\":[{\"session\":7}]}}\n");
    CHECK(error_text(client.call<SessionListResult>("session.list")) ==
          "result.sessions[0].session: expected string");
}

TEST_CASE("an error that the daemon answers becomes ours, with its code and data") {
    struct Row {
        int code;
        Errc ours;
    };
    for (const auto& [code, ours] :
         {Row{-32001, Errc::NotFound}, Row{-32002, Errc::Ambiguous}, Row{-32003, Errc::TooLarge},
          Row{-32004, Errc::Denied}, Row{-32005, Errc::Unavailable}, Row{-32603, Errc::Io},
          Row{-32601, Errc::Invalid}, Row{-32602, Errc::Invalid}, Row{-1, Errc::Io}}) {
        CAPTURE(code);
        Peer peer;
        auto client = peer.client();
        peer.say(R"({"jsonrpc":"2.0","id":1,"error":{"code":)" + std::to_string(code) +
                 R"(,"message":"no skill \"x\"","data":{"nearest":["y"]}}})" + "\n");
        const auto answer = client.call("skill.show", R"({"name":"x"})");
        REQUIRE(!answer);
        CHECK(answer.error().code() == ours);
        CHECK(answer.error().message() == "no skill \"x\"");
        CHECK(static_cast<int>(client.last_error().code) == code);
        CHECK(client.last_error().data == RawJson{R"({"nearest":["y"]})"});
    }
}

TEST_CASE("an error without an id is about the call that waits: the line could not be read") {
    Peer peer;
    auto client = peer.client();
    peer.say("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"not JSON\"}}\n");
    CHECK(error_text(client.call("hello", "{")) == "not JSON");
    CHECK_FALSE(client.last_error().data);
}

TEST_CASE("last_error is empty again after a call without one") {
    Peer peer;
    auto client = peer.client();
    peer.say(
        "{\"id\":1,\"error\":{\"code\":-32001,\"message\":\"no\",\"data\":1}}\n{\"id\":2,\"result\":{}}\n");
    CHECK_FALSE(client.call("skill.show", "{}"));
    CHECK(client.call("hello", "{}"));
    CHECK(client.last_error().message.empty());
    CHECK_FALSE(client.last_error().data);
}

TEST_CASE("notifications in between are not an answer") {
    Peer peer;
    auto client = peer.client();
    peer.say(
        "{\"jsonrpc\":\"2.0\",\"method\":\"daemon.decision\",\"params\":{\"error\":{}}}\n"
        "{\"jsonrpc\":\"2.0\",\"method\":\"daemon.decision\",\"params\":{}}\n"
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"subscribed\":true}}\n"
        "{\"jsonrpc\":\"2.0\",\"method\":\"daemon.decision\",\"params\":{\"n\":3}}\n");
    CHECK(client.call("daemon.subscribe", "{}")->text() == R"({"subscribed":true})");
    const auto line = client.next_line();
    REQUIRE(line);
    CHECK(*line == R"({"jsonrpc":"2.0","method":"daemon.decision","params":{"n":3}})");
}

TEST_CASE("silence ends with the client's patience, and the late answer is not taken for another's") {
    Peer peer;
    auto client = peer.client();
    REQUIRE(client.set_patience(kShort));
    const auto unanswered = client.call("skill.show", "{}");
    CHECK(error_text(unanswered) == "the daemon did not answer in time");
    CHECK(unanswered.error().code() == Errc::Unavailable);

    REQUIRE(client.set_patience(kLong));
    SUBCASE("a late result") {
        peer.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"late\"}\n");
    }
    SUBCASE("a late error") {
        peer.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32001,\"message\":\"late\"}}\n");
    }
    peer.say("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"mine\"}\n");
    const auto answer = client.call("hello", "{}");
    REQUIRE_MESSAGE(answer, error_text(answer));
    CHECK(answer->string() == "mine");
}

TEST_CASE("half an answer before the silence is not lost") {
    Peer peer;
    auto client = peer.client();
    REQUIRE(client.set_patience(kShort));
    peer.say("{\"jsonrpc\":\"2.0\",\"id\":1,");
    CHECK_FALSE(client.call("hello", "{}"));
    peer.say("\"result\":1}\n{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":2}\n");
    CHECK(client.call("hello", "{}")->integer() == 2);
}

TEST_CASE("a daemon that goes away is unavailable, before and after the question") {
    Peer peer;
    auto client = peer.client();
    peer.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"resu");
    SUBCASE("in the middle of its answer") {
        std::thread daemon([&] {
            std::string heard;
            while (heard.empty()) {
                heard = peer.heard();
            }
            peer.hang_up();
        });
        const auto answer = client.call("hello", "{}");
        daemon.join();
        CHECK(error_text(answer) == "the daemon closed the connection");
        CHECK(answer.error().code() == Errc::Unavailable);
    }
    SUBCASE("before the question") {
        peer.hang_up();
        const auto answer = client.call("hello", "{}");
        REQUIRE(!answer);
        CHECK(answer.error().code() == Errc::Unavailable);
    }
}

TEST_CASE("an answer that is no answer is told as such") {
    struct Row {
        std::string_view line;
        std::string_view message;
    };
    for (const auto& [line, message] : {
             Row{R"({"jsonrpc":"2.0","id":1})", "the daemon's answer has neither result nor error"},
             Row{R"({"jsonrpc":"2.0","id":1,"error":"no"})",
                 "the daemon's answer has neither result nor error"},
             Row{R"({"jsonrpc":"2.0","id":1,"error":{"code":"x","message":"y"}})",
                 "the daemon's answer has neither result nor error"},
             Row{R"({"jsonrpc":"2.0","id":1,"error":{"code":-32001}})",
                 "the daemon's answer has neither result nor error"},
         }) {
        CAPTURE(line);
        Peer peer;
        auto client = peer.client();
        peer.say(std::string(line) + "\n");
        const auto answer = client.call("hello", "{}");
        CHECK(error_text(answer) == message);
        CHECK(answer.error().code() == Errc::Io);
    }
    Peer peer;
    auto client = peer.client();
    peer.say("HTTP/1.1 400 Bad Request\r\n");
    const auto answer = client.call("hello", "{}");
    REQUIRE(!answer);
    CHECK(answer.error().message().starts_with("answer of the daemon: "));
}

TEST_CASE("a question and an answer of many megabytes arrive whole") {
    Peer peer;
    auto client = peer.client();
    const std::string huge(8U << 20U, 'h');
    std::size_t heard = 0;
    std::thread daemon([&] {
        while (heard < huge.size()) {
            heard += peer.heard().size();
        }
        peer.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + huge + "\"}\n");
    });
    const auto answer = client.call("hello", "\"" + huge + "\"");
    daemon.join();
    REQUIRE(answer);
    const bool whole = answer->string() == huge;
    CHECK(whole);
}

TEST_CASE("a client can be handed on while it is connected") {
    Peer peer;
    auto first = peer.client();
    Client second = std::move(first);
    peer.say("{\"id\":1,\"result\":{}}\n");
    CHECK(second.call("hello", "{}"));
}

TEST_CASE("nobody there is unavailable, at once") {
    const testing::TempDir dir;
    const auto plain = dir.write("plain", "");
    std::string stale;
    {
        const Peer gone;
        stale = gone.path();
        std::filesystem::rename(stale, dir.path() / "stale");
    }
    struct Row {
        std::string path;
        std::string_view said;
    };
    for (const auto& [path, said] : {
             Row{dir.path() / "none", "no such file or directory"},
             Row{dir.path() / "no/folder", "no such file or directory"},
             Row{plain, "connection refused"},
             Row{dir.path() / "stale", "connection refused"},
         }) {
        CAPTURE(path);
        const auto client = Client::connect(path, kLong);
        REQUIRE(!client);
        CHECK(client.error().code() == Errc::Unavailable);
        CHECK(client.error().message() == path + ": " + std::string(said));
    }
    CHECK(Client::connect(std::string(108, 's'), kLong).error().code() == Errc::TooLarge);
}

TEST_CASE("a listener that takes nobody any more is unavailable after the client's patience") {
    const Peer busy(0);
    std::vector<FileDescriptor> waiting;
    const auto address = address_of(busy.path());
    int connected = 0;
    while (connected == 0) {
        waiting.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        connected =
            ::connect(waiting.back().get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    for (const auto patience : {std::chrono::milliseconds(0), std::chrono::milliseconds(kShort)}) {
        const auto client = Client::connect(busy.path(), patience);
        REQUIRE(!client);
        CHECK(client.error().code() == Errc::Unavailable);
    }
}

TEST_CASE("nothing is sent to a listener of another user") {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() != 0) {
        MESSAGE("skipped: only root can listen as another user");
        return;
    }
    const Peer peer;
    REQUIRE(::seteuid(kNobody) == 0);
    const int listening = ::listen(peer.listener(), 8);  // the system remembers who listened last
    REQUIRE(::seteuid(0) == 0);
    REQUIRE(listening == 0);
    const auto client = Client::connect(peer.path(), kLong);
    REQUIRE(!client);
    CHECK(client.error().code() == Errc::Denied);
    CHECK(client.error().message() == peer.path() + ": the daemon there belongs to another user");
}

TEST_CASE("waiting_line gives what has come and never waits") {
    Peer peer;
    auto client = peer.client();
    REQUIRE(client.waiting_line());
    CHECK(!*client.waiting_line());
    peer.say("one\ntwo\nthr");
    pollfd readable{client.descriptor(), POLLIN, 0};
    REQUIRE(::poll(&readable, 1, 10'000) == 1);
    CHECK(**client.waiting_line() == "one");
    CHECK(**client.waiting_line() == "two");
    CHECK(!*client.waiting_line());
    peer.say("ee\n");
    REQUIRE(::poll(&readable, 1, 10'000) == 1);
    CHECK(**client.waiting_line() == "three");
    peer.hang_up();
    REQUIRE(::poll(&readable, 1, 10'000) == 1);
    CHECK(error_text(client.waiting_line()) == "the daemon closed the connection");
}

}  // namespace skillwake::protocol
