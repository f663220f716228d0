#include "daemon/event_service.h"

#include "base/text.h"
#include "daemon/event_reader.h"
#include "daemon/translate.h"
#include "matcher/decide.h"
#include "matcher/weights.h"
#include "matcher/why_not.h"
#include "skill/content.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

std::string_view type_of(const protocol::Event& event) {
    return std::visit([](const auto& alternative) { return alternative.kType; }, event);
}

/// What a host may show its model about a skill that was not loaded: facts only.
std::string suggestion_line(const skill::Skill& skill, const std::string& why) {
    std::string line = "The skill '" + skill.qualified_name() + "' may be relevant";
    if (!why.empty()) {
        line += " (" + why + ")";
    }
    return line + "; it is not loaded. Its text: " + skill.file.string();
}

matcher::Evidence mention_evidence(const matcher::Mention& mention) {
    matcher::Evidence evidence;
    evidence.kind = matcher::EvidenceKind::Mention;
    evidence.trigger = "@" + mention.name;
    evidence.text = "@" + mention.name;
    evidence.begin = mention.begin;
    evidence.end = mention.end;
    evidence.region = matcher::Region::Prose;
    evidence.weight = matcher::weight_of(matcher::EvidenceKind::Mention);
    return evidence;
}

/// The mentions of a prompt, looked up: those that name a skill come in front of all other candidates.
struct Mentions {
    std::vector<protocol::UnknownMention> unknown;
    std::vector<protocol::AmbiguousMention> ambiguous;
};

Mentions resolve_mentions(const Catalogue& catalogue, matcher::Judgement& judgement) {
    Mentions mentions;
    auto& candidates = judgement.candidates;
    std::size_t place = 0;
    for (const auto& mention : judgement.prompt.mentions) {
        const auto found = catalogue.find(mention.name);
        if (!found && found.error().code() == Errc::Ambiguous) {
            mentions.ambiguous.push_back({mention.name, found.error().names()});
            continue;
        }
        if (!found) {
            mentions.unknown.push_back({mention.name, found.error().names()});
            continue;
        }
        const auto known = std::find_if(candidates.begin(), candidates.end(),
                                        [&](const auto& candidate) { return candidate.ref == *found; });
        matcher::Candidate mentioned;
        if (known != candidates.end()) {
            mentioned = std::move(*known);
            candidates.erase(known);
        }
        mentioned.ref = *found;
        mentioned.confidence = 1.0;
        mentioned.score = 1.0;
        mentioned.action = matcher::Action::Load;
        mentioned.evidence.insert(mentioned.evidence.begin(), mention_evidence(mention));
        candidates.insert(
            candidates.begin() + static_cast<std::ptrdiff_t>(std::min(place, candidates.size())),
            std::move(mentioned));
        ++place;
    }
    return mentions;
}

bool is_mentioned(const matcher::Candidate& candidate) {
    return !candidate.evidence.empty() && candidate.evidence.front().kind == matcher::EvidenceKind::Mention;
}

protocol::RankedSkill ranked_of(const Catalogue& catalogue, const matcher::Candidate& candidate) {
    const auto& skill = catalogue.skill(candidate.ref);
    return {skill.qualified_name(), skill.file.string(),          candidate.score,
            candidate.confidence,   to_message(candidate.action), {}};
}

/// The first `most` of a judgement by score.
std::vector<protocol::RankedSkill> ranked_of(const Catalogue& catalogue, const matcher::Judgement& judgement,
                                             std::size_t most) {
    std::vector<const matcher::Candidate*> order;
    for (const auto& candidate : judgement.candidates) {
        order.push_back(&candidate);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return a->score > b->score; });
    std::vector<protocol::RankedSkill> ranked;
    for (std::size_t place = 0; place < std::min(most, order.size()); ++place) {
        ranked.push_back(ranked_of(catalogue, *order[place]));
    }
    return ranked;
}

}  // namespace

EventService::EventService(RootStore& roots, Sessions& sessions, Control& control, const Clock& clock,
                           const Limits& limits, fs::path own_cwd)
    : roots_(roots),
      sessions_(sessions),
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

/// One event of one agent, from its judgement to its answer.
class EventService::Turn {
public:
    Turn(const EventService& service, std::shared_ptr<const Catalogue> catalogue,
         const protocol::EventParams& params, Agent& agent, fs::path cwd)
        : service_(service),
          catalogue_(std::move(catalogue)),
          params_(params),
          agent_(agent),
          cwd_(std::move(cwd)) {}

