#include "client/match_lines.h"

#include "base/text.h"
#include "protocol/decision.h"

#include <array>
#include <istream>
#include <optional>
#include <ostream>
#include <tuple>

namespace skillwake::client {
namespace {

using protocol::JsonValue;
using protocol::RawJson;
using protocol::RpcCode;

/// EventParams whose event is passed on as it came: the daemon judges it.
struct LineParams {
    std::optional<std::string> session;
    std::optional<std::string> agent;
    std::optional<std::string> cwd;
    RawJson event;
    protocol::ContentMode content = protocol::ContentMode::None;
    std::uint32_t ranked = kRankedSkills;

    static constexpr auto kFields = std::tuple(
        protocol::optional("session", &LineParams::session), protocol::optional("agent", &LineParams::agent),
        protocol::optional("cwd", &LineParams::cwd), protocol::required("event", &LineParams::event),
        protocol::required("content", &LineParams::content),
        protocol::required("ranked", &LineParams::ranked));
};

/// A member that is there and not null.
std::optional<JsonValue> given(JsonValue line, std::string_view name) {
    const auto member = line.member(name);
    return member && member->kind() != JsonValue::Kind::Null ? member : std::nullopt;
}

/// Whether `name` is absent (and `to` kept) or a string (and `to` set).
bool read_string(JsonValue line, std::string_view name, std::optional<std::string>& to) {
    const auto member = given(line, name);
    const auto text = member ? member->string() : std::nullopt;
    if (text) {
        to = std::string(*text);
    }
    return !member || text.has_value();
}

/// The event of the line, or what is wrong with it.
std::variant<RawJson, std::string> event_of(JsonValue line) {
    const auto prompt = given(line, "prompt");
    const auto event = given(line, "event");
    if (prompt && event) {
        return "give prompt or event, not both";
    }
    if (event) {
        return RawJson{event->text()};
    }
    if (!prompt) {
        return "prompt or event: missing";
    }
    const auto text = prompt->string();
    if (!text) {
        return "prompt: expected string";
    }
    RawJson made{R"({"type":"prompt","text":)"};
    protocol::append_json_string(made.text, *text);
    made.text.push_back('}');
    return made;
}

LineError invalid(const RawJson& id, std::string message) {
    return {id, {RpcCode::InvalidParams, std::move(message), std::nullopt}};
}

void append_text_member(std::string& out, std::string_view name, JsonValue object) {
    const auto member = object.member(name);
    out.append("\"").append(name).append("\":");
    protocol::append_json_string(out, member ? member->string().value_or("") : "");
}

/// `result.<name>` as [{"skill","path"}], with score and confidence when it is ranked.
void append_skills(std::string& out, std::string_view name, JsonValue result) {
    out.append(",\"").append(name).append("\":[");
    const bool scored = name == "ranked";
    if (const auto skills = result.member(name)) {
        skills->each_element([&out, scored](JsonValue skill) {
            out.append(out.back() == '[' ? "{" : ",{");
            append_text_member(out, "skill", skill);
            out.push_back(',');
            append_text_member(out, "path", skill);
            if (scored) {
                for (const std::string_view number : {"score", "confidence"}) {
                    const auto value = skill.member(number);
                    out.append(",\"").append(number).append("\":");
                    protocol::append_number(out, value ? value->number().value_or(0) : 0);
                }
            }
            out.push_back('}');
            return true;
        });
    }
    out.push_back(']');
}

enum class Outcome { Answered, Refused, NobodyThere };

struct LineAnswer {
    std::string line;
    Outcome outcome = Outcome::Answered;
};

LineAnswer answer_to(protocol::JsonParser& parser, std::string_view line, std::string_view cwd,
                     const AskEvent& ask) {
    const auto request = read_match_line(parser, line, cwd);
    if (const auto* wrong = std::get_if<LineError>(&request)) {
        return {match_error_line(*wrong), Outcome::Refused};
    }
    const auto& [id, params] = std::get<LineRequest>(request);
    const auto answer = ask(params);
    if (const auto* result = std::get_if<JsonValue>(&answer)) {
        return {match_answer_line(id, *result), Outcome::Answered};
    }
    if (const auto* error = std::get_if<protocol::RpcError>(&answer)) {
        return {match_error_line({id, *error}), Outcome::Refused};
    }
    return {match_error_line({id, {RpcCode::Unavailable, "no daemon answers", std::nullopt}}),
            Outcome::NobodyThere};
}

}  // namespace

std::variant<LineRequest, LineError> read_match_line(protocol::JsonParser& parser, std::string_view line,
                                                     std::string_view cwd) {
    if (line.size() > kMaxMatchLineBytes) {
        return LineError{{"null"}, {RpcCode::TooLarge, "the line is too long", std::nullopt}};
    }
    const auto json = parser.parse(line);
    if (!json) {
        return LineError{{"null"}, {RpcCode::ParseError, json.error().message(), std::nullopt}};
    }
    if (json->kind() != JsonValue::Kind::Object) {
        return invalid({"null"}, "expected object");
    }
    const auto id_member = json->member("id");
    RawJson id{id_member ? id_member->text() : "null"};
    LineParams params;
    if (!cwd.empty()) {
        params.cwd = std::string(cwd);
    }
    for (const auto& [name, member] : {std::pair{"session", &params.session},
                                       std::pair{"agent", &params.agent}, std::pair{"cwd", &params.cwd}}) {
        if (!read_string(*json, name, *member)) {
            return invalid(id, std::string(name) + ": expected string");
        }
    }
    auto event = event_of(*json);
    if (auto* wrong = std::get_if<std::string>(&event)) {
        return invalid(id, std::move(*wrong));
    }
    params.event = std::get<RawJson>(std::move(event));
    return LineRequest{std::move(id), protocol::to_json(params)};
}

std::string match_answer_line(const RawJson& id, JsonValue result) {
    std::string line = R"({"id":)" + id.text;
    for (const auto* name : {"ranked", "loaded", "suggested"}) {
        append_skills(line, name, result);
    }
    const auto elapsed = result.member("elapsed_us");
    line.append(",\"elapsed_us\":")
        .append(std::to_string(elapsed ? elapsed->unsigned_integer().value_or(0) : 0));
    line.push_back('}');
    return line;
}

std::string match_error_line(const LineError& failed) {
    std::string line = R"({"id":)" + failed.id.text + R"(,"error":{"code":)" +
                       std::to_string(static_cast<int>(failed.error.code)) + R"(,"message":)";
    protocol::append_json_string(line, failed.error.message);
    return line.append("}}");
}

ExitCode run_match_lines(std::istream& in, std::ostream& out, std::string_view cwd, const AskEvent& ask) {
    protocol::JsonParser parser;
    std::string line;
    auto code = ExitCode::Done;
    while (std::getline(in, line)) {
        if (trim(line).empty()) {
            continue;
        }
        auto answer = answer_to(parser, line, cwd, ask);
        answer.line.push_back('\n');
        out.write(answer.line.data(), static_cast<std::streamsize>(answer.line.size())).flush();
        if (answer.outcome == Outcome::NobodyThere) {
            return ExitCode::NoDaemon;
        }
        if (answer.outcome == Outcome::Refused || !out) {
            code = ExitCode::Failed;
        }
        if (!out) {
            break;  // nobody reads on
        }
    }
    return code;
}

}  // namespace skillwake::client
