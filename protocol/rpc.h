#pragma once

#include "base/result.h"
#include "protocol/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// The JSON-RPC 2.0 envelope: requests, answers, errors, notifications.
namespace skillwake::protocol {

enum class RpcCode : int {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    NotFound = -32001,     ///< no such skill, section, file or session; `data.nearest` has up to three names
    Ambiguous = -32002,    ///< `data.candidates` has the qualified names
    TooLarge = -32003,     ///< a limit was passed
    Denied = -32004,       ///< a path that leaves the skill's folder
    Unavailable = -32005,  ///< the daemon cannot do that now
};

/// One request or notification. `params` views into the parser's document.
struct RpcRequest {
    std::optional<RawJson> id;  ///< absent: a notification, which gets no answer
    std::string method;
    std::optional<JsonValue> params;  ///< an object
};

struct RpcError {
    RpcCode code = RpcCode::InternalError;
    std::string message;
    std::optional<RawJson> data;
};

/// What is wrong with a request.
struct RpcRefusal {
    std::optional<RawJson>
        id;  ///< "null" where it could not be read; absent: a notification, which gets no answer
    RpcError error;
};

/// Reads the envelope of one request. `params` by position are refused: no method of ours takes them.
std::variant<RpcRequest, RpcRefusal> read_request(JsonValue json);

/// The code that a client sees for one of our errors.
RpcCode rpc_code(Errc code);

/// One answer into `line`, without its '\n': between the two of them the result.
void begin_result(std::string& line, const RawJson& id);
void end_result(std::string& line);

/// One line each, without its '\n'.
std::string make_error(const RawJson& id, const RpcError& error);
std::string make_request(std::uint64_t id, std::string_view method, std::string_view params_json);
std::string make_notification(std::string_view method, std::string_view params_json);

}  // namespace skillwake::protocol
