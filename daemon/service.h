#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/control.h"
#include "daemon/event_service.h"
#include "daemon/history.h"
#include "daemon/hook_service.h"
#include "daemon/inventory.h"
#include "daemon/limits.h"
#include "daemon/root_store.h"
#include "daemon/session.h"
#include "daemon/trust.h"
#include "daemon/trust_order.h"
#include "protocol/daemon.h"
#include "protocol/decision.h"
#include "protocol/history.h"
#include "protocol/session.h"
#include "protocol/skill.h"
#include "protocol/trust.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// Every method of the wire as a function from its params to its result. Loop thread only; does no I/O but
/// for the resources that `read` gives. Errc::NotReady: the workspace is being loaded, ask again; nothing has
/// changed.
class Service {
public:
    /// All but `own_cwd` must outlive the service.
    Service(RootStore& roots, Control& control, const Clock& clock, const Limits& limits,
            std::filesystem::path own_cwd);

    /// The ledger and the history as they were written down, and where their changes go from now on, which
    /// must outlive the service; null: nowhere. Before the first call.
    void restore(Saved saved, BatchSink* changes);

    /// The user's word on skills of projects: to be restored, and told where it is written down.
    Trust& trust() { return trust_; }

    protocol::HelloResult hello() const;

    /// Whether the workspace of a call with these params is loaded; when not, it is wanted now.
    bool is_ready(const std::optional<std::string>& cwd, const std::optional<std::string>& session) {
        const auto seen = events_.catalogue(cwd, session);
        return seen || seen.error().code() != Errc::NotReady;
    }

    Result<protocol::EventResult> event(const protocol::EventParams& params) {
        auto result = events_.event(params);
        changes_.hand_over();
        return result;
    }
    Result<protocol::RawJson> hook(const protocol::HookParams& params) {
        auto output = hooks_.answer(params);
        changes_.hand_over();
        return output;
    }
    Result<protocol::ExplainResult> explain(const protocol::ExplainParams& params);

    /// The steps of a call that is too long for the loop: as EventService says.
    Result<Question> ask(const EventService::Asker& asker) { return events_.ask(asker); }
    Result<SessionHold> hold(const std::string& session) { return events_.hold(session); }
    protocol::EventResult settle(const protocol::EventParams& params, const Question& question,
                                 JudgedEvent& judged) {
        auto result = events_.settle(params, question, judged);
        changes_.hand_over();
        return result;
    }
    /// What a worker makes the answers of: the methods of these names say Errc::ForWorker where they are too
    /// much for the loop. explain and change_trust always are.
    Result<Explanation> explanation(const protocol::ExplainParams& params) {
        return events_.explanation(params);
    }
    Result<SkillList> skill_list(const protocol::ListParams& params);
    DaemonStatus daemon_status() const;
    Result<TrustOrder> trust_order(const protocol::TrustParams& params);
    /// Errc::NotReady: to be ordered again. Else as Trust::take().
    Status settle(TrustOrder::Made& made);
    bool is_late(const protocol::HookParams& params) const { return hooks_.is_late(params); }
    /// Of a line that the loop reads itself.
    static constexpr std::size_t kNoLoop = ~std::size_t{0};  ///< any
    std::size_t loop_line_bytes() const { return limits_.loop ? limits_.loop->line_bytes : kNoLoop; }

    Result<protocol::InvokeResult> invoke(const protocol::InvokeParams& params) {
        auto result = events_.invoke(params);
        changes_.hand_over();
        return result;
    }

    Result<protocol::ListResult> list(const protocol::ListParams& params);
    Result<protocol::ShowResult> show(const protocol::ShowParams& params);
    Result<protocol::ReadResult> read(const protocol::ReadParams& params);

    protocol::SessionListResult sessions() const;
    Result<protocol::SessionShowResult> session(const protocol::SessionParams& params);
    Result<protocol::SessionForgetResult> forget(const protocol::SessionParams& params);

    protocol::HistoryListResult history(const protocol::HistoryListParams& params) const {
        return history_.list(params);
    }
    protocol::HistoryStatsResult stats() const { return history_.stats(); }

    Result<protocol::StatusResult> status() const;
    protocol::ReloadResult reload();
    Result<protocol::TrustResult> change_trust(const protocol::TrustParams& params);
    protocol::StopResult stop();
    protocol::SubscribeResult subscribe(Caller& caller) const;

private:
    /// A skill and the catalogue that holds it.
    struct NamedSkill {
        std::shared_ptr<const Catalogue> catalogue;
        matcher::SkillRef ref;
    };
    Result<NamedSkill> find_skill(const std::optional<std::string>& cwd, const std::string& name);

    RootStore& roots_;
    Control& control_;
    const Clock& clock_;
    const Limits& limits_;
    ChangeBatch changes_;
    Sessions sessions_;
    History history_;
    Trust trust_;
    EventService events_;
    HookService hooks_;
    Clock::Duration started_at_;
};

}  // namespace skillwake::daemon
