#include "protocol/message.h"

#include "protocol/daemon.h"
#include "protocol/decision.h"
#include "protocol/event.h"
#include "protocol/history.h"
#include "protocol/hook.h"
#include "protocol/session.h"
#include "protocol/skill.h"
#include "tests/protocol/message_example.h"
#include "tests/support/error_text.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::protocol {
namespace {

template <Message T>
Result<T> read(std::string_view text, std::string_view root = "params") {
    JsonParser parser;
    const auto json = parser.parse(text);
    REQUIRE(json);
    return read_message<T>(*json, root);
}

template <Message T>
bool survives(const T& message) {
    const auto again = read<T>(to_json(message));
    CAPTURE(to_json(message));
    CAPTURE(testing::error_text(again));
    return again && example::same(message, *again) && to_json(*again) == to_json(message);
}

/// `json`, an object, with its member `name` replaced; an empty `value` leaves it out.
std::string with_member(std::string_view json, std::string_view name, std::string_view value) {
    JsonParser parser;
    std::string changed = "{";
    parser.parse(json)->each_member([&](std::string_view member, JsonValue held) {
        const auto text = member == name ? std::string(value) : held.text();
        if (!text.empty()) {
            changed.append(changed.size() > 1 ? "," : "");
            append_json_string(changed, member);
            changed.append(":").append(text);
        }
        return true;
    });
    return changed.append("}");
}

/// Checks that a filled T without `field` is refused, or read with that field's default, as its presence
/// says.
template <Message T, class F>
void check_absence(const std::string& filled, const F& field, std::string_view instead) {
    CAPTURE(field.name);
    CAPTURE(instead);
    const auto message = read<T>(with_member(filled, field.name, instead));
    if (field.presence == Presence::Required) {
        CHECK(testing::error_text(message) == "params." + std::string(field.name) + ": missing");
    } else {
        REQUIRE(message);
        CHECK(example::same_value((*message).*field.member, T{}.*field.member));
    }
}

}  // namespace

#define SKILLWAKE_ALL_MESSAGES                                                                               \
    AmbiguousMention, ContextRequest, DecisionNote, Delivered, Denial, Diagnostic, EventParams, EventResult, \
        Evidence, ExplainParams, ExplainResult, FileEvent, Fragment, FrontMatterEntry, HelloResult,          \
        HookParams, HistoryEntry, HistoryListParams, HistoryListResult, HistoryStatsResult, SkillStats,      \
        TriggerStats, InvokeParams, InvokeResult, Latency, LedgerEntry, Limit, LineRange, ListParams,        \
        ListResult, LoadedSkill, PromptEvent, RankedSkill, ReadParams, ReadResult, ReloadResult, Resource,   \
        RootStatus, Section, SessionEvent, SessionForgetResult, SessionListResult, SessionParams,            \
        SessionShowResult, SessionSummary, ShowParams, ShowResult, SkillEvent, SkillSummary, StatusResult,   \
        StopResult, SubscribeResult, SuggestedSkill, Thresholds, ToolEvent, Trigger, UnknownMention, WhyNot

TEST_CASE_TEMPLATE("a message keeps every field on its way over the wire", T, SKILLWAKE_ALL_MESSAGES) {
    for (std::size_t alternative = 0; alternative < std::variant_size_v<Event>; ++alternative) {
        CAPTURE(alternative);
        CHECK(survives(example::Filler(alternative).filled<T>()));
    }
    CHECK(survives(T{}));
}

TEST_CASE_TEMPLATE("every member of a message is on its list of fields, in order", T,
                   SKILLWAKE_ALL_MESSAGES) {
    CHECK(example::listed_bytes<T>() == sizeof(T));
}

TEST_CASE_TEMPLATE("null means absent: a required field is missed, an optional one keeps its default", T,
                   SKILLWAKE_ALL_MESSAGES) {
    const auto filled = to_json(example::Filler(0).filled<T>());
    std::apply(
        [&](const auto&... field) {
            (check_absence<T>(filled, field, ""), ...);
            (check_absence<T>(filled, field, "null"), ...);
        },
        T::kFields);
}

TEST_CASE_TEMPLATE("unknown fields are ignored", T, SKILLWAKE_ALL_MESSAGES) {
    const auto message = example::Filler(1).filled<T>();
    const auto text = to_json(message);
    const auto more = R"({"from the future":{"a":[1]},)" + text.substr(1);
    const auto again = read<T>(text == "{}" ? R"({"from the future":1})" : more);
    REQUIRE(again);
    CHECK(example::same(message, *again));
}

