#include "daemon/service.h"

#include "base/text.h"
#include "daemon/front_matter_json.h"
#include "daemon/given_content.h"
#include "daemon/translate.h"
#include "matcher/evidence_kind.h"
#include "matcher/lexical/derived_terms.h"
#include "matcher/weights.h"
#include "skill/content.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace skillwake::daemon {
namespace {

protocol::Trigger to_message(const skill::Trigger& trigger, double weight) {
    protocol::Trigger message;
    message.kind = skill::name_of(trigger.kind);
    message.text = trigger.text;
    if (!trigger.language.empty()) {
        message.language = trigger.language;
    }
    message.source = trigger.source.empty() ? "declared" : trigger.source;
    message.line = trigger.line;
    if (!trigger.file.empty()) {
        message.file = trigger.file;
    }
    message.weight = matcher::evidence_kind(trigger.kind) == matcher::EvidenceKind::Exclude
                         ? matcher::kExcludedFactor - 1.0
                         : weight;
    return message;
}

/// Shown with the triggers, of no weight of its own.
protocol::Trigger to_message(const skill::WakeMode& mode) {
    protocol::Trigger message;
    message.kind = skill::name_of(mode.kind);
    message.text = mode.text;
    message.source = mode.source;
    message.line = mode.line;
    if (!mode.file.empty()) {
        message.file = mode.file;
    }
    return message;
}

protocol::Trigger to_message(const matcher::DerivedTrigger& trigger) {
    protocol::Trigger message;
    message.kind = skill::name_of(trigger.kind);
    message.text = trigger.text;
    message.language = trigger.language;
    message.source = "derived";
    message.line = trigger.line;
    message.weight = trigger.weight;
    return message;
}

protocol::Trigger to_message(const matcher::lexical::DerivedTerm& term) {
    return {std::string(name_of(term.kind)), term.text, {}, "derived", term.line, term.weight};
}

/// Whether it stands where a file beside the skill, such as a skill-rules.json, has a trigger for it.
bool is_about_trigger(const skill::Diagnostic& diagnostic, const skill::Skill& skill) {
    return std::any_of(skill.triggers.begin(), skill.triggers.end(), [&](const skill::Trigger& trigger) {
        return !trigger.file.empty() && trigger.file == diagnostic.path && trigger.line == diagnostic.line;
    });
}

/// The diagnostics of one skill: those of its file, and those of its triggers that the root's index found.
std::vector<skill::Diagnostic> diagnostics_of(const RootSnapshot& root, const skill::Skill& skill) {
    std::vector<skill::Diagnostic> own;
    for (const auto* diagnostics : {&root.root.diagnostics.values(), &root.trigger_diagnostics}) {
        std::copy_if(diagnostics->begin(), diagnostics->end(), std::back_inserter(own),
                     [&](const skill::Diagnostic& diagnostic) {
                         return diagnostic.path == skill.file.string() || is_about_trigger(diagnostic, skill);
                     });
    }
    return own;
}

Result<skill::Excerpt> excerpt_of(const skill::Skill& skill, const protocol::ReadParams& params) {
    const int chosen = (params.section ? 1 : 0) + (params.lines ? 1 : 0) + (params.file ? 1 : 0);
    if (chosen > 1) {
        return Error(Errc::Invalid, "params: at most one of section, lines and file");
    }
    if (params.section) {
        return skill::read_section(skill, *params.section);
    }
    if (params.lines) {
        return skill::read_lines(skill, params.lines->first, params.lines->last);
    }
    if (params.file) {
        return skill::read_resource(skill, *params.file);
    }
    return skill::read_body(skill);
}

skill::Diagnostic lost_events(std::uint64_t times) {
    return {skill::Severity::Warning, "/proc/sys/fs/inotify/max_queued_events", 0,
            "more changed at once than the system keeps, " + std::to_string(times) +
                " times since the start: all roots were read again",
            "raise fs.inotify.max_queued_events"};
}

}  // namespace

