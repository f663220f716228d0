#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/event_service.h"
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
    Result<protocol::RawJson> answer(const protocol::HookParams& params);

private:
    EventService& events_;
    const Clock& clock_;
    protocol::JsonParser parser_;
};

}  // namespace skillwake::daemon
