#pragma once

#include "protocol/event.h"
#include "protocol/message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

/// `session.event` and `match.explain`: an event in, decisions out.
namespace skillwake::protocol {

/// One reason: a trigger that held, and where. Offsets are bytes of the prompt; `line` is 1-based in `path`.
struct Evidence {
    std::string kind;  ///< keyword, pattern, path, content, ast, command, error, mention, name, term, session
    std::string trigger;  ///< as its author wrote it, or the derived term
    std::string text;     ///< what of the event it matched
    std::optional<std::string> region;
    std::optional<std::string> path;
    std::optional<std::uint32_t> line;
    std::optional<std::uint32_t> begin;
    std::optional<std::uint32_t> end;
    double weight = 0;  ///< below 0: it speaks against

    static constexpr auto kFields =
        std::tuple(required("kind", &Evidence::kind), required("trigger", &Evidence::trigger),
                   optional("text", &Evidence::text), optional("region", &Evidence::region),
                   optional("path", &Evidence::path), optional("line", &Evidence::line),
                   optional("begin", &Evidence::begin), optional("end", &Evidence::end),
                   required("weight", &Evidence::weight));
};

/// A file beside a SKILL.md that its text may refer to; read with `skill.read`.
struct Resource {
    std::string file;  ///< relative to the skill's folder
    std::uint64_t bytes = 0;

    static constexpr auto kFields =
        std::tuple(required("file", &Resource::file), required("bytes", &Resource::bytes));
};

/// A skill whose content the conversation gets now.
struct LoadedSkill {
    std::string skill;  ///< qualified name
    std::string path;   ///< of its SKILL.md
    double confidence = 0;
    std::string why;  ///< one line for people
    std::vector<Evidence> evidence;
    std::string digest;
    std::uint64_t tokens = 0;  ///< estimated
    std::optional<Text> content;
    std::vector<Resource> resources;

    static constexpr auto kFields =
        std::tuple(required("skill", &LoadedSkill::skill), required("path", &LoadedSkill::path),
                   required("confidence", &LoadedSkill::confidence), optional("why", &LoadedSkill::why),
                   optional("evidence", &LoadedSkill::evidence), optional("digest", &LoadedSkill::digest),
                   optional("tokens", &LoadedSkill::tokens), optional("content", &LoadedSkill::content),
                   optional("resources", &LoadedSkill::resources));
};

/// A skill that may help: named in one line, not loaded.
struct SuggestedSkill {
    std::string skill;
    std::string path;
    double confidence = 0;
    std::string why;
    std::vector<Evidence> evidence;
    std::string line;  ///< what a host may show its model: factual, not imperative

    static constexpr auto kFields =
        std::tuple(required("skill", &SuggestedSkill::skill), required("path", &SuggestedSkill::path),
                   required("confidence", &SuggestedSkill::confidence), optional("why", &SuggestedSkill::why),
                   optional("evidence", &SuggestedSkill::evidence), optional("line", &SuggestedSkill::line));
};

enum class Action { None, Suggest, Load };
template <>
struct EnumNames<Action> {
    static constexpr std::array kNames = {std::pair{Action::None, "none"},
                                          std::pair{Action::Suggest, "suggest"},
                                          std::pair{Action::Load, "load"}};
};

/// A skill that has any evidence, with its score.
struct RankedSkill {
    std::string skill;
    std::string path;
    double score = 0;       ///< 0 to 1, for thresholds across prompts: see docs/matching.md
    double confidence = 0;  ///< that this skill is wanted, 0 to 1: it decides
    Action action = Action::None;
    std::vector<Evidence> evidence;  ///< `match.explain` only

    static constexpr auto kFields =
        std::tuple(required("skill", &RankedSkill::skill), required("path", &RankedSkill::path),
                   required("score", &RankedSkill::score), optional("confidence", &RankedSkill::confidence),
                   optional("action", &RankedSkill::action), optional("evidence", &RankedSkill::evidence));
};

/// An `@name` that names no skill of the workspace.
struct UnknownMention {
    std::string name;
    std::vector<std::string> nearest;

    static constexpr auto kFields =
        std::tuple(required("name", &UnknownMention::name), optional("nearest", &UnknownMention::nearest));
};

/// An `@name` that names several.
struct AmbiguousMention {
    std::string name;
    std::vector<std::string> candidates;

