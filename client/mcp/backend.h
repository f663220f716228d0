#pragma once

#include "protocol/json.h"
#include "protocol/message.h"
#include "protocol/rpc.h"

#include <string_view>
#include <utility>
#include <variant>

namespace skillwake::client::mcp {

/// The daemon as the MCP server sees it. Tests give one of their own.
class Backend {
public:
    virtual ~Backend() = default;

    /// Asks the daemon; connects, and starts one, when needed. The result is valid until the next call.
    /// RpcCode::Unavailable: none can be reached, and the message says why.
    virtual std::variant<protocol::JsonValue, protocol::RpcError> call(std::string_view method,
                                                                       std::string_view params_json) = 0;
};

/// The same with plain structs at both ends.
template <protocol::Message Answer, protocol::Message Params>
std::variant<Answer, protocol::RpcError> ask(Backend& backend, std::string_view method,
                                             const Params& params) {
    auto answered = backend.call(method, protocol::to_json(params));
    if (auto* error = std::get_if<protocol::RpcError>(&answered)) {
        return std::move(*error);
    }
    auto read = protocol::read_message<Answer>(std::get<protocol::JsonValue>(answered), "result");
    if (!read) {
        return protocol::RpcError{
            protocol::RpcCode::InternalError,
            "the daemon's answer is not understood: " + read.error().message() + "; it is of another version",
            std::nullopt};
    }
    return *std::move(read);
}

}  // namespace skillwake::client::mcp
