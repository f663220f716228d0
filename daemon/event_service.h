#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/catalogue.h"
#include "daemon/control.h"
#include "daemon/explanation.h"
#include "daemon/history.h"
#include "daemon/judged_event.h"
#include "daemon/latency.h"
#include "daemon/limits.h"
#include "daemon/question.h"
#include "daemon/root_store.h"
#include "daemon/session.h"
#include "daemon/session_hold.h"
#include "protocol/decision.h"
#include "protocol/skill.h"

#include <filesystem>
#include <memory>
#include <string>

namespace skillwake::daemon {

/// The main job: events in, decisions with content out, and what each session has been given. Errc::NotReady
/// whenever the workspace is still being loaded, or another event of the session is being judged elsewhere;
/// nothing has changed then, and the call may be made again. Errc::ForWorker where it would hold the loop
/// (Limits::loop): to be made in steps, ask(), judging on a worker, and settle().
class EventService {
public:
    /// All but `own_cwd` must outlive the service.
    EventService(RootStore& roots, Sessions& sessions, History& history, const Trust& trust, Control& control,
                 const Clock& clock, const Limits& limits, std::filesystem::path own_cwd);

    Result<protocol::EventResult> event(const protocol::EventParams& params);
    /// To be made wherever it holds nobody up.
    Result<Explanation> explanation(const protocol::ExplainParams& params);
    Result<protocol::InvokeResult> invoke(const protocol::InvokeParams& params);

    /// Whom an event is of, and the file that it touches.
    struct Asker {
        const std::optional<std::string>& cwd;
        const std::optional<std::string>& session;
        const std::optional<std::string>& agent;
        const std::string& touched;  ///< touched_path(); empty: none
    };
    /// Errc::NotReady as long as the workspace is being loaded.
    Result<Question> ask(const Asker& asker);
    /// From now on calls of that session wait, until what is given here has ended. Errc::NotReady: another
    /// call holds it.
    Result<SessionHold> hold(const std::string& session);
    /// The answer to the judged event: only now anything changes. `judged`: as `question` says.
    protocol::EventResult settle(const protocol::EventParams& params, const Question& question,
                                 JudgedEvent& judged);

    /// Whether an event of that session is being judged by a worker.
    bool is_held(const std::optional<std::string>& session) const {
        return !held_.empty() && session && held_.contains(*session);
    }
    /// Errc::ForWorker: what this event says would hold the loop. `events`: that its call has.
    Status fits_loop(const protocol::Event& event, std::size_t events = 1) const;

    /// The workspace of a call: by its `cwd`, else its session's, else the daemon's own. Errc::Invalid: `cwd`
    /// is not absolute.
    Result<std::shared_ptr<const Catalogue>> catalogue(const std::optional<std::string>& cwd,
                                                       const std::optional<std::string>& session);

    const LatencyHistogram& latency() const { return latency_; }

    /// The folder that such a call is about; the same errors.
    Result<std::filesystem::path> folder_of(const std::optional<std::string>& cwd,
                                            const std::optional<std::string>& session);

private:
    const matcher::Memory& memory_of(const std::optional<std::string>& session,
                                     const std::optional<std::string>& agent);
    /// `judged`: null: the event changes what is remembered, and is judged behind that.
    protocol::EventResult run_turn(const protocol::EventParams& params, const Catalogue& catalogue,
                                   const PathBase& base, JudgedEvent* judged, Clock::Duration began);
    protocol::EventResult answer_turn(const protocol::EventParams& params, const Catalogue& catalogue,
                                      const PathBase& base, JudgedEvent* judged, Clock::Duration began);
    void publish(const protocol::EventParams& params, const protocol::EventResult& result);

    RootStore& roots_;
    Sessions& sessions_;
    History& history_;
    const Trust& trust_;
    Control& control_;
    const Clock& clock_;
    const Limits& limits_;
    std::filesystem::path own_cwd_;
    const matcher::Memory no_memory_;
    HeldSessions held_;
    LatencyHistogram latency_;
};

}  // namespace skillwake::daemon
