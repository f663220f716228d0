#include "client/decision_text.h"

#include "base/text.h"
#include "client/field_lines.h"
#include "client/safe_text.h"
#include "client/table.h"
#include "client/units.h"

#include <algorithm>
#include <vector>

namespace skillwake::client {
namespace {

using protocol::Action;

Cell action_cell(Action action) {
    switch (action) {
        case Action::Load:
            return {"load", Style::Good};
        case Action::Suggest:
            return {"suggest", Style::Warn};
        case Action::None:
            break;
    }
    return {"-", Style::Dim};
}

/// Why the ranked skill at `path` was loaded or suggested.
std::string why_of(const protocol::EventResult& result, const std::string& path) {
    for (const auto& loaded : result.loaded) {
        if (loaded.path == path) {
            return loaded.why;
        }
    }
    for (const auto& suggested : result.suggested) {
        if (suggested.path == path) {
            return suggested.why;
        }
    }
    return {};
}

/// What was decided, for a daemon that gives no ranking.
std::vector<protocol::RankedSkill> ranked_of(const protocol::EventResult& result) {
    if (result.ranked) {
        return *result.ranked;
    }
    std::vector<protocol::RankedSkill> ranked;
    for (const auto& skill : result.loaded) {
        ranked.push_back({skill.skill, skill.path, skill.confidence, skill.confidence, Action::Load, {}});
    }
    for (const auto& skill : result.suggested) {
        ranked.push_back({skill.skill, skill.path, skill.confidence, skill.confidence, Action::Suggest, {}});
    }
    return ranked;
}

void append_names(std::string& out, std::string_view name, const std::vector<std::string>& names,
                  const Look& look) {
    if (!names.empty()) {
        append_field(out, name, join(names, ", "), look);
    }
}

void append_unknown(std::string& out, const std::vector<protocol::UnknownMention>& mentions,
                    const Look& look) {
    for (const auto& mention : mentions) {
        const auto offer =
            mention.nearest.empty() ? std::string() : "; did you mean: " + join(mention.nearest, ", ");
        append_field(out, "unknown", "@" + mention.name + offer, look, Style::Warn);
    }
}

/// Of either kind of answer.
template <class Result>
void append_end(std::string& out, const Result& result, const Look& look) {
    append_field(out, "took", microseconds_text(result.elapsed_us), look);
    if (result.short_list) {
        append_field(out, "short list",
                     "very common words were looked up in the " + std::to_string(*result.short_list) +
                         " best skills only",
                     look);
    }
    if (!result.complete) {
        append_field(out, "incomplete", "the time budget ended before all evidence was read", look,
                     Style::Warn);
    }
}

/// "prompt at 12-19", "/src/a.py:3"
std::string place_of(const protocol::Evidence& evidence) {
    std::string place = evidence.path.value_or("");
    if (evidence.line) {
        place.append(":").append(std::to_string(*evidence.line));
    }
    if (evidence.region) {
        place.append(place.empty() ? "" : " ").append(*evidence.region);
    }
    if (evidence.begin && evidence.end) {
        place.append(place.empty() ? "" : " ").append("at ");
        place.append(std::to_string(*evidence.begin)).append("-").append(std::to_string(*evidence.end));
    }
    return place;
}

std::string evidence_text(const std::vector<protocol::Evidence>& evidence, const Look& look) {
    constexpr std::size_t kIndent = 4;
    if (evidence.empty()) {
        return "    no evidence\n";
    }
    Table table(
        {{"WEIGHT", Align::Right}, {"KIND"}, {"TRIGGER"}, {"MATCHED"}, {"WHERE", Align::Left, Cut::Begin}});
    for (const auto& one : evidence) {
        const auto style = one.weight < 0 ? Style::Bad : Style::Plain;
        table.add({{score_text(one.weight), style}, one.kind, one.trigger, one.text, place_of(one)});
    }
    return table.text(look, kIndent);
}

void append_judged(std::string& out, std::string_view skill, double confidence, Action action,
                   const Look& look) {
    const auto cell = action_cell(action);
    out.append(paint(safe_line(skill), Style::Title, look)).append("  ").append(score_text(confidence));
    out.append("  ")
        .append(paint(action == Action::None ? "nothing" : cell.text, cell.style, look))
        .append("\n");
}

void append_why_not(std::string& out, const protocol::WhyNot& why_not, const Look& look) {
    append_title(out, "why not " + why_not.skill, look);
    append_judged(out, why_not.skill, why_not.confidence, why_not.action, look);
    out.append("    missing: ").append(safe_line(why_not.missing)).append("\n");
    out.append(evidence_text(why_not.evidence, look));
}

void append_told(std::string& out, std::string_view verb, const std::vector<std::string>& names, Style style,
                 const Look& look) {
    if (!names.empty()) {
        out.append("  ").append(paint(verb, style, look)).append(" ").append(safe_line(join(names, ", ")));
    }
}

}  // namespace

std::string match_text(const protocol::EventResult& result, const Look& look) {
    std::string out;
    const auto ranked = ranked_of(result);
    if (ranked.empty()) {
        out.append("no skill has any evidence\n");
    } else {
        Table table({{"SCORE", Align::Right}, {"ACTION"}, {"SKILL"}, {"WHY"}});
        for (const auto& skill : ranked) {
            table.add({score_text(skill.confidence), action_cell(skill.action), skill.skill,
                       why_of(result, skill.path)});
        }
        out.append(table.text(look));
    }
    out.append("\n");
    std::vector<std::string> loaded;
    std::vector<std::string> suggested;
    for (const auto& skill : result.loaded) {
        loaded.push_back(skill.skill);
    }
    for (const auto& skill : result.suggested) {
        suggested.push_back(skill.skill);
    }
    append_names(out, "loaded", loaded, look);
    append_names(out, "suggested", suggested, look);
    append_names(out, "has already", result.already_loaded, look);
    append_names(out, "over budget", result.over_budget, look);
    append_unknown(out, result.unknown_mentions, look);
    for (const auto& mention : result.ambiguous_mentions) {
        append_field(out, "ambiguous",
                     "@" + mention.name + " may be one of: " + join(mention.candidates, ", "), look,
                     Style::Warn);
    }
    append_end(out, result, look);
    return out;
}

std::string explain_text(const protocol::ExplainResult& result, const Look& look) {
    std::string out;
    for (const auto& skill : result.ranked) {
        append_judged(out, skill.skill, skill.confidence, skill.action, look);
        out.append("    ").append(paint(safe_line(skill.path), Style::Dim, look)).append("\n");
        out.append(evidence_text(skill.evidence, look)).append("\n");
    }
    if (result.ranked.empty()) {
        out.append("no skill has any evidence\n\n");
    }
    append_field(out, "thresholds",
                 "load from " + score_text(result.thresholds.load) + ", suggest from " +
                     score_text(result.thresholds.suggest),
                 look);
    append_field(out, "need", score_text(result.need) + " that the words want any skill of this workspace",
                 look);
    append_unknown(out, result.unknown_mentions, look);
    append_end(out, result, look);
    if (result.why_not) {
        append_why_not(out, *result.why_not, look);
    }
    return out;
}

std::string catalogue_text(const protocol::CatalogueNote& note, std::string_view time) {
    return std::string(time) + "  skills changed: generation " + std::to_string(note.generation) + "\n";
}

std::string note_text(const protocol::DecisionNote& note, std::string_view time, const Look& look) {
    std::string out(time);
    out.append("  ").append(note.session.empty() ? "(no session)" : safe_line(note.session));
    if (!note.agent.empty()) {
        out.append("/").append(safe_line(note.agent));
    }
    out.append("  ").append(safe_line(note.event));
    append_told(out, "load", note.loaded, Style::Good, look);
    append_told(out, "suggest", note.suggested, Style::Warn, look);
    append_told(out, "has already", note.already_loaded, Style::Dim, look);
    if (note.loaded.empty() && note.suggested.empty() && note.already_loaded.empty()) {
        out.append("  ").append(paint("nothing", Style::Dim, look));
    }
    out.append("  ").append(microseconds_text(note.elapsed_us));
    if (!note.why.empty()) {
        out.append("  ").append(paint("(" + safe_line(note.why) + ")", Style::Dim, look));
    }
    return out.append("\n");
}

}  // namespace skillwake::client
