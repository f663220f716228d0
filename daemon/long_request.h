#pragma once

#include "base/result.h"
#include "daemon/event_service.h"
#include "daemon/judged_event.h"
#include "daemon/request_line.h"
#include "daemon/service.h"
#include "daemon/session_hold.h"
#include "hook/answer.h"
#include "protocol/hook.h"
#include "protocol/rope.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace skillwake::daemon {

/// What a call in steps needs next.
enum class Step {
    Work,  ///< work(), on a worker
    Wait,  ///< roots, or the end of another call of its session: go_on() again then
    Done,
};

/// One event in steps: go_on() asks, a worker judges, go_on() settles.
struct LongEvent {
    std::string touched;
    std::optional<EventService::Question> question;
    std::optional<JudgedEvent> judged;

    /// Work: there is a question. Done: it failed so.
    Step ask(Service& service, SessionHold& hold, const EventService::Asker& asker,
             std::optional<Error>& failed);
    void judge(const protocol::Event& event, const std::optional<std::string>& host, std::size_t ranked);
};

/// `session.hook` in steps: its events one after the other.
class LongHook {
public:
    /// On a worker: reads the input.
    explicit LongHook(protocol::HookParams params);
    LongHook(const LongHook&) = delete;
    LongHook& operator=(const LongHook&) = delete;

    void work();
    Step go_on(Service& service, SessionHold& hold);
    /// When it is done.
    Result<protocol::RawJson> output() const;

private:
    protocol::HookParams params_;
    Result<hook::HookInput> input_;
    std::optional<hook::HookAnswer> answer_;
    std::vector<std::string> touched_;  ///< by event
    std::size_t next_ = 0;
    bool late_ = false;
    protocol::EventParams asked_;  ///< of the next one
    LongEvent event_;
    std::optional<Error> failed_;
};

/// One request in steps.
class LongRequest {
public:
    /// On a worker: reads its params. `json`: at `place` in `line`; the parser's document must outlive it.
    LongRequest(const RequestLine& line, protocol::JsonValue json, std::size_t place);
    LongRequest(const LongRequest&) = delete;
    LongRequest& operator=(const LongRequest&) = delete;

    protocol::JsonValue json() const { return json_; }
    /// Absent: a notification.
    const std::optional<protocol::RawJson>& id() const { return id_; }
    /// Nothing in it is judged, or it is none of ours: it has no steps, and is answered as a short one.
    bool is_plain() const { return std::holds_alternative<Plain>(what_); }

    /// Judges what was asked last; nothing, when nothing was.
    void work();
    Step go_on(Service& service, SessionHold& hold);
    /// When it is done: appends the result, or fails with the error that it has.
    Status write(protocol::Rope& out) const;

private:
    struct Plain {};
    struct OfEvent {
        protocol::EventParams params;
        LongEvent event;
        std::optional<protocol::EventResult> result;
    };
    struct OfExplain {
        protocol::ExplainParams params;
        LongEvent event;
        std::optional<protocol::ExplainResult> result;
    };
    using OfHook = std::unique_ptr<LongHook>;

    protocol::JsonValue json_;
    std::optional<protocol::RawJson> id_;
    std::variant<Plain, std::unique_ptr<OfEvent>, std::unique_ptr<OfExplain>, OfHook> what_;
    std::optional<Error> failed_;
};

}  // namespace skillwake::daemon