    static constexpr auto kFields = std::tuple(required("name", &AmbiguousMention::name),
                                               required("candidates", &AmbiguousMention::candidates));
};

enum class ContentMode { Inline, None };
template <>
struct EnumNames<ContentMode> {
    static constexpr std::array kNames = {std::pair{ContentMode::Inline, "inline"},
                                          std::pair{ContentMode::None, "none"}};
};

/// How much of a skill is given: all of it, its headings with line ranges, the sections that the evidence
/// points to, or one line that names it.
enum class DeliveryMode { Auto, Full, Excerpt, Outline, Line };
template <>
struct EnumNames<DeliveryMode> {
    static constexpr std::array kNames = {
        std::pair{DeliveryMode::Auto, "auto"}, std::pair{DeliveryMode::Full, "full"},
        std::pair{DeliveryMode::Excerpt, "excerpt"}, std::pair{DeliveryMode::Outline, "outline"},
        std::pair{DeliveryMode::Line, "line"}};
};

/// Asks for one text, ready for a host that can only pass a text of limited size on to its model.
struct ContextRequest {
    std::uint32_t max_bytes = 10'000;  ///< UTF-8, of the whole text
    DeliveryMode mode = DeliveryMode::Auto;

    static constexpr auto kFields = std::tuple(optional("max_bytes", &ContextRequest::max_bytes),
                                               optional("mode", &ContextRequest::mode));
};

/// What the text holds of one skill.
struct Delivered {
    std::string skill;
    DeliveryMode mode = DeliveryMode::Line;
    std::uint64_t bytes = 0;
    std::uint64_t tokens = 0;  ///< estimated

    static constexpr auto kFields =
        std::tuple(required("skill", &Delivered::skill), required("mode", &Delivered::mode),
                   required("bytes", &Delivered::bytes), optional("tokens", &Delivered::tokens));
};

/// A tool that shall not run yet: the host tells its model the reason. The same call is let through next
/// time.
struct Denial {
    std::string skill;
    std::string reason;

    static constexpr auto kFields =
        std::tuple(required("skill", &Denial::skill), required("reason", &Denial::reason));
};

struct EventParams {
    std::optional<std::string> session;  ///< absent: judged by itself, nothing is kept
    std::optional<std::string> agent;    ///< a subagent's id; absent: the main agent
    std::optional<std::string> cwd;      ///< absent: the session's last one, else the daemon's
    std::optional<std::string> host;     ///< the assistant that asks: what it loads itself is not given
    Event event;
    ContentMode content = ContentMode::Inline;
    std::uint32_t ranked = 0;                 ///< how many ranked skills the answer lists
    std::optional<std::uint32_t> max_skills;  ///< loaded at the most; absent: the daemon's limit
    std::optional<std::uint64_t> max_tokens;  ///< of all contents together; absent: the daemon's limit
    /// Given: the answer has `context` and `delivered`, and no `content`s.
    std::optional<ContextRequest> context;

    static constexpr auto kFields = std::tuple(
        optional("session", &EventParams::session), optional("agent", &EventParams::agent),
        optional("cwd", &EventParams::cwd), optional("host", &EventParams::host),
        required("event", &EventParams::event), optional("content", &EventParams::content),
        optional("ranked", &EventParams::ranked), optional("max_skills", &EventParams::max_skills),
        optional("max_tokens", &EventParams::max_tokens), optional("context", &EventParams::context));
};

struct EventResult {
    std::vector<LoadedSkill> loaded;
    std::vector<SuggestedSkill> suggested;
    std::vector<std::string> already_loaded;  ///< would load, but the conversation still has them
    std::vector<std::string> over_budget;     ///< would load, but for max_skills or max_tokens
    std::vector<UnknownMention> unknown_mentions;
    std::vector<AmbiguousMention> ambiguous_mentions;
    std::optional<std::vector<RankedSkill>> ranked;
    std::optional<std::string> context;  ///< absent: not asked for, or nothing to say
    std::vector<Delivered> delivered;    ///< what `context` holds
    std::optional<Denial> denied;        ///< of a tool that has not run yet
    std::uint64_t generation = 0;
    std::uint64_t elapsed_us = 0;
    bool complete = true;  ///< false: the time budget ended before all evidence was read
    /// In so many of the best alone the prompt's commonest words were looked up; absent: in all.
    std::optional<std::uint64_t> short_list;

