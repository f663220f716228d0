#include "client/eval_cases.h"

#include "base/text.h"

#include <filesystem>
#include <optional>
#include <utility>

namespace skillwake::client {
namespace {

using protocol::JsonValue;
using Names = std::vector<std::string>;

/// A member that is there and not null.
std::optional<JsonValue> given(JsonValue object, std::string_view name) {
    const auto member = object.member(name);
    return member && member->kind() != JsonValue::Kind::Null ? member : std::nullopt;
}

std::optional<JsonValue> first_given(JsonValue object, std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        if (const auto member = given(object, name)) {
            return member;
        }
    }
    return std::nullopt;
}

Error expected(std::string_view member, std::string_view what) {
    return {Errc::Invalid, std::string(member) + ": expected " + std::string(what)};
}

/// A string, or a list of strings; empty strings and "none" name nothing.
Result<Names> names_in(JsonValue record, std::string_view member) {
    Names names;
    bool fine = true;
    const auto add = [&](JsonValue value) {
        const auto name = value.string();
        fine = fine && name.has_value();
        if (name && !name->empty() && *name != "none") {
            names.emplace_back(*name);
        }
        return fine;
    };
    if (const auto value = given(record, member)) {
        value->kind() == JsonValue::Kind::Array ? value->each_element(add) : static_cast<void>(add(*value));
    }
    if (!fine) {
        return expected(member, "a name or a list of names");
    }
    return names;
}

Result<bool> flag_in(JsonValue record, std::string_view member, bool otherwise) {
    const auto value = given(record, member);
    const auto flag = value ? value->boolean() : otherwise;
    return flag ? Result<bool>(*flag) : expected(member, "true or false");
}

Result<protocol::RawJson> event_in(JsonValue record) {
    if (const auto event = given(record, "event")) {
        return protocol::RawJson{event->text()};
    }
    const auto prompt = first_given(record, {"prompt", "query"});
    if (!prompt) {
        return Error(Errc::Invalid, "prompt, query or event: missing");
    }
    const auto text = prompt->string();
    if (!text) {
        return expected("prompt", "string");
    }
    protocol::RawJson event{R"({"type":"prompt","text":)"};
    protocol::append_json_string(event.text, *text);
    event.text.push_back('}');
    return event;
}

/// Reads one record into a case, shape by shape.
class CaseReader {
public:
    CaseReader(JsonValue record, std::string_view own_skill) : record_(record), own_skill_(own_skill) {}

    Result<EvalCase> read() {
        if (record_.kind() != JsonValue::Kind::Object) {
            return Error(Errc::Invalid, "expected object");
        }
        auto event = event_in(record_);
        if (!event) {
            return std::move(event).error();
        }
        case_.event = *std::move(event);
        if (const auto id = given(record_, "id")) {
            case_.id = id->string() ? std::string(*id->string()) : id->text();
        }
        if (const auto kind = first_given(record_, {"kind", "class", "category"}); kind && kind->string()) {
            case_.kind = *kind->string();
        }
        const auto read = read_label();
        return read ? Result<EvalCase>(std::move(case_)) : read.error();
    }

private:
    Status read_label() {
        if (given(record_, "expect")) {
            return read_expectation();
        }
        if (first_given(record_, {"relevant", "forbidden", "expect_no_match"})) {
            return read_routing();
        }
        if (given(record_, "should_trigger")) {
            return read_should_trigger();
        }
        if (record_.member("expected_skill") || given(record_, "not_expected_skills")) {
            return read_expected_skill();
        }
        return Error(Errc::Invalid,
                     "no label: give should_trigger, expected_skill, relevant, forbidden or expect");
    }

    Status read_expectation() {
        const auto expect = given(record_, "expect")->string().value_or("");
        if (expect != "activate" && expect != "ignore") {
            return expected("expect", "activate or ignore");
        }
        const auto skills = names_in(record_, expect == "activate" ? "gold" : "skill");
        const auto acceptable = names_in(record_, "acceptable");
        if (!skills || !acceptable) {
            return skills ? acceptable.error() : skills.error();
        }
        if (skills->empty()) {
            return Error(Errc::Invalid, expect == "activate" ? "gold: missing" : "skill: missing");
        }
        case_.acceptable = *acceptable;
        if (expect == "activate") {
            case_.wanted.push_back(*skills);
            case_.others = Others::Wrong;
        } else if (skills->front() == "*") {
            case_.others = Others::Wrong;
        } else {
            case_.forbidden = *skills;
        }
        return Ok{};
    }

    Status read_routing() {
        const auto relevant = names_in(record_, "relevant");
        auto forbidden = names_in(record_, "forbidden");
        const auto nothing = flag_in(record_, "expect_no_match", false);
        if (!relevant || !forbidden || !nothing) {
            return !relevant ? relevant.error() : !forbidden ? forbidden.error() : nothing.error();
        }
        for (const auto& name : *relevant) {
            case_.wanted.push_back({name});
        }
        case_.others = *nothing || !relevant->empty() ? Others::Wrong : Others::Unjudged;
        case_.forbidden = *std::move(forbidden);
        return Ok{};
    }