Service::Service(RootStore& roots, Control& control, const Clock& clock, const Limits& limits,
                 std::filesystem::path own_cwd)
    : roots_(roots),
      control_(control),
      clock_(clock),
      limits_(limits),
      sessions_(limits.sessions, limits.agents, &changes_),
      history_(limits.history, &changes_),
      trust_(limits.project_trust),
      events_(roots, sessions_, history_, trust_, control, clock, limits, std::move(own_cwd)),
      hooks_(events_, clock),
      started_at_(clock.steady()) {}

void Service::restore(Saved saved, BatchSink* changes) {
    changes_.set_out(changes);
    sessions_.restore(std::move(saved.sessions), clock_.steady(), clock_.wall());
    history_.restore(std::move(saved.history));
}

protocol::HelloResult Service::hello() const {
    protocol::HelloResult result;
    result.version = SKILLWAKE_VERSION;
    result.pid = static_cast<std::uint64_t>(::getpid());
    result.capabilities = {"events",    "mentions", "skill-tool", "explain",
                           "subscribe", "context",  "history",    "hooks"};
    result.limits = describe(limits_);
    return result;
}

Result<protocol::ExplainResult> Service::explain(const protocol::ExplainParams& params) {
    if (limits_.loop) {
        return Error(Errc::ForWorker, "every skill is judged");
    }
    const auto explanation = events_.explanation(params);
    return explanation ? explanation->make() : explanation.error();
}

Result<SkillList> Service::skill_list(const protocol::ListParams& params) {
    auto seen = events_.catalogue(params.cwd, std::nullopt);
    if (!seen) {
        return std::move(seen).error();
    }
    return SkillList{*std::move(seen), trust_.as_now(), params.shadowed.value_or(false)};
}

Result<protocol::ListResult> Service::list(const protocol::ListParams& params) {
    const auto list = skill_list(params);
    if (!list) {
        return list.error();
    }
    if (limits_.loop && list->size() > limits_.loop->listed) {
        return Error(Errc::ForWorker, "many skills");
    }
    return list->make();
}

Result<Service::NamedSkill> Service::find_skill(const std::optional<std::string>& cwd,
                                                const std::string& name) {
    auto seen = events_.catalogue(cwd, std::nullopt);
    if (!seen) {
        return std::move(seen).error();
    }
    const auto ref = (*seen)->find(name);
    if (!ref) {
        return ref.error();
    }
    return NamedSkill{*std::move(seen), *ref};
}

Result<protocol::ShowResult> Service::show(const protocol::ShowParams& params) {
    const auto named = find_skill(params.cwd, params.name);
    if (!named) {
        return named.error();
    }
    const auto& [seen, ref] = *named;
    const auto& skill = seen->skill(ref);
    protocol::ShowResult result;
    result.skill = summary_of(*seen, ref, trust_);
    for (const auto& [key, value] : skill.front_matter) {
        result.front_matter.push_back({key, value});
    }
    result.front_matter_json = front_matter_json(skill);
    result.outline = to_messages(skill.outline);
    const auto& index = *seen->view().layers[ref.layer].index;
    for (const auto& mode : skill.modes) {
        result.triggers.push_back(to_message(mode));
    }
    for (const auto& trigger : skill.triggers) {
        result.triggers.push_back(to_message(trigger, index.weight(ref.id, trigger)));
    }
    for (const auto& trigger : index.derived(ref.id)) {
        result.triggers.push_back(to_message(trigger));
    }
    for (const auto& term : matcher::lexical::derive_terms(skill)) {
        result.triggers.push_back(to_message(term));
    }
    result.resources = to_messages(skill.resources);
    result.diagnostics = to_messages(diagnostics_of(seen->root_of(ref), skill));
    return result;
}