TEST_CASE("requests are written like this on the wire") {
    struct Row {
        std::string_view json;
        std::string (*rewritten)(std::string_view);
    };
    const auto event = [](std::string_view json) { return to_json(*read<EventParams>(json)); };
    const auto invoke = [](std::string_view json) { return to_json(*read<InvokeParams>(json)); };
    const auto read_skill = [](std::string_view json) { return to_json(*read<ReadParams>(json)); };
    for (
        const auto& [json, rewritten] : {
            Row{R"({"event":{"type":"prompt","text":"make these requests concurrent"},"content":"inline","ranked":0})",
                event},
            Row{R"({"session":"s","agent":"a","cwd":"/p","event":{"type":"session","phase":"subagent_start"},)"
                R"("content":"none","ranked":10,"max_skills":3,"max_tokens":9000})",
                event},
            Row{R"({"event":{"type":"file","action":"edit","path":"a.py","old":"x","new":"y",)"
                R"("edits":[{"new":"z"},{"old":"","new":""}],"language":"python"},"content":"inline","ranked":0})",
                event},
            Row{R"({"event":{"type":"tool","name":"Bash","input":{"command":"pytest","n":1.5},"output":["a",null],)"
                R"("error":"exit 1","failed":true,"before":false},"content":"inline","ranked":0})",
                event},
            Row{R"({"command":"x"})", invoke},
            Row{R"({"skill":"x","args":"a b"})", invoke},
            Row{R"({"name":"a","skill_name":"b","skillName":"c","session":"s","agent":"g","cwd":"/"})",
                invoke},
            Row{R"({"name":"x","section":"Testing","lines":{"first":1,"last":2},"file":"a.md"})", read_skill},
        }) {
        CAPTURE(json);
        CHECK(rewritten(json) == json);
    }
}

TEST_CASE("what is wrong with a message is told by the place where it is") {
    const auto event = [](std::string_view json) { return testing::error_text(read<EventParams>(json)); };
    const auto read_skill = [](std::string_view json) { return testing::error_text(read<ReadParams>(json)); };
    const auto status = [](std::string_view json) {
        return testing::error_text(read<StatusResult>(json, "result"));
    };
    const auto ledger = [](std::string_view json) {
        return testing::error_text(read<LedgerEntry>(json, "result"));
    };
    const auto note = [](std::string_view json) { return testing::error_text(read<DecisionNote>(json)); };
    struct Row {
        std::string (*read)(std::string_view);
        std::string_view json;
        std::string_view message;
    };
    for (
        const auto& [read_it, json, message] : {
            Row{event, "[]", "params: expected object"},
            Row{event, "{}", "params.event: missing"},
            Row{event, R"({"event":null})", "params.event: missing"},
            Row{event, R"({"event":{}})", "params.event.type: missing or unknown"},
            Row{event, R"({"event":{"type":null}})", "params.event.type: missing or unknown"},
            Row{event, R"({"event":{"type":"promt","text":""}})", "params.event.type: missing or unknown"},
            Row{event, R"({"event":{"type":1}})", "params.event.type: missing or unknown"},
            Row{event, R"({"event":[]})", "params.event: expected object"},
            Row{event, R"({"event":"prompt"})", "params.event: expected object"},
            Row{event, R"({"event":{"type":"prompt"}})", "params.event.text: missing"},
            Row{event, R"({"event":{"type":"prompt","text":["x"]}})", "params.event.text: expected string"},
            Row{event, R"({"event":{"type":"file","path":"a","action":"delete"}})",
                R"(params.event.action: expected one of "read" "write" "edit")"},
            Row{event, R"({"event":{"type":"file","path":"a","edits":{}}})",
                "params.event.edits: expected array"},
            Row{event, R"({"event":{"type":"file","path":"a","edits":[{"new":"x"},{"old":"x"}]}})",
                "params.event.edits[1].new: missing"},
            Row{event, R"({"event":{"type":"file","path":"a","edits":[{"new":"x"},null]}})",
                "params.event.edits[1]: expected object"},
            Row{event, R"({"event":{"type":"tool","name":"t","failed":"yes"}})",
                "params.event.failed: expected true or false"},
            Row{event, R"({"event":{"type":"session","phase":7}})",
                R"(params.event.phase: expected one of "start" "resume" "fork" "compact" "clear" "end" "subagent_start")"},
            Row{event, R"({"session":7,"event":{}})", "params.session: expected string"},
            Row{event, R"({"event":{"type":"prompt","text":""},"ranked":-1})",
                "params.ranked: expected unsigned integer"},
            Row{event, R"({"event":{"type":"prompt","text":""},"ranked":4294967296})",
                "params.ranked: expected unsigned integer"},
            Row{event, R"({"event":{"type":"prompt","text":""},"max_tokens":1.0})",
                "params.max_tokens: expected unsigned integer"},
            Row{read_skill, R"({"name":"x","lines":{"first":"1","last":2}})",
                "params.lines.first: expected unsigned integer"},
            Row{read_skill, R"({"name":"x","lines":{"first":1}})", "params.lines.last: missing"},
            Row{read_skill, R"({"name":"x","lines":"1-2"})", "params.lines: expected object"},
            Row{status,
                R"({"version":"1","pid":1,"socket":"s","uptime_s":1,"generation":1,"skills":1,)"
                R"("roots":[{"path":"/","scope":3}]})",
                "result.roots[0].scope: expected string"},
            Row{ledger, R"({"agent":"","skill":"","path":"","digest":"","how":"","tokens":0,"given_at":0.5})",
                "result.given_at: expected integer"},
            Row{note, R"({"session":"s","event":"prompt","loaded":["a",2]})",
                "params.loaded[1]: expected string"},
        }) {
        CAPTURE(json);
        CHECK(read_it(json) == message);
    }
}

