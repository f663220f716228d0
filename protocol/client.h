#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "protocol/frame.h"
#include "protocol/json.h"
#include "protocol/message.h"
#include "protocol/rpc.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::protocol {

/// The client's end of the socket: one blocking connection, one request at a time. Not for several threads.
class Client {
public:
    /// Errc::Unavailable: nobody listens there, or not within `patience`. Errc::Denied: the listener belongs
    /// to another user, so that nothing is sent to it.
    static Result<Client> connect(const std::string& path, std::chrono::milliseconds patience);

    /// How long one answer may take; zero: for ever.
    Status set_patience(std::chrono::milliseconds patience);

    /// Sends a request and gives its `result`; valid until the next call. An error that the daemon answers
    /// becomes our Error; its code and data lie in last_error().
    Result<JsonValue> call(std::string_view method, std::string_view params_json);

    template <Message Answer, Message Params>
    Result<Answer> call(std::string_view method, const Params& params) {
        return read_result<Answer>(call(method, to_json(params)));
    }
    template <Message Answer>
    Result<Answer> call(std::string_view method) {
        return read_result<Answer>(call(method, "{}"));
    }

    /// The next line that the daemon sends of itself (after `daemon.subscribe`), without its '\n'; valid
    /// until the next call. Errc::Unavailable when it has gone.
    Result<std::string_view> next_line();
    /// The same without waiting; nullopt: no whole line has come yet.
    Result<std::optional<std::string_view>> waiting_line();
    /// To wait for lines with poll(); ours, and valid as long as we are. Lines that came together are read
    /// together: ask waiting_line() until it has none.
    int descriptor() const { return socket_.get(); }

    /// What the daemon answered to the last call; its message is empty when it answered no error.
    const RpcError& last_error() const { return last_error_; }

private:
    explicit Client(FileDescriptor socket);

    template <Message Answer>
    static Result<Answer> read_result(Result<JsonValue> json) {
        if (!json) {
            return std::move(json).error();
        }
        return read_message<Answer>(*json, "result");
    }

    /// Fine too when the daemon closes before it has read the line: next_line() tells.
    Status send_line(std::string line);
    Result<JsonValue> read_answer(JsonValue answer);
    /// Whether bytes came; false only with MSG_DONTWAIT among `flags`.
    Result<bool> receive(int flags);

    FileDescriptor socket_;
    FrameReader frames_;
    JsonParser parser_;
    RpcError last_error_;
    std::uint64_t last_id_ = 0;
};

}  // namespace skillwake::protocol
