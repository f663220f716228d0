#pragma once

#include "daemon/control.h"
#include "daemon/service.h"
#include "protocol/json.h"
#include "protocol/rope.h"
#include "protocol/rpc.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace skillwake::daemon {

/// The middle of the program as one function: a line in, a line out. Knows no socket. Loop thread only.
class Dispatcher {
public:
    explicit Dispatcher(Service& service) : service_(service) {}

    struct Answer {
        std::optional<protocol::Rope> line;  ///< without '\n'; absent: a notification, or not ready
        bool not_ready = false;  ///< a workspace is being loaded: give the same line again when it is
    };
    /// Answers one request, notification or batch. Whatever the line is, this returns.
    Answer answer(std::string_view line, Caller& caller);

    /// `session.hook` for those who have no line. As Service::hook; whatever the input is, this returns.
    Result<protocol::RawJson> hook(const protocol::HookParams& params);

private:
    Answer answer_wide_id(std::string_view line, Caller& caller, const Error& refused);
    Answer answer_document(protocol::JsonValue document, Caller& caller);
    Answer answer_batch(protocol::JsonValue batch, Caller& caller);
    enum class NotReady { Wait, Refuse };
    Answer answer_request(protocol::JsonValue json, Caller& caller, NotReady not_ready);
    std::variant<protocol::RpcRequest, protocol::RpcRefusal> read_request(protocol::JsonValue json) const;
    bool is_ready(protocol::JsonValue request);

    Service& service_;
    protocol::JsonParser parser_;
    /// A number as the client wrote it, where the parser would give another text for it.
    std::optional<protocol::RawJson> number_id_;
};

}  // namespace skillwake::daemon