TEST_CASE("a number is taken up to the limits of its field") {
    CHECK(read<EventParams>(R"({"event":{"type":"prompt","text":""},"ranked":4294967295})")->ranked ==
          4294967295U);
    CHECK(read<Limit>(R"({"name":"n","value":18446744073709551615})")->value == 18446744073709551615U);
    CHECK(read<Thresholds>(R"({"load":1,"suggest":-0.5})")->load == 1.0);
}

TEST_CASE("scores are written with six digits after the point, always as JSON") {
    struct Row {
        double number;
        std::string_view json;
    };
    for (const auto& [number, json] : {
             Row{0, "0"},
             Row{1, "1"},
             Row{-1.5, "-1.5"},
             Row{1.0 / 3, "0.333333"},
             Row{2.0 / 3, "0.666667"},
             Row{1e-9, "0"},
             Row{1e15, "1e+15"},
             Row{std::numeric_limits<double>::quiet_NaN(), "null"},
             Row{std::numeric_limits<double>::infinity(), "null"},
         }) {
        CAPTURE(number);
        std::string out;
        append_number(out, number);
        CHECK(out == json);
        CHECK(JsonParser().parse(out));
    }
}

TEST_CASE("numbers have the six decimals that are nearest to them, and no zeros behind") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 20'000; ++round) {
        const double size = std::pow(10.0, static_cast<double>(random() % 16) - 6.0);
        const double number = (static_cast<double>(random() % 2'000'001) / 1e6 - 1.0) * size;
        std::string out;
        append_number(out, number);
        CAPTURE(number);
        CAPTURE(out);
        REQUIRE(std::strtod(out.c_str(), nullptr) == std::round(number * 1e6) / 1e6);
        REQUIRE((out.find('.') == std::string::npos || !out.ends_with('0')));
    }
}

TEST_CASE("a finite number never becomes null, however large") {
    for (const double number :
         {std::numeric_limits<double>::max(), -std::numeric_limits<double>::max(), 1e303}) {
        std::string out;
        append_number(out, number);
        CHECK(JsonParser().parse(out)->number() == number);
    }
}

TEST_CASE("big-list-of-naughty-strings: each arrives as a prompt, as it was") {
    const auto file = testing::shared_material("blns/blns.json");
    if (!file) {
        return;
    }
    JsonParser parser;
    const auto list = parser.parse(testing::bytes_of(*file));
    REQUIRE(list);
    list->each_element([&](JsonValue element) {
        EventParams params;
        params.event = PromptEvent{std::string(*element.string())};
        CHECK(survives(params));
        return true;
    });
}

TEST_CASE("an enum has one name each way, and a value of nobody's is unknown") {
    CHECK(name_of(SessionPhase::SubagentStart) == "subagent_start");
    CHECK(name_of(FileAction::Edit) == "edit");
    CHECK(name_of(static_cast<Action>(99)) == "unknown");
}

}  // namespace skillwake::protocol
