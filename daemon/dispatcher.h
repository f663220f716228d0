#pragma once

#include "daemon/control.h"
#include "daemon/long_call.h"
#include "daemon/long_post.h"
#include "daemon/request_line.h"
#include "daemon/service.h"
#include "protocol/json.h"
#include "protocol/rope.h"
#include "protocol/rpc.h"

#include <optional>
#include <string>
#include <string_view>

namespace skillwake::daemon {

/// The middle of the program as one function: a line in, a line out. Knows no socket. Loop thread only.
class Dispatcher {
public:
    explicit Dispatcher(Service& service) : service_(service) {}

    struct Answer {
        std::optional<protocol::Rope> line;  ///< without '\n'; absent: a notification, or not ready
        bool not_ready = false;  ///< what it waits for is not there: give the same line again when it is
        bool is_long = false;    ///< it would hold the loop: to be made a LongCall; nothing has changed
    };
    /// Answers one request, notification or batch. Whatever the line is, this returns.
    Answer answer(std::string_view line, Caller& caller);

    /// Whether the line is to be a LongCall without being looked at.
    bool is_long(std::string_view line) const;
    /// The next step of a call on the loop. Done: with its answer.
    struct Progress {
        Step step = Step::Done;
        Answer answer;
    };
    Progress go_on(LongCall& call, Caller& caller);

    /// `session.hook` for those who have no line. As Service::hook; whatever the input is, this returns.
    Result<protocol::RawJson> hook(const protocol::HookParams& params);
    bool is_long(const protocol::HookParams& params) const {
        return params.input.text.size() > service_.loop_line_bytes();
    }
    struct PostProgress {
        Step step = Step::Done;
        std::optional<Result<protocol::RawJson>> output;  ///< when it is done
    };
    PostProgress go_on(LongPost& post);

private:
    Answer answer_batch(const RequestLine& line, Caller& caller);
    enum class NotReady { Wait, Refuse };
    Answer answer_request(const RequestLine& line, protocol::JsonValue json, std::size_t place,
                          Caller& caller, NotReady not_ready);
    Answer answer_long(const LongRequest& request) const;
    Progress next_step(LongCall& call, Caller& caller);
    bool is_ready(protocol::JsonValue request);

    Service& service_;
    protocol::JsonParser parser_;
};

}  // namespace skillwake::daemon