    protocol::EventResult run() {
        if (const auto* change = std::get_if<protocol::SessionEvent>(&params_.event);
            change && concerns_agent(*change)) {
            apply_phase(agent_, change->phase);
        }
        const EventReader reader(params_.event, cwd_);
        auto judgement =
            matcher::judge(catalogue_->view(), reader.event(), agent_.memory, service_.limits_.budget);
        matcher::remember(agent_.memory, catalogue_->view(), reader.event(), judgement);
        auto mentions = resolve_mentions(*catalogue_, judgement);
        result_.unknown_mentions = std::move(mentions.unknown);
        result_.ambiguous_mentions = std::move(mentions.ambiguous);
        answer(judgement);
        result_.generation = catalogue_->generation();
        result_.complete = judgement.complete;
        return std::move(result_);
    }

private:
    /// A subagent that the host does not name is not the main agent, whose context goes on.
    bool concerns_agent(const protocol::SessionEvent& change) const {
        return change.phase != protocol::SessionPhase::SubagentStart || !params_.agent.value_or("").empty();
    }

    void answer(const matcher::Judgement& judgement) {
        const auto decisions = matcher::decide(
            catalogue_->view(), judgement, turn_limits(),
            [this](const auto& skill) { return agent_.ledger.holds(skill.file.string(), skill.digest); });
        for (const auto place : decisions.loaded) {
            add_loaded(judgement.candidates[place]);
        }
        for (const auto place : decisions.suggested) {
            add_suggested(judgement.candidates[place]);
        }
        for (const auto place : decisions.already_held) {
            result_.already_loaded.push_back(name_of_candidate(judgement.candidates[place]));
        }
        for (const auto place : decisions.over_budget) {
            result_.over_budget.push_back(name_of_candidate(judgement.candidates[place]));
        }
        if (params_.ranked > 0) {
            result_.ranked = ranked_of(*catalogue_, judgement, params_.ranked);
        }
    }

    matcher::TurnLimits turn_limits() const {
        auto limits = service_.limits_.turn;
        limits.skills = std::min<std::size_t>(limits.skills, params_.max_skills.value_or(~0U));
        limits.tokens = std::min(limits.tokens, params_.max_tokens.value_or(limits.tokens));
        return limits;
    }

    std::string name_of_candidate(const matcher::Candidate& candidate) const {
        return catalogue_->skill(candidate.ref).qualified_name();
    }

    void add_loaded(const matcher::Candidate& candidate) {
        const auto& skill = catalogue_->skill(candidate.ref);
        protocol::LoadedSkill loaded;
        loaded.skill = skill.qualified_name();
        loaded.path = skill.file.string();
        loaded.confidence = candidate.confidence;
        loaded.why = matcher::reason_of(candidate.evidence);
        loaded.evidence = to_messages(candidate.evidence);
        loaded.digest = skill.digest;
        loaded.tokens = skill.tokens;
        loaded.resources = to_messages(skill.resources);
        if (params_.content == protocol::ContentMode::Inline) {
            skill::Substitutions values;
            values.session_id = params_.session.value_or("");
            values.project_dir = cwd_.string();
            loaded.content = skill::inline_content(skill, std::move(values));
        }
        const auto how = is_mentioned(candidate) ? Given::Mention : Given::Automatic;
        agent_.ledger.note(
            {loaded.skill, loaded.path, skill.digest, how, skill.tokens, service_.clock_.wall(), true});
        result_.loaded.push_back(std::move(loaded));
    }

    void add_suggested(const matcher::Candidate& candidate) {
        const auto& skill = catalogue_->skill(candidate.ref);
        protocol::SuggestedSkill suggested;
        suggested.skill = skill.qualified_name();
        suggested.path = skill.file.string();
        suggested.confidence = candidate.confidence;
        suggested.why = matcher::reason_of(candidate.evidence);
        suggested.evidence = to_messages(candidate.evidence);
        suggested.line = suggestion_line(skill, suggested.why);
        result_.suggested.push_back(std::move(suggested));
    }

    const EventService& service_;
    std::shared_ptr<const Catalogue> catalogue_;
    const protocol::EventParams& params_;
    Agent& agent_;
    fs::path cwd_;
    protocol::EventResult result_;
};

Result<protocol::EventResult> EventService::event(const protocol::EventParams& params) {
    const auto began = clock_.steady();
    const auto folder = folder_of(params.cwd, params.session);
    if (!folder) {
        return folder.error();
    }
    const auto& cwd = *folder;
    auto seen = roots_.catalogue(cwd);
    if (!seen) {
        return std::move(seen).error();
    }
    Agent alone;  // without a session nothing is kept
    Agent* agent = &alone;
    if (params.session) {
        auto& session = sessions_.open(*params.session, began);
        session.cwd = cwd;
        ++session.events;
        agent = &sessions_.agent(session, params.agent.value_or(""));
    }
    auto result = Turn(*this, *std::move(seen), params, *agent, cwd).run();
    const auto took = clock_.steady() - began;
    result.elapsed_us = static_cast<std::uint64_t>(took.count());
    latency_.add(took);
    if (control_.subscribers() > 0) {
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
    return result;
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
        auto& session = sessions_.open(*params.session, clock_.steady());
        session.cwd = cwd;
        sessions_.agent(session, params.agent.value_or(""))
            .ledger.note(
                {result.skill, result.path, skill.digest, Given::Tool, skill.tokens, clock_.wall(), true});
    }
    return result;
}

}  // namespace skillwake::daemon