    static constexpr auto kFields = std::tuple(
        required("loaded", &EventResult::loaded), required("suggested", &EventResult::suggested),
        optional("already_loaded", &EventResult::already_loaded),
        optional("over_budget", &EventResult::over_budget),
        optional("unknown_mentions", &EventResult::unknown_mentions),
        optional("ambiguous_mentions", &EventResult::ambiguous_mentions),
        optional("ranked", &EventResult::ranked), optional("context", &EventResult::context),
        optional("delivered", &EventResult::delivered), optional("denied", &EventResult::denied),
        optional("generation", &EventResult::generation), optional("elapsed_us", &EventResult::elapsed_us),
        optional("complete", &EventResult::complete), optional("short_list", &EventResult::short_list));
};

struct ExplainParams {
    std::optional<std::string> session;
    std::optional<std::string> agent;
    std::optional<std::string> cwd;
    std::optional<std::string> host;  ///< as of `session.event`
    Event event;
    std::optional<std::string> why_not;  ///< a skill's name

    static constexpr auto kFields =
        std::tuple(optional("session", &ExplainParams::session), optional("agent", &ExplainParams::agent),
                   optional("cwd", &ExplainParams::cwd), optional("host", &ExplainParams::host),
                   required("event", &ExplainParams::event), optional("why_not", &ExplainParams::why_not));
};

struct Thresholds {
    double load = 0;
    double suggest = 0;

    static constexpr auto kFields =
        std::tuple(required("load", &Thresholds::load), required("suggest", &Thresholds::suggest));
};

/// Why a named skill was not loaded.
struct WhyNot {
    std::string skill;
    double confidence = 0;
    Action action = Action::None;
    std::string missing;  ///< the largest thing that was missing, or what spoke against
    std::vector<Evidence> evidence;

    static constexpr auto kFields =
        std::tuple(required("skill", &WhyNot::skill), required("confidence", &WhyNot::confidence),
                   required("action", &WhyNot::action), required("missing", &WhyNot::missing),
                   optional("evidence", &WhyNot::evidence));
};

struct ExplainResult {
    std::vector<RankedSkill> ranked;
    Thresholds thresholds;
    double need = 0;  ///< how likely the prompt's words want any skill of the workspace, 0 to 1
    std::optional<WhyNot> why_not;
    std::vector<UnknownMention> unknown_mentions;
    std::uint64_t generation = 0;
    std::uint64_t elapsed_us = 0;
    bool complete = true;
    std::optional<std::uint64_t> short_list;  ///< as of `session.event`

    static constexpr auto kFields = std::tuple(
        required("ranked", &ExplainResult::ranked), required("thresholds", &ExplainResult::thresholds),
        optional("need", &ExplainResult::need), optional("why_not", &ExplainResult::why_not),
        optional("unknown_mentions", &ExplainResult::unknown_mentions),
        optional("generation", &ExplainResult::generation),
        optional("elapsed_us", &ExplainResult::elapsed_us), optional("complete", &ExplainResult::complete),
        optional("short_list", &ExplainResult::short_list));
};

/// A notification of `daemon.subscribe`: one decision as it was made. Holds no text of the event.
struct DecisionNote {
    std::string session;
    std::string agent;
    std::string event;  ///< its type
    std::vector<std::string> loaded;
    std::vector<std::string> suggested;
    std::vector<std::string> already_loaded;
    std::string why;
    std::uint64_t elapsed_us = 0;

    static constexpr auto kFields =
        std::tuple(required("session", &DecisionNote::session), optional("agent", &DecisionNote::agent),
                   required("event", &DecisionNote::event), required("loaded", &DecisionNote::loaded),
                   required("suggested", &DecisionNote::suggested),
                   optional("already_loaded", &DecisionNote::already_loaded),
                   optional("why", &DecisionNote::why), required("elapsed_us", &DecisionNote::elapsed_us));
};

}  // namespace skillwake::protocol
