#pragma once

#include "protocol/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// The JSON-RPC envelope as MCP narrows it: ids are strings or integers, params are objects.
namespace skillwake::client::mcp {

using protocol::JsonValue;
using protocol::RawJson;

inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kUnsupportedRevision = -32022;

struct Failure {
    int code = kInternalError;
    std::string message;
    std::optional<RawJson> data;
};

/// What a method gives: its result, always an object, or why there is none.
using Outcome = std::variant<RawJson, Failure>;

/// Views into the document that it was read from.
struct Request {
    RawJson id;
    std::string method;
    std::optional<JsonValue> params;
};
struct Notification {
    std::string method;
    std::optional<JsonValue> params;
};
/// The client's answer to a question of ours.
struct Response {
    RawJson id;
    std::optional<JsonValue> result;  ///< absent: an error
};
struct Malformed {
    std::optional<RawJson> id;  ///< absent: it has none that can be told back
    Failure failure;
};

std::variant<Request, Notification, Response, Malformed> read_incoming(JsonValue json);

/// One line each, without its '\n'.
std::string result_line(const RawJson& id, const RawJson& result);
std::string error_line(const std::optional<RawJson>& id, const Failure& failure);

/// A string member; nullopt: there is none of that name, or it is no string.
std::optional<std::string> string_member(const std::optional<JsonValue>& object, std::string_view name);

}  // namespace skillwake::client::mcp
