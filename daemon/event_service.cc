#include "daemon/event_service.h"

#include "base/text.h"
#include "daemon/translate.h"
#include "daemon/turn.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace skillwake::daemon {
namespace fs = std::filesystem;

EventService::EventService(RootStore& roots, Sessions& sessions, History& history, const Trust& trust,
                           Control& control, const Clock& clock, const Limits& limits, fs::path own_cwd)
    : roots_(roots),
      sessions_(sessions),
      history_(history),
      trust_(trust),
      control_(control),
      clock_(clock),
      limits_(limits),
      own_cwd_(std::move(own_cwd)) {}

Result<fs::path> EventService::folder_of(const std::optional<std::string>& cwd,
                                         const std::optional<std::string>& session) {
    if (cwd && !cwd->empty()) {
        auto folder = fs::path(*cwd).lexically_normal();
        if (!folder.is_absolute()) {
            return Error(Errc::Invalid, "params.cwd: expected an absolute path");
        }
        return folder.has_filename() ? folder : folder.parent_path();  // "/a/b/" is "/a/b"
    }
    if (const auto* known = session ? sessions_.find(*session) : nullptr;
        known != nullptr && !known->cwd.empty()) {
        return known->cwd;
    }
    return own_cwd_;
}

Result<std::shared_ptr<const Catalogue>> EventService::catalogue(const std::optional<std::string>& cwd,
                                                                 const std::optional<std::string>& session) {
    const auto folder = folder_of(cwd, session);
    return folder ? roots_.catalogue(*folder) : folder.error();
}

namespace {

/// A session's own changes are judged behind them: they may clear what it remembers.
bool changes_memory(const protocol::Event& event) {
    return std::holds_alternative<protocol::SessionEvent>(event);
}

Error session_is_held() {
    return {Errc::NotReady, "another event of the session is being judged"};
}

}  // namespace

Status EventService::fits_loop(const protocol::Event& event, std::size_t events) const {
    if (limits_.loop && (events > 1 || text_bytes(event) > limits_.loop->event_bytes)) {
        return Error(Errc::ForWorker, "an event that is too long for the loop");
    }
    return Ok{};
}

Result<protocol::EventResult> EventService::event(const protocol::EventParams& params) {
    const auto began = clock_.steady();
    if (auto fits = fits_loop(params.event); !fits) {
        return std::move(fits).error();
    }
    const auto folder = folder_of(params.cwd, params.session);
    if (!folder) {
        return folder.error();
    }
    const auto* change = std::get_if<protocol::SessionEvent>(&params.event);
    if (is_held(params.session) || (change != nullptr && is_held(change->from))) {
        return session_is_held();
    }
    const PathBase base{*folder, roots_.home()};
    if (const auto touched = touched_path(params.event); !touched.empty()) {
        roots_.touched(*folder, touched);  // its folder may have skills of its own
    }
    auto seen = roots_.catalogue(*folder);
    if (!seen) {
        return std::move(seen).error();
    }
    std::optional<JudgedEvent> judged;
    if (!changes_memory(params.event)) {
        auto budget = limits_.budget;
        budget.ranked = std::min(params.ranked, kMostRanked);
        if (limits_.loop) {
            budget.syntax = std::min(budget.syntax, limits_.loop->syntax);
        }
        judged.emplace(**seen, params.event, params.host.value_or(""), base,
                       memory_of(params.session, params.agent), budget);
        if (limits_.loop && !judged->judgement.complete) {
            return Error(Errc::ForWorker, "syntax that takes too long for the loop");
        }
    }
    return run_turn(params, **seen, base, judged ? &*judged : nullptr, began);
}

Result<Question> EventService::ask(const Asker& asker) {
    Question question;
    question.began = clock_.steady();
    auto folder = folder_of(asker.cwd, asker.session);
    if (!folder) {
        return std::move(folder).error();
    }
    question.cwd = *std::move(folder);
    question.home = roots_.home();
    if (!asker.touched.empty()) {
        roots_.touched(question.cwd, asker.touched);
    }
    auto seen = roots_.catalogue(question.cwd);
    if (!seen) {
        return std::move(seen).error();
    }
    question.catalogue = *std::move(seen);
    question.memory = memory_of(asker.session, asker.agent);
    question.budget = limits_.budget;
    return question;
}

Result<SessionHold> EventService::hold(const std::string& session) {
    if (is_held(session)) {
        return session_is_held();
    }
    return SessionHold(held_, session);
}

const matcher::Memory& EventService::memory_of(const std::optional<std::string>& session,
                                               const std::optional<std::string>& agent) {
    const auto* known = session ? sessions_.find(*session) : nullptr;
    if (known == nullptr) {
        return no_memory_;
    }
    const auto found = known->agents.find(agent.value_or(""));
    return found == known->agents.end() ? no_memory_ : found->second.memory;
}

protocol::EventResult EventService::settle(const protocol::EventParams& params, const Question& question,
                                           JudgedEvent& judged) {
    return run_turn(params, *question.catalogue, {question.cwd, question.home},
                    changes_memory(params.event) ? nullptr : &judged, question.began);
}

protocol::EventResult EventService::run_turn(const protocol::EventParams& params, const Catalogue& catalogue,
                                             const PathBase& base, JudgedEvent* judged,
                                             Clock::Duration began) {
    auto result = answer_turn(params, catalogue, base, judged, began);
    const auto took = clock_.steady() - began;
    result.elapsed_us = static_cast<std::uint64_t>(took.count());
    latency_.add(took);
    publish(params, result);
    return result;
}

