#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/catalogue.h"
#include "daemon/control.h"
#include "daemon/history.h"
#include "daemon/latency.h"
#include "daemon/limits.h"
#include "daemon/root_store.h"
#include "daemon/session.h"
#include "protocol/decision.h"
#include "protocol/skill.h"

#include <filesystem>
#include <memory>
#include <string>

namespace skillwake::daemon {

/// The main job: events in, decisions with content out, and what each session has been given. Errc::NotReady
/// whenever the workspace is still being loaded; nothing has changed then, and the call may be made again.
class EventService {
public:
    EventService(RootStore& roots, Sessions& sessions, History& history, Control& control, const Clock& clock,
                 const Limits& limits, std::filesystem::path own_cwd);

    Result<protocol::EventResult> event(const protocol::EventParams& params);
    Result<protocol::ExplainResult> explain(const protocol::ExplainParams& params);
    Result<protocol::InvokeResult> invoke(const protocol::InvokeParams& params);

    /// The workspace of a call: by its `cwd`, else its session's, else the daemon's own. Errc::Invalid: `cwd`
    /// is not absolute.
    Result<std::shared_ptr<const Catalogue>> catalogue(const std::optional<std::string>& cwd,
                                                       const std::optional<std::string>& session);

    const LatencyHistogram& latency() const { return latency_; }

private:
    /// A touched file may lie in a folder that has skills of its own.
    void look_beside(const protocol::Event& event, const std::filesystem::path& cwd);
    protocol::EventResult run_turn(const protocol::EventParams& params, const Catalogue& catalogue,
                                   const std::filesystem::path& cwd, Clock::Duration now);
    void publish(const protocol::EventParams& params, const protocol::EventResult& result);

    Result<std::filesystem::path> folder_of(const std::optional<std::string>& cwd,
                                            const std::optional<std::string>& session);

    RootStore& roots_;
    Sessions& sessions_;
    History& history_;
    Control& control_;
    const Clock& clock_;
    const Limits& limits_;
    std::filesystem::path own_cwd_;
    LatencyHistogram latency_;
};

}  // namespace skillwake::daemon
