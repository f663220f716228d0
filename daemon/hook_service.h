#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/event_service.h"
#include "hook/input.h"
#include "protocol/hook.h"

namespace skillwake::daemon {

/// `session.hook`: the events of a host's hook, one after the other, and their answers as the host's output.
/// Loop thread only.
class HookService {
public:
    /// Both must outlive it.
    HookService(EventService& events, const Clock& clock) : events_(events), clock_(clock) {}

    /// "null": nothing to say. Errc::Invalid: `input` is no object, or `host` is none of ours.
    /// Errc::NotReady: as EventService; nothing has changed.
    /// Errc::ForWorker: as there, or it has several events.
    Result<protocol::RawJson> answer(const protocol::HookParams& params);

    /// What the host wrote, understood; the same errors. On any thread.
    static Result<hook::HookInput> read(const protocol::HookParams& params, protocol::JsonParser& parser);
    /// Whether nobody waits for the answer any more: then only what stays true is taken note of.
    bool is_late(const protocol::HookParams& params) const;
    static bool is_lasting(const protocol::Event& event);

private:
    EventService& events_;
    const Clock& clock_;
    protocol::JsonParser parser_;
};

}  // namespace skillwake::daemon
