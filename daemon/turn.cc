#include "daemon/turn.h"

#include "daemon/delivery.h"
#include "daemon/tool_input.h"
#include "daemon/translate.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace skillwake::daemon {
namespace {

using protocol::DeliveryMode;
using protocol::HistoryAction;

constexpr std::size_t kTriggersKept = 3;     ///< of one entry of the history
constexpr std::size_t kMostDenials = 1'000;  ///< of one agent; no further tool has to wait
constexpr std::size_t kBytesOfToken = 4;

/// What a host may show its model about a skill that was not loaded: facts only.
std::string suggestion_line(const skill::Skill& skill, const std::string& why, const std::string& withheld) {
    std::string line = "The skill '" + skill.qualified_name() + "' may be relevant";
    if (!why.empty()) {
        line += " (" + why + ")";
    }
    return line + "; it is not loaded" +
           (withheld.empty() ? ". Its text: " + skill.file.string() : ": " + withheld);
}

/// Lines about mentions that came to nothing, where a near name can be told: "@ann" alone is a person.
std::vector<std::string> mention_notes(const protocol::EventResult& result) {
    std::vector<std::string> notes;
    for (const auto& mention : result.ambiguous_mentions) {
        notes.push_back(ambiguous_text(mention));
    }
    for (const auto& mention : result.unknown_mentions) {
        if (!mention.nearest.empty()) {
            notes.push_back(unknown_text(mention));
        }
    }
    return notes;
}

/// The first file that a tool works on, as it stands in the workspace; empty: none.
std::string first_file(const matcher::Event& event) {
    return event.files.empty() ? std::string() : std::string(event.files.front().path);
}

bool has_not_run(const protocol::Event& event) {
    const auto* tool = std::get_if<protocol::ToolEvent>(&event);
    return tool != nullptr && tool->before;
}

}  // namespace

protocol::EventResult Turn::run() {
    note_uses();
    const auto& view = context_.catalogue.view();
    auto& [uses, reader, judgement, mentions] = context_.judged;
    if (!has_not_run(context_.params.event)) {  // it comes again when it has
        matcher::remember(context_.agent.memory(), view, reader.event(), judgement);
    }
    result_.unknown_mentions = std::move(mentions.unknown);
    result_.ambiguous_mentions = std::move(mentions.ambiguous);
    context_.trust.limit(view, judgement);
    note_withheld(judgement);
    decide(judgement);
    add_ranked(judgement);
    result_.generation = context_.catalogue.generation();
    result_.complete = judgement.complete;
    result_.short_list = judgement.short_list;
    return std::move(result_);
}

void Turn::note_uses() {
    for (const auto& used : context_.judged.uses) {
        const auto& skill = context_.catalogue.skill(used.ref);
        // To run its script is to know it, not to have its text: an outline stays an outline.
        const bool knows = used.how == Given::Script &&
                           context_.agent.ledger().held(skill.file.string(), skill.digest).has_value();
        if (!knows) {
            note(skill, used.how, used.mode, skill.tokens);
        }
        note_history(HistoryAction::Used, skill, used.how, used.mode, 0, {});
    }
}

/// Who asks for a skill by its name and does not get it is told why.
void Turn::note_withheld(const matcher::Judgement& judgement) {
    for (const auto& candidate : judgement.candidates) {
        const auto& skill = skill_of(candidate);
        if (!matcher::is_mentioned(candidate)) {
            continue;
        }
        if (const auto refused = context_.trust.may_read(skill); !refused) {
            notes_.push_back(withheld_text(refused.error().message()));
        }
    }
}

const skill::Skill& Turn::skill_of(const matcher::Candidate& candidate) const {
    return context_.catalogue.skill(candidate.ref);
}

void Turn::decide(const matcher::Judgement& judgement) {
    const auto decisions =
        matcher::decide(context_.catalogue.view(), judgement, turn_limits(),
                        [this](const auto& skill, auto action) { return is_held(skill, action); });
    for (const auto place : decisions.already_held) {
        result_.already_loaded.push_back(skill_of(judgement.candidates[place]).qualified_name());
    }
    for (const auto place : decisions.over_budget) {
        result_.over_budget.push_back(skill_of(judgement.candidates[place]).qualified_name());
    }
    // Before the ledger notes what is given now.
    const auto denying = std::find_if(decisions.loaded.begin(), decisions.loaded.end(), [&](auto place) {
        const auto& skill = skill_of(judgement.candidates[place]);
        return may_deny() && skill.enforcement == skill::Enforcement::Block &&
               !context_.agent.ledger().held(skill.file.string(), skill.digest) &&
               context_.agent.denied().count(skill.file.string()) == 0;
    });
    if (denying != decisions.loaded.end()) {
        deny(judgement.candidates[*denying]);
    }
    if (context_.params.context) {
        add_context(judgement, decisions);
    } else {
        add_whole(judgement, decisions);
    }
}

