#include "daemon/service.h"

#include "base/path.h"
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
#include <map>
#include <set>
#include <string_view>
#include <tuple>
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

/// What several roots tell alike, as of a manifest that they share, is told once. Its roots must outlive it.
class ToldOnce {
public:
    void append(const std::vector<skill::Diagnostic>& diagnostics, std::vector<protocol::Diagnostic>& to) {
        for (const auto& diagnostic : diagnostics) {
            if (told_.emplace(diagnostic.path, diagnostic.line, diagnostic.message).second) {
                to.push_back(daemon::to_message(diagnostic));
            }
        }
    }

private:
    std::set<std::tuple<std::string_view, std::uint32_t, std::string_view>> told_;
};

/// The diagnostics of one skill: those of its file, and those of its triggers that the root's index found.
std::vector<skill::Diagnostic> diagnostics_of(const RootSnapshot& root, const skill::Skill& skill) {
    std::vector<skill::Diagnostic> own;
    std::copy_if(root.diagnostics.begin(), root.diagnostics.end(), std::back_inserter(own),
                 [&](const skill::Diagnostic& diagnostic) {
                     return diagnostic.path == skill.file.string() || is_about_trigger(diagnostic, skill);
                 });
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

skill::Diagnostic unwatched(const RootStore::Root& root) {
    return {skill::Severity::Warning, root.spec.folder.string(), 0,
            "not all of its folders are watched, so it is read again and again: " + root.watching.warning,
            "raise the limit, or let the root hold fewer folders"};
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

Result<protocol::ListResult> Service::list(const protocol::ListParams& params) {
    const auto seen = events_.catalogue(params.cwd, std::nullopt);
    if (!seen) {
        return seen.error();
    }
    protocol::ListResult result;
    for (const auto ref : (*seen)->all()) {
        auto summary = summary_of(**seen, ref, trust_);
        if (!params.shadowed.value_or(false) || summary.shadowed_by || !summary.ambiguous_with.empty()) {
            result.skills.push_back(std::move(summary));
        }
    }
    ToldOnce told;
    for (const auto& root : (*seen)->roots()) {
        if (params.shadowed.value_or(false)) {
            break;
        }
        told.append(root->diagnostics, result.diagnostics);
    }
    result.generation = (*seen)->generation();
    return result;
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
    const auto& index = *seen->roots()[ref.layer]->index;
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
    result.diagnostics = to_messages(diagnostics_of(*seen->roots()[ref.layer], skill));
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

protocol::StatusResult Service::status() const {
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
    ToldOnce told;
    for (const auto& root : roots_.roots()) {
        protocol::RootStatus status;
        status.path = root.spec.folder.string();
        status.scope = skill::name_of(root.spec.scope);
        status.loads = root.loads;
        status.state = "loading";
        status.watched = root.watching.by;
        if (!root.watching.warning.empty()) {
            result.diagnostics.push_back(daemon::to_message(unwatched(root)));
        }
        if (root.snapshot) {
            status.state = root.snapshot->root.scan->folders.empty() ? "missing" : "loaded";
            status.skills = root.snapshot->root.skills.size();
            status.diagnostics = root.snapshot->diagnostics.size();
            told.append(root.snapshot->diagnostics, result.diagnostics);
        }
        result.skills += status.skills;
        result.roots.push_back(std::move(status));
    }
    result.sessions = sessions_.all().size();
    result.clients = control_.clients();
    result.subscribers = control_.subscribers();
    result.http = control_.http();
    result.events = events_.latency().summary();
    result.loop = control_.loop();
    result.limits = describe(limits_);
    return result;
}

protocol::ReloadResult Service::reload() {
    return {control_.reload()};
}

Result<std::vector<const skill::Skill*>> Service::project_skills(const std::filesystem::path& folder) {
    const auto seen = roots_.catalogue(folder);
    if (!seen) {
        return seen.error();
    }
    std::map<std::filesystem::path, const skill::Skill*> found;
    const auto look = [&](const std::shared_ptr<const RootSnapshot>& root) {
        if (root == nullptr || root->root.spec.scope != skill::Scope::Project) {
            return;
        }
        for (const auto& loaded : root->root.skills) {
            if (lies_in(loaded.skill->file, folder)) {
                found.emplace(loaded.skill->file, loaded.skill.get());
            }
        }
    };
    for (const auto& root : (*seen)->roots()) {
        look(root);
    }
    for (const auto& root : roots_.roots()) {
        look(root.snapshot);
    }
    std::vector<const skill::Skill*> skills;
    for (const auto& [file, skill] : found) {
        skills.push_back(skill);
    }
    return skills;
}

Result<protocol::TrustResult> Service::change_trust(const protocol::TrustParams& params) {
    const auto folder = events_.folder_of(params.cwd, std::nullopt);
    if (!folder) {
        return folder.error();
    }
    const auto skills = project_skills(*folder);
    if (!skills) {
        return skills.error();
    }
    Result<std::size_t> changed = std::size_t{0};
    if (params.change == protocol::TrustChange::Add) {
        changed = trust_.add(*skills);
    } else if (params.change == protocol::TrustChange::Revoke) {
        changed = trust_.revoke(*folder);
    }
    if (!changed) {
        return std::move(changed).error();
    }
    protocol::TrustResult result;
    result.policy = name_of(trust_.policy());
    for (const auto* skill : *skills) {
        const auto known = trust_.trusted().find(skill->file.native());
        const bool trusted = known != trust_.trusted().end() && known->second == skill->digest;
        result.skills.push_back({skill->qualified_name(), skill->file.string(), skill->digest, trusted});
    }
    result.changed = *changed;
    result.trusted = trust_.trusted().size();
    return result;
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
