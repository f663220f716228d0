#include "daemon/event_service.h"

#include "base/text.h"
#include "daemon/event_reader.h"
#include "daemon/mentions.h"
#include "daemon/tool_input.h"
#include "daemon/translate.h"
#include "daemon/turn.h"
#include "matcher/weights.h"
#include "matcher/why_not.h"
#include "skill/content.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace skillwake::daemon {
namespace fs = std::filesystem;

EventService::EventService(RootStore& roots, Sessions& sessions, History& history, Control& control,
                           const Clock& clock, const Limits& limits, fs::path own_cwd)
    : roots_(roots),
      sessions_(sessions),
      history_(history),
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

Result<protocol::EventResult> EventService::event(const protocol::EventParams& params) {
    const auto began = clock_.steady();
    const auto folder = folder_of(params.cwd, params.session);
    if (!folder) {
        return folder.error();
    }
    const auto& cwd = *folder;
    look_beside(params.event, cwd);
    auto seen = roots_.catalogue(cwd);
    if (!seen) {
        return std::move(seen).error();
    }
    auto result = run_turn(params, **seen, cwd, began);
    const auto took = clock_.steady() - began;
    result.elapsed_us = static_cast<std::uint64_t>(took.count());
    latency_.add(took);
    publish(params, result);
    return result;
}

void EventService::look_beside(const protocol::Event& event, const fs::path& cwd) {
    if (const auto* file = std::get_if<protocol::FileEvent>(&event)) {
        roots_.touched(cwd, file->path);
    } else if (const auto* tool = std::get_if<protocol::ToolEvent>(&event); tool != nullptr && tool->input) {
        protocol::JsonParser parser;
        const auto input = parser.parse(tool->input->text);
        const auto path = input ? path_of(*input) : std::nullopt;
        if (path && tool_kind(tool->name) != ToolKind::Shell) {
            roots_.touched(cwd, *path);
        }
    }
}

protocol::EventResult EventService::run_turn(const protocol::EventParams& params, const Catalogue& catalogue,
                                             const fs::path& cwd, Clock::Duration now) {
    const PathBase base{cwd, roots_.home()};
    if (!params.session) {
        Agent alone;
        AgentRecord nobody(alone);
        return Turn({limits_, clock_, base, catalogue, params, nobody, nullptr}).run();
    }
    const auto& id = *params.session;
    const auto name = params.agent.value_or("");
    auto& session = sessions_.open(id, now);
    ++session.events;
    sessions_.seen(id, session, cwd, clock_.wall());
    if (const auto* change = std::get_if<protocol::SessionEvent>(&params.event)) {
        sessions_.apply(id, session, name, *change);
    }
    auto agent = sessions_.agent(id, session, name);
    return Turn({limits_, clock_, base, catalogue, params, agent, &history_}).run();
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

Result<protocol::ExplainResult> EventService::explain(const protocol::ExplainParams& params) {
    const auto began = clock_.steady();
    const auto folder = folder_of(params.cwd, params.session);
    if (!folder) {
        return folder.error();
    }
    const auto& cwd = *folder;
    const auto seen = roots_.catalogue(cwd);
    if (!seen) {
        return seen.error();
    }
    const auto& catalogue = **seen;
    const auto* session = params.session ? sessions_.find(*params.session) : nullptr;
    matcher::Memory memory;
    if (session != nullptr) {
        const auto agent = session->agents.find(params.agent.value_or(""));
        memory = agent == session->agents.end() ? matcher::Memory() : agent->second.memory;
    }
    const EventReader reader(params.event, cwd);
    auto judgement = matcher::judge(catalogue.view(), reader.event(), memory, limits_.budget);
    auto mentions = resolve_mentions(catalogue, judgement);
    protocol::ExplainResult result;
    for (const auto& candidate : judgement.candidates) {
        auto ranked = ranked_of(catalogue, candidate);
        ranked.evidence = to_messages(candidate.evidence);
        result.ranked.push_back(std::move(ranked));
    }
    result.thresholds = {matcher::kLoad, matcher::kSuggest};
    result.need = judgement.need;
    result.unknown_mentions = std::move(mentions.unknown);
    if (params.why_not) {
        const auto named = catalogue.find(*params.why_not);
        if (!named) {
            return named.error();
        }
        const auto found = std::find_if(judgement.candidates.begin(), judgement.candidates.end(),
                                        [&](const auto& candidate) { return candidate.ref == *named; });
        const auto why = matcher::why_not(
            catalogue.skill(*named), found == judgement.candidates.end() ? nullptr : &*found, judgement.need);
        result.why_not = protocol::WhyNot{catalogue.skill(*named).qualified_name(), why.confidence,
                                          to_message(why.action), why.missing, to_messages(why.evidence)};
    }
    result.generation = catalogue.generation();
    result.complete = judgement.complete;
    result.elapsed_us = static_cast<std::uint64_t>((clock_.steady() - began).count());
    return result;
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
    skill::Substitutions values;
    values.arguments = std::move(arguments);
    values.session_id = params.session.value_or("");
    values.project_dir = cwd.string();
    protocol::InvokeResult result;
    result.skill = skill.qualified_name();
    result.path = skill.file.string();
    result.base_directory = skill.folder.string();
    result.content = skill::inline_content(skill, std::move(values));
    result.resources = to_messages(skill.resources);
    result.tokens = estimate_tokens(result.content);
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
