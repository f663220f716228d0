#include "client/connection.h"

namespace skillwake::client {

Status Connection::connect() {
    auto client = protocol::Client::connect(path_, patience_);
    if (!client) {
        state_ = client.error().code() == Errc::Unavailable ? State::NoDaemon : State::NotConnected;
        return std::move(client).error();
    }
    client_ = *std::move(client);
    return client_->set_patience(patience_);
}

Result<protocol::JsonValue> Connection::call(std::string_view method, std::string_view params_json) {
    if (!client_) {
        if (auto connected = connect(); !connected) {
            return std::move(connected).error();
        }
    }
    auto result = client_->call(method, params_json);
    if (result) {
        state_ = State::Fine;
    } else if (!client_->last_error().message.empty()) {
        state_ = State::Answered;
        answered_error_ = client_->last_error();
    } else {
        state_ = State::Lost;
        client_.reset();
    }
    return result;
}

Result<std::string_view> Connection::next_line() {
    if (!client_) {
        return Error(Errc::Unavailable, "not connected");
    }
    if (auto set = client_->set_patience(std::chrono::milliseconds::zero()); !set) {
        return std::move(set).error();
    }
    return client_->next_line();
}

Status Connection::wait_until_closed(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (client_) {
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline) {
            return Error(Errc::Unavailable, "the daemon has not ended yet");
        }
        if (auto set = client_->set_patience(std::chrono::ceil<std::chrono::milliseconds>(deadline - now));
            !set) {
            return std::move(set).error();
        }
        // Lines that still come are of no interest; an error before the deadline is the end of the
        // connection.
        if (!client_->next_line() && std::chrono::steady_clock::now() < deadline) {
            client_.reset();
        }
    }
    return Ok{};
}

Failure Connection::failure(const Error& error) const {
    switch (state_) {
        case State::NoDaemon:
            return local_failure(ExitCode::NoDaemon,
                                 "no daemon listens at " + path_ + ": start one with '" + start_hint_ + "'");
        case State::Lost:
            return local_failure(ExitCode::NoDaemon, path_ + ": " + error.message());
        case State::Answered:
            return daemon_failure(answered_error_);
        case State::NotConnected:
        case State::Fine:
            break;
    }
    return local_failure(ExitCode::Failed, error.message());
}

}  // namespace skillwake::client