/// A content is held when it is whole; where a text of limited size is asked for, more of it may fit now. A
/// suggestion is one line, which a text does not say twice.
bool Turn::is_held(const skill::Skill& skill, matcher::Action action) const {
    const auto held = context_.agent.ledger().held(skill.file.string(), skill.digest);
    if (!held || action == matcher::Action::Load) {
        return held == DeliveryMode::Full;
    }
    return context_.params.context || *held != DeliveryMode::Line;
}

matcher::TurnLimits Turn::turn_limits() const {
    auto limits = context_.limits.turn;
    const auto& params = context_.params;
    limits.skills = std::min<std::size_t>(limits.skills, params.max_skills.value_or(~0U));
    limits.tokens = std::min(limits.tokens, params.max_tokens.value_or(limits.tokens));
    if (params.context) {
        limits.tokens_each = params.context->max_bytes / kBytesOfToken + 1;
    }
    const auto spent = context_.agent.ledger().automatic_tokens();
    limits.automatic_tokens =
        context_.limits.session_tokens - std::min(context_.limits.session_tokens, spent);
    return limits;
}

void Turn::add_whole(const matcher::Judgement& judgement, const matcher::Decisions& decisions) {
    for (const auto place : decisions.loaded) {
        const auto& candidate = judgement.candidates[place];
        add_loaded(candidate, DeliveryMode::Full, skill_of(candidate).tokens);
        if (context_.params.content == protocol::ContentMode::Inline) {
            skill::Substitutions values;
            values.session_id = context_.params.session.value_or("");
            values.project_dir = context_.base.cwd.string();
            result_.loaded.back().content = context_.catalogue.content(candidate.ref, values).text;
        }
    }
    for (const auto place : decisions.suggested) {
        add_suggested(judgement.candidates[place], nullptr);
    }
}

void Turn::add_context(const matcher::Judgement& judgement, const matcher::Decisions& decisions) {
    const auto& wanted = *context_.params.context;
    skill::Substitutions values;
    values.session_id = context_.params.session.value_or("");
    values.project_dir = context_.base.cwd.string();
    std::vector<const matcher::Candidate*> candidates;
    std::vector<Portion> portions;
    const auto add = [&](std::size_t place, Portion::Kind kind) {
        const auto& candidate = judgement.candidates[place];
        const auto& skill = skill_of(candidate);
        const auto path = skill.file.string();
        const bool asked = matcher::is_mentioned(candidate);
        Portion portion{
            {skill, reasons_text(candidate.evidence), values, {}, {}, context_.trust.reason(skill)},
            kind,
            wanted.mode,
            {}};
        portion.telling.words = telling_words(candidate.evidence, judgement.prompt);
        portion.telling.pieces = [this, &candidate]() -> const PieceIndex& {
            return context_.catalogue.pieces(candidate.ref);
        };
        if (wanted.mode == DeliveryMode::Auto) {
            const bool lost = context_.agent.ledger().lost(path) && !asked;
            portion.richest = lost ? DeliveryMode::Outline : DeliveryMode::Full;
        }
        if (!asked) {
            portion.held = context_.agent.ledger().held(path, skill.digest);
        }
        candidates.push_back(&candidate);
        portions.push_back(std::move(portion));
    };
    for (const auto place : decisions.loaded) {
        add(place, Portion::Kind::Loaded);
    }
    for (const auto place : decisions.suggested) {
        add(place, Portion::Kind::Suggested);
    }
    auto notes = mention_notes(result_);
    notes.insert(notes.end(), notes_.begin(), notes_.end());
    auto delivery = deliver(notes, portions, wanted.max_bytes);
    for (std::size_t i = 0; i < portions.size(); ++i) {
        const auto& given = delivery.delivered[i];
        if (portions[i].kind == Portion::Kind::Suggested) {
            add_suggested(*candidates[i], given ? &*given : nullptr);
        } else if (given) {
            add_loaded(*candidates[i], given->mode, given->tokens);
        } else {
            const bool has_some = portions[i].held && *portions[i].held != DeliveryMode::Line;
            auto& names = has_some ? result_.already_loaded : result_.over_budget;
            names.push_back(skill_of(*candidates[i]).qualified_name());
        }
        if (given) {
            result_.delivered.push_back(*given);
        }
    }
    if (!delivery.text.empty()) {
        result_.context = std::move(delivery.text);
    }
}

void Turn::add_ranked(const matcher::Judgement& judgement) {
    if (context_.params.ranked == 0) {
        return;
    }
    std::vector<const matcher::Candidate*> order;
    for (const auto& candidate : judgement.candidates) {
        order.push_back(&candidate);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return a->score > b->score; });
    result_.ranked.emplace();
    for (std::size_t place = 0;
         place < std::min<std::size_t>(std::min(context_.params.ranked, kMostRanked), order.size());
         ++place) {
        result_.ranked->push_back(ranked_of(context_.catalogue, *order[place]));
    }
}