protocol::EventResult EventService::answer_turn(const protocol::EventParams& params,
                                                const Catalogue& catalogue, const PathBase& base,
                                                JudgedEvent* judged, Clock::Duration began) {
    std::optional<JudgedEvent> behind;
    const auto answer = [&](AgentRecord& agent, History* history) {
        if (judged == nullptr) {
            judged = &behind.emplace(catalogue, params.event, params.host.value_or(""), base, agent.memory(),
                                     limits_.budget);
        }
        return Turn({limits_, clock_, base, catalogue, trust_, params, *judged, agent, history}).run();
    };
    if (!params.session) {
        Agent alone;
        AgentRecord nobody(alone);
        return answer(nobody, nullptr);
    }
    const auto& id = *params.session;
    const auto name = params.agent.value_or("");
    auto& session = sessions_.open(id, began);
    ++session.events;
    sessions_.seen(id, session, base.cwd, clock_.wall());
    if (const auto* change = std::get_if<protocol::SessionEvent>(&params.event)) {
        sessions_.apply(id, session, name, *change);
    }
    auto agent = sessions_.agent(id, session, name);
    return answer(agent, &history_);
}

void EventService::publish(const protocol::EventParams& params, const protocol::EventResult& result) {
    if (control_.subscribers() == 0) {
        return;
    }
    protocol::DecisionNote note{params.session.value_or(""),
                                params.agent.value_or(""),
                                std::string(type_of(params.event)),
                                {},
                                {},
                                result.already_loaded,
                                {},
                                result.elapsed_us};
    for (const auto& loaded : result.loaded) {
        note.loaded.push_back(loaded.skill);
        note.why += (note.why.empty() ? "" : "; ") + loaded.why;
    }
    for (const auto& suggested : result.suggested) {
        note.suggested.push_back(suggested.skill);
    }
    control_.publish(note);
}

Result<Explanation> EventService::explanation(const protocol::ExplainParams& params) {
    if (is_held(params.session)) {
        return session_is_held();
    }
    auto question = ask({params.cwd, params.session, params.agent, {}});
    if (!question) {
        return std::move(question).error();
    }
    return Explanation{params, *std::move(question), trust_.as_now(), clock_};
}

namespace {

/// The name under whichever member the host's own tool gives it.
Result<std::string> wanted_skill(const protocol::InvokeParams& params) {
    for (const auto* name :
         {&params.command, &params.skill, &params.name, &params.skill_name, &params.skill_name_camel}) {
        auto wanted = trim(*name ? std::string_view(**name) : std::string_view());
        if (wanted.starts_with('/') || wanted.starts_with('@')) {
            wanted.remove_prefix(1);
        }
        if (!wanted.empty()) {
            return std::string(wanted);
        }
    }
    return Error(Errc::Invalid, "params.command: missing (or skill, name, skill_name, skillName)");
}

}  // namespace

Result<protocol::InvokeResult> EventService::invoke(const protocol::InvokeParams& params) {
    const auto wanted = wanted_skill(params);
    if (!wanted) {
        return wanted.error();
    }
    const auto folder = folder_of(params.cwd, params.session);
    if (!folder) {
        return folder.error();
    }
    if (is_held(params.session)) {
        return session_is_held();
    }
    const auto& cwd = *folder;
    const auto seen = roots_.catalogue(cwd);
    if (!seen) {
        return seen.error();
    }
    // "name args": the old spelling of a tool that has one field only.
    auto arguments = params.args;
    auto found = (*seen)->find(*wanted);
    if (const auto blank = wanted->find_first_of(" \t\r\n");
        !found && blank != std::string::npos && !arguments) {
        found = (*seen)->find(wanted->substr(0, blank));
        arguments = trim(std::string_view(*wanted).substr(blank));
    }
    if (!found) {
        return std::move(found).error();
    }
    const auto& skill = (*seen)->skill(*found);
    if (auto may = trust_.may_read(skill); !may) {
        return std::move(may).error();
    }
    skill::Substitutions values;
    values.arguments = std::move(arguments);
    values.session_id = params.session.value_or("");
    values.project_dir = cwd.string();
    protocol::InvokeResult result;
    result.skill = skill.qualified_name();
    result.path = skill.file.string();
    result.base_directory = skill.folder.string();
    auto content = (*seen)->content(*found, values);
    result.content = std::move(content.text);
    result.resources = to_messages(skill.resources);
    result.tokens = content.tokens;
    result.digest = skill.digest;
    if (params.session) {
        const auto& id = *params.session;
        const auto name = params.agent.value_or("");
        auto& session = sessions_.open(id, clock_.steady());
        sessions_.seen(id, session, cwd, clock_.wall());
        sessions_.agent(id, session, name)
            .note({result.skill, result.path, skill.digest, Given::Tool, protocol::DeliveryMode::Full,
                   skill.tokens, clock_.wall(), true});
        write_history(
            history_, id, name, skill,
            {protocol::HistoryAction::Loaded, Given::Tool, protocol::DeliveryMode::Full, result.tokens, {}},
            clock_.wall());
    }
    return result;
}

}  // namespace skillwake::daemon
