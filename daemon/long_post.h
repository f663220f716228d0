#pragma once

#include "base/result.h"
#include "daemon/long_request.h"
#include "daemon/session_hold.h"
#include "protocol/hook.h"

#include <memory>
#include <optional>
#include <utility>

namespace skillwake::daemon {

/// A hook that came without a line around it, by HTTP, in steps: as LongCall.
class LongPost {
public:
    explicit LongPost(protocol::HookParams params) : params_(std::move(params)) {}

    /// On a worker, each time that the dispatcher says Step::Work.
    void work() noexcept;
    /// As LongCall::abandon().
    void abandon() { hold_ = SessionHold(); }

private:
    friend class Dispatcher;

    protocol::HookParams params_;  ///< until it is read
    std::unique_ptr<LongHook> hook_;
    std::optional<Error> failed_;  ///< a step threw
    SessionHold hold_;
};

}  // namespace skillwake::daemon