void Turn::add_loaded(const matcher::Candidate& candidate, DeliveryMode mode, std::uint64_t tokens) {
    const auto& skill = skill_of(candidate);
    protocol::LoadedSkill loaded;
    loaded.skill = skill.qualified_name();
    loaded.path = skill.file.string();
    loaded.confidence = candidate.confidence;
    loaded.why = matcher::reason_of(candidate.evidence);
    loaded.evidence = to_messages(candidate.evidence);
    loaded.digest = skill.digest;
    loaded.tokens = skill.tokens;
    loaded.resources = to_messages(skill.resources);
    const auto how = matcher::is_mentioned(candidate) ? Given::Mention : Given::Automatic;
    note(skill, how, mode, tokens);
    note_history(HistoryAction::Loaded, skill, how, mode, tokens,
                 trigger_names(candidate.evidence, kTriggersKept));
    result_.loaded.push_back(std::move(loaded));
}

void Turn::add_suggested(const matcher::Candidate& candidate, const protocol::Delivered* line) {
    const auto& skill = skill_of(candidate);
    protocol::SuggestedSkill suggested;
    suggested.skill = skill.qualified_name();
    suggested.path = skill.file.string();
    suggested.confidence = candidate.confidence;
    suggested.why = matcher::reason_of(candidate.evidence);
    suggested.evidence = to_messages(candidate.evidence);
    suggested.line = suggestion_line(skill, suggested.why, context_.trust.reason(skill));
    result_.suggested.push_back(std::move(suggested));
    const auto tokens = line == nullptr ? 0 : line->tokens;
    if (line != nullptr) {
        note(skill, Given::Automatic, DeliveryMode::Line, tokens);
    }
    note_history(HistoryAction::Suggested, skill, Given::Automatic,
                 line == nullptr ? std::nullopt : std::optional(DeliveryMode::Line), tokens,
                 trigger_names(candidate.evidence, kTriggersKept));
}

/// Only what changes something has to wait, and only when the daemon was told to make it.
bool Turn::may_deny() const {
    const auto* tool = std::get_if<protocol::ToolEvent>(&context_.params.event);
    if (tool == nullptr || !tool->before || context_.limits.guardrails == Guardrails::Off ||
        context_.history == nullptr || context_.agent.denied().size() >= kMostDenials) {
        return false;
    }
    const auto kind = tool_kind(tool->name);
    return kind == ToolKind::Write || kind == ToolKind::Edit || kind == ToolKind::Shell;
}

void Turn::deny(const matcher::Candidate& candidate) {
    const auto& skill = skill_of(candidate);
    context_.agent.denied().insert(skill.file.string());
    result_.denied = protocol::Denial{skill.qualified_name(),
                                      denial_text({skill, reasons_text(candidate.evidence), {}, {}, {}, {}},
                                                  first_file(context_.judged.reader.event()))};
}

void Turn::note(const skill::Skill& skill, Given how, DeliveryMode mode, std::uint64_t tokens) {
    context_.agent.note({skill.qualified_name(), skill.file.string(), skill.digest, how, mode, tokens,
                         context_.clock.wall(), true});
}

void Turn::note_history(HistoryAction action, const skill::Skill& skill, Given how,
                        std::optional<DeliveryMode> mode, std::uint64_t tokens,
                        std::vector<std::string> triggers) {
    if (context_.history != nullptr) {
        write_history(*context_.history, context_.params.session.value_or(""),
                      context_.params.agent.value_or(""), skill,
                      {action, how, mode, tokens, std::move(triggers)}, context_.clock.wall());
    }
}

void write_history(History& history, const std::string& session, const std::string& agent,
                   const skill::Skill& skill, const HistoryNote& note, std::chrono::seconds at) {
    const bool asked_for = note.how != Given::Automatic;
    const bool served = asked_for && history.mark_used(session, agent, skill.qualified_name());
    if (served && note.action == HistoryAction::Used) {
        return;
    }
    protocol::HistoryEntry entry;
    entry.at = at.count();
    entry.session = session;
    entry.agent = agent;
    entry.skill = skill.qualified_name();
    entry.action = note.action;
    entry.how = name_of(note.how);
    entry.mode = note.mode;
    entry.triggers = note.triggers;
    if (entry.triggers.empty()) {
        entry.triggers.push_back(entry.how);
    }
    entry.tokens = note.tokens;
    history.add(std::move(entry));
}

std::string_view type_of(const protocol::Event& event) {
    return std::visit([](const auto& alternative) { return alternative.kType; }, event);
}

protocol::RankedSkill ranked_of(const Catalogue& catalogue, const matcher::Candidate& candidate) {
    const auto& skill = catalogue.skill(candidate.ref);
    return {skill.qualified_name(), skill.file.string(),          candidate.score,
            candidate.confidence,   to_message(candidate.action), {}};
}

}  // namespace skillwake::daemon