Result<protocol::ReadResult> Service::read(const protocol::ReadParams& params) {
    const auto named = find_skill(params.cwd, params.name);
    if (!named) {
        return named.error();
    }
    const auto& [seen, ref] = *named;
    const auto& skill = seen->skill(ref);
    if (auto may = trust_.may_read(skill); !may) {
        return std::move(may).error();
    }
    auto excerpt = excerpt_of(skill, params);
    if (!excerpt) {
        return std::move(excerpt).error();
    }
    if (params.file) {
        if (auto may = trust_.may_give(skill, excerpt->file, excerpt->text); !may) {
            return std::move(may).error();
        }
    }
    if (!skill.suspicion.empty()) {
        excerpt->text = neutral(skill, excerpt->text);
    }
    const auto tokens = estimate_tokens(excerpt->text);
    return protocol::ReadResult{skill.qualified_name(), excerpt->file.string(), std::move(excerpt->text),
                                excerpt->first_line,    excerpt->last_line,     tokens};
}

protocol::SessionListResult Service::sessions() const {
    protocol::SessionListResult result;
    for (const auto& [id, session] : sessions_.all()) {
        result.sessions.push_back(summary_of(id, session, clock_.steady()));
    }
    return result;
}

Result<protocol::SessionShowResult> Service::session(const protocol::SessionParams& params) {
    const auto* session = sessions_.find(params.session);
    if (session == nullptr) {
        return Error(Errc::NotFound, "no session '" + params.session + "'");
    }
    return protocol::SessionShowResult{summary_of(params.session, *session, clock_.steady()),
                                       ledger_of(*session)};
}

Result<protocol::SessionForgetResult> Service::forget(const protocol::SessionParams& params) {
    if (events_.is_held(params.session)) {
        return Error(Errc::NotReady, "an event of the session is being judged");
    }
    history_.forget(params.session);
    const protocol::SessionForgetResult result{sessions_.forget(params.session)};
    changes_.hand_over();
    return result;
}

Result<protocol::StatusResult> Service::status() const {
    const auto status = daemon_status();
    if (limits_.loop && status.size() > limits_.loop->listed) {
        return Error(Errc::ForWorker, "many diagnostics");
    }
    return status.make();
}

DaemonStatus Service::daemon_status() const {
    protocol::StatusResult result;
    result.version = SKILLWAKE_VERSION;
    result.pid = static_cast<std::uint64_t>(::getpid());
    result.socket = control_.socket();
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(clock_.steady() - started_at_);
    result.uptime_s = static_cast<std::uint64_t>(uptime.count());
    result.generation = roots_.generation();
    if (const auto lost = roots_.lost_events(); lost > 0) {
        result.diagnostics.push_back(daemon::to_message(lost_events(lost)));
    }
    result.sessions = sessions_.all().size();
    result.clients = control_.clients();
    result.subscribers = control_.subscribers();
    result.http = control_.http();
    result.events = events_.latency().summary();
    result.loop = control_.loop();
    result.limits = describe(limits_);
    return {std::move(result), roots_.roots()};
}

protocol::ReloadResult Service::reload() {
    return {control_.reload()};
}

Result<TrustOrder> Service::trust_order(const protocol::TrustParams& params) {
    auto folder = events_.folder_of(params.cwd, std::nullopt);
    if (!folder) {
        return std::move(folder).error();
    }
    const auto seen = roots_.catalogue(*folder);
    if (!seen) {
        return seen.error();
    }
    TrustOrder order{params.change, *std::move(folder), (*seen)->roots(), trust_.as_now()};
    for (const auto& root : roots_.roots()) {  // of other sessions
        if (root.snapshot) {
            order.roots.push_back(root.snapshot);
        }
    }
    return order;
}

Status Service::settle(TrustOrder::Made& made) {
    return made.change ? trust_.take(*std::move(made.change)) : Status(Ok{});
}

Result<protocol::TrustResult> Service::change_trust(const protocol::TrustParams& params) {
    if (limits_.loop) {
        return Error(Errc::ForWorker, "files are read");
    }
    const auto order = trust_order(params);
    if (!order) {
        return order.error();
    }
    auto made = order->make();
    if (!made) {
        return std::move(made).error();
    }
    if (auto settled = settle(*made); !settled) {
        return std::move(settled).error();
    }
    return std::move(made->result);
}

protocol::StopResult Service::stop() {
    control_.stop();
    return {};
}

protocol::SubscribeResult Service::subscribe(Caller& caller) const {
    caller.subscribed = true;
    return {};
}

}  // namespace skillwake::daemon
