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
#include <functional>
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
    std::optional<Question> question;
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
    matcher::Leftovers leftovers_;  ///< of the events before: they go with the call, on a worker
    std::optional<Error> failed_;
};

/// One answer that a worker makes whole, of values that no longer change.
struct MadeAnswer {
    struct Asked {
        /// On a worker: appends the result.
        std::function<Status(protocol::Rope&)> make;
        /// Then on the loop: changes what is to change; null: nothing. Errc::NotReady: ask again.
        std::function<Status(Service&)> settle = nullptr;
    };
    /// On the loop: what there is to make. Errc::NotReady: later.
    std::function<Result<Asked>(Service&)> ask;
    std::optional<Asked> asked = {};
    protocol::Rope::Shared made = nullptr;  ///< the result: megabytes, which the loop does not copy

    /// Work: there is something to make. Done: it is made and settled, or failed so.
    Step go_on(Service& service, std::optional<Error>& failed);
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
    /// Nothing in it takes long, or it is none of ours: it has no steps, and is answered as a short one.
    bool is_plain() const { return std::holds_alternative<Plain>(what_); }
    /// Answered to those too for whom there are no other places.
    bool is_admin() const { return admin_; }

    /// Judges or makes what was asked last; nothing, when nothing was.
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
    using OfHook = std::unique_ptr<LongHook>;

    void make(std::unique_ptr<MadeAnswer> answer);

    protocol::JsonValue json_;
    std::optional<protocol::RawJson> id_;
    std::variant<Plain, std::unique_ptr<OfEvent>, std::unique_ptr<MadeAnswer>, OfHook> what_;
    bool admin_ = false;
    std::optional<Error> failed_;
};

}  // namespace skillwake::daemon
