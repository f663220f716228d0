#pragma once

#include "base/result.h"
#include "client/failure.h"
#include "protocol/client.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::client {

/// A daemon at a socket: connects when the first call needs it, and again after a connection was lost.
/// One request at a time; not for several threads.
class Connection {
public:
    /// How long one answer may take; a daemon that is reading a large root answers late.
    static constexpr std::chrono::seconds kPatience{60};

    /// `start_hint`: what starts a daemon there, told when none listens.
    explicit Connection(std::string socket_path, std::string start_hint = "skillwake start")
        : path_(std::move(socket_path)), start_hint_(std::move(start_hint)) {}

    /// For connections made from now on.
    void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

    /// The `result`; valid until the next call.
    Result<protocol::JsonValue> call(std::string_view method, std::string_view params_json);

    /// The next line of a subscription, however long it takes; see protocol::Client.
    Result<std::string_view> next_line();

    /// Waits until the daemon has closed the connection. Errc::Unavailable: not within `patience`.
    Status wait_until_closed(std::chrono::milliseconds patience);

    /// What to tell about `error`, which the last call gave.
    Failure failure(const Error& error) const;

    /// Whether the daemon answered the last call's error itself, so that it is still there.
    bool answered() const { return state_ == State::Answered; }
    /// Whether the last call reached nobody.
    bool unreachable() const { return state_ == State::NoDaemon || state_ == State::NotConnected; }

private:
    enum class State { Fine, NoDaemon, NotConnected, Lost, Answered };

    Status connect();

    std::string path_;
    std::string start_hint_;
    std::optional<protocol::Client> client_;
    protocol::RpcError answered_error_;
    std::chrono::milliseconds patience_{kPatience};
    State state_ = State::Fine;
};

}  // namespace skillwake::client
