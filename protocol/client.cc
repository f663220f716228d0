#include "protocol/client.h"

#include "protocol/peer.h"
#include "protocol/socket_path.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <thread>

namespace skillwake::protocol {
namespace {

Result<sockaddr_un> address_of(const std::string& path) {
    if (path.size() > kMaxSocketPathBytes) {
        return Error(Errc::TooLarge, "socket path is too long");
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

Errc errc_of(int rpc_code) {
    switch (static_cast<RpcCode>(rpc_code)) {
        case RpcCode::NotFound:
            return Errc::NotFound;
        case RpcCode::Ambiguous:
            return Errc::Ambiguous;
        case RpcCode::TooLarge:
            return Errc::TooLarge;
        case RpcCode::Denied:
            return Errc::Denied;
        case RpcCode::Unavailable:
            return Errc::Unavailable;
        case RpcCode::InternalError:
            return Errc::Io;
        case RpcCode::ParseError:
        case RpcCode::InvalidRequest:
        case RpcCode::MethodNotFound:
        case RpcCode::InvalidParams:
            return Errc::Invalid;
    }
    return Errc::Io;
}

/// A full backlog refuses a Unix connect at once with EAGAIN: the listener lives, so try until `patience`
/// ends. A blocking socket would wait in there for ever.
Status connect_socket(int descriptor, const sockaddr_un& address, std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
            return Ok{};
        }
        const bool again = errno == EAGAIN || errno == EINTR;
        if (!again || std::chrono::steady_clock::now() >= deadline) {
            auto error = system_error(errno);
            return Error(error.code() == Errc::NotFound ? Errc::Unavailable : error.code(), error.message());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace

Client::Client(FileDescriptor socket)
    : socket_(std::move(socket)), frames_(std::numeric_limits<std::size_t>::max() / 2) {}

Result<Client> Client::connect(const std::string& path, std::chrono::milliseconds patience) {
    const auto address = address_of(path);
    if (!address) {
        return address.error();
    }
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) {
        return system_error(errno);
    }
    if (auto connected = connect_socket(socket.get(), *address, patience); !connected) {
        return std::move(connected).error().context(path);
    }
    if (::fcntl(socket.get(), F_SETFL, 0) != 0) {  // from here on it blocks
        return system_error(errno);
    }
    if (!is_trusted(peer_uid(socket.get()), ::getuid())) {
        return Error(Errc::Denied, path + ": the daemon there belongs to another user");
    }
    return Client(std::move(socket));
}

Status Client::set_patience(std::chrono::milliseconds patience) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
    timeval time{};
    time.tv_sec = seconds.count();
    time.tv_usec = std::chrono::duration_cast<std::chrono::microseconds>(patience - seconds).count();
    for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO}) {
        if (::setsockopt(socket_.get(), SOL_SOCKET, option, &time, sizeof time) != 0) {
            return system_error(errno);
        }
    }
    return Ok{};
}

Status Client::send_line(std::string line) {
    line.push_back('\n');
    std::string_view rest = line;
    while (!rest.empty()) {
        const auto sent = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) {
            break;  // why it closed may still be read: a line that is too long is refused before it ends
        }
        if (sent < 0 && errno != EINTR) {
            return system_error(errno);
        }
        rest.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
    }
    return Ok{};
}

Result<bool> Client::receive(int flags) {
    const auto area = frames_.write_area();
    if (area.empty()) {
        return Error(Errc::TooLarge, "no memory for the daemon's answer");
    }
    const auto got = ::recv(socket_.get(), area.data(), area.size(), flags);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) {
        return Error(Errc::Unavailable, "the daemon closed the connection");
    }
    if (got < 0 && errno == EAGAIN) {
        if ((flags & MSG_DONTWAIT) != 0) {
            return false;
        }
        return Error(Errc::Unavailable, "the daemon did not answer in time");
    }
    if (got < 0 && errno != EINTR) {
        return system_error(errno);
    }
    frames_.wrote(got < 0 ? 0 : static_cast<std::size_t>(got));
    return true;
}

Result<std::string_view> Client::next_line() {
    for (;;) {
        auto line = frames_.next();
        if (!line) {
            return std::move(line).error();
        }
        if (*line) {
            return **line;
        }
        if (auto received = receive(0); !received) {
            return std::move(received).error();
        }
    }
}

Result<std::optional<std::string_view>> Client::waiting_line() {
    for (;;) {
        auto line = frames_.next();
        if (!line || *line) {
            return line;
        }
        auto received = receive(MSG_DONTWAIT);
        if (!received) {
            return std::move(received).error();
        }
        if (!*received) {
            return std::optional<std::string_view>();
        }
    }
}

Result<JsonValue> Client::call(std::string_view method, std::string_view params_json) {
    ++last_id_;
    last_error_ = {};
    if (auto sent = send_line(make_request(last_id_, method, params_json)); !sent) {
        return std::move(sent).error();
    }
    for (;;) {
        const auto line = next_line();
        if (!line) {
            return line.error();
        }
        const auto json = parser_.parse(*line);
        if (!json) {
            return Error(json.error()).context("answer of the daemon");
        }
        // Notifications of a subscription may come in between, and the answer to an earlier call whose time
        // ran out. An error without an id is about our line, which the daemon could not read.
        const auto id = json->member("id");
        const bool ours = id && id->unsigned_integer() == last_id_;
        const bool unread = json->member("error") && (!id || id->kind() == JsonValue::Kind::Null);
        if (ours || unread) {
            return read_answer(*json);
        }
    }
}

Result<JsonValue> Client::read_answer(JsonValue answer) {
    if (const auto result = answer.member("result")) {
        return *result;
    }
    const auto error = answer.member("error");
    const auto code = error ? error->member("code") : std::nullopt;
    const auto message = error ? error->member("message") : std::nullopt;
    if (!code || !code->integer() || !message || !message->string()) {
        return Error(Errc::Io, "the daemon's answer has neither result nor error");
    }
    last_error_.code = static_cast<RpcCode>(*code->integer());
    last_error_.message = *message->string();
    if (const auto data = error->member("data")) {
        last_error_.data = RawJson{data->text()};
    }
    return Error(errc_of(static_cast<int>(last_error_.code)), last_error_.message);
}

}  // namespace skillwake::protocol