    Status read_should_trigger() {
        const auto should = flag_in(record_, "should_trigger", false);
        auto named = names_in(record_, "expected_skill");
        if (!should || !named) {
            return should ? named.error() : should.error();
        }
        const Names own = own_skill_.empty() ? Names() : Names{own_skill_};
        const bool of_another = !named->empty() && !own.empty() && *named != own;
        if (named->empty() && own.empty() && *should) {
            return Error(Errc::Invalid, "should_trigger of which skill? give --skill or expected_skill");
        }
        if (*should) {
            case_.others = named->empty() ? Others::Unjudged : Others::Wrong;
            case_.wanted.push_back(named->empty() ? own : *std::move(named));
        } else if (of_another) {  // another skill should fire instead of the file's own
            case_.others = Others::Wrong;
            case_.wanted.push_back(*std::move(named));
            case_.forbidden = own;
        } else {
            case_.forbidden = named->empty() ? own : *std::move(named);
            case_.others = case_.forbidden.empty() ? Others::Wrong : Others::Unjudged;
        }
        return Ok{};
    }

    Status read_expected_skill() {
        auto named = names_in(record_, "expected_skill");
        auto forbidden = names_in(record_, "not_expected_skills");
        if (!named || !forbidden) {
            return named ? forbidden.error() : named.error();
        }
        if (!named->empty()) {
            case_.wanted.push_back(*std::move(named));
        }
        case_.forbidden = *std::move(forbidden);
        case_.others = case_.wanted.empty() && !case_.forbidden.empty() ? Others::Unjudged : Others::Wrong;
        return Ok{};
    }

    JsonValue record_;
    std::string own_skill_;
    EvalCase case_;
};

/// Collects records, numbered, until one is wrong.
class CaseList {
public:
    explicit CaseList(std::string_view own_skill) : own_skill_(own_skill) {}

    bool add(JsonValue record) {
        auto read = CaseReader(record, own_skill_).read();
        const auto number = std::to_string(cases_.size() + 1);
        if (!read) {
            failed_ = std::move(read).error().context("case " + number);
            return false;
        }
        if (read->id.empty()) {
            read->id = number;
        }
        cases_.push_back(*std::move(read));
        return true;
    }

    Result<std::vector<EvalCase>> take() {
        return failed_ ? Result<std::vector<EvalCase>>(*std::move(failed_)) : std::move(cases_);
    }

private:
    std::string own_skill_;
    std::vector<EvalCase> cases_;
    std::optional<Error> failed_;
};

Result<std::vector<EvalCase>> read_document(JsonValue document, std::string_view own_skill) {
    if (document.kind() == JsonValue::Kind::Object && !first_given(document, {"prompt", "query", "event"})) {
        const auto named = first_given(document, {"skill_name", "skill"});
        if (own_skill.empty() && named) {
            own_skill = named->string().value_or("");
        }
        const auto list = first_given(document, {"cases", "queries", "evals"});
        if (!list || list->kind() != JsonValue::Kind::Array) {
            return Error(Errc::Invalid, "expected cases: a list, or an object with the list \"cases\"");
        }
        return read_document(*list, own_skill);
    }
    CaseList cases(own_skill);
    if (document.kind() == JsonValue::Kind::Array) {
        document.each_element([&cases](JsonValue record) { return cases.add(record); });
    } else {
        cases.add(document);
    }
    return cases.take();
}

Result<std::vector<EvalCase>> read_lines(std::string_view text, std::string_view own_skill) {
    protocol::JsonParser parser;
    CaseList cases(own_skill);
    std::size_t number = 0;
    for (const auto line : split_lines(text)) {
        ++number;
        if (trim(line).empty()) {
            continue;
        }
        const auto record = parser.parse(line);
        if (!record) {
            return Error(record.error()).context("line " + std::to_string(number));
        }
        if (!cases.add(*record)) {
            break;
        }
    }
    return cases.take();
}

/// Whether the first line with text is a whole record, so that the text is one a line.
bool has_record_lines(std::string_view text) {
    const auto start = trim(text);
    const auto end = start.find('\n');
    protocol::JsonParser parser;
    return start.starts_with('{') && end != std::string_view::npos && parser.parse(start.substr(0, end));
}

}  // namespace

Result<std::vector<EvalCase>> read_eval_cases(std::string_view text, std::string_view own_skill) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    protocol::JsonParser parser;
    const auto document = parser.parse(text);
    if (!document && has_record_lines(text)) {
        return read_lines(text, own_skill);
    }
    return document ? read_document(*document, own_skill) : document.error();
}

std::string skill_beside(std::string_view absolute_file) {
    const auto folder = std::filesystem::path(absolute_file).parent_path();
    const bool is_evals = folder.filename() == "evals" || folder.filename() == "eval";
    return is_evals ? folder.parent_path().filename().string() : std::string();
}

}  // namespace skillwake::client
