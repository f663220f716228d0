#include "daemon/dispatcher.h"

#include <array>
#include <exception>
#include <utility>

namespace skillwake::daemon {
namespace {

using protocol::JsonValue;
using protocol::RawJson;
using protocol::Rope;
using protocol::RpcCode;
using protocol::RpcError;

constexpr std::size_t kAnswerBytes = 2'048;  ///< own ones of most answers

/// A method's params as its message; without params, one with every field left out.
template <class Params>
Result<Params> read_params(const std::optional<JsonValue>& json) {
    if (json) {
        return protocol::read_message<Params>(*json, "params");
    }
    protocol::JsonParser parser;
    return protocol::read_message<Params>(*parser.parse("{}"), "params");
}

using Handler = Status (*)(Rope&, Service&, Caller&, const std::optional<JsonValue>&);

template <class Answer>
Status write(Rope& out, const Answer& answer) {
    protocol::append_json(out, answer);
    return Ok{};
}
template <class Answer>
Status write(Rope& out, Result<Answer> answer) {
    if (!answer) {
        return std::move(answer).error();
    }
    return write(out, *answer);
}

/// The handler of a method of Service, whatever its params and result are: calls it, and appends the result
/// unless it is an error.
template <auto Method>
struct Handle;

template <class Answer, class Params, Answer (Service::*Method)(const Params&)>
struct Handle<Method> {
    static Status call(Rope& out, Service& service, Caller& /*caller*/,
                       const std::optional<JsonValue>& json) {
        const auto params = read_params<Params>(json);
        if (!params) {
            return params.error();
        }
        return write(out, (service.*Method)(*params));
    }
};
template <class Answer, class Params, Answer (Service::*Method)(const Params&) const>
struct Handle<Method> {
    static Status call(Rope& out, Service& service, Caller& /*caller*/,
                       const std::optional<JsonValue>& json) {
        const auto params = read_params<Params>(json);
        if (!params) {
            return params.error();
        }
        return write(out, (service.*Method)(*params));
    }
};
template <class Answer, Answer (Service::*Method)()>
struct Handle<Method> {
    static Status call(Rope& out, Service& service, Caller& /*caller*/,
                       const std::optional<JsonValue>& /*json*/) {
        return write(out, (service.*Method)());
    }
};
template <class Answer, Answer (Service::*Method)() const>
struct Handle<Method> {
    static Status call(Rope& out, Service& service, Caller& /*caller*/,
                       const std::optional<JsonValue>& /*json*/) {
        return write(out, (service.*Method)());
    }
};
template <class Answer, Answer (Service::*Method)(Caller&) const>
struct Handle<Method> {
    static Status call(Rope& out, Service& service, Caller& caller,
                       const std::optional<JsonValue>& /*json*/) {
        return write(out, (service.*Method)(caller));
    }
};

struct Method {
    std::string_view name;
    Handler handle;
};

constexpr std::array<Method, 18> kMethods = {{
    {"session.event", Handle<&Service::event>::call},
    {"session.hook", Handle<&Service::hook>::call},
    {"skill.invoke", Handle<&Service::invoke>::call},
    {"skill.list", Handle<&Service::list>::call},
    {"skill.show", Handle<&Service::show>::call},
    {"skill.read", Handle<&Service::read>::call},
    {"match.explain", Handle<&Service::explain>::call},
    {"session.list", Handle<&Service::sessions>::call},
    {"session.show", Handle<&Service::session>::call},
    {"session.forget", Handle<&Service::forget>::call},
    {"history.list", Handle<&Service::history>::call},
    {"history.stats", Handle<&Service::stats>::call},
    {"hello", Handle<&Service::hello>::call},
    {"daemon.status", Handle<&Service::status>::call},
    {"daemon.reload", Handle<&Service::reload>::call},
    {"daemon.trust", Handle<&Service::change_trust>::call},
    {"daemon.stop", Handle<&Service::stop>::call},
    {"daemon.subscribe", Handle<&Service::subscribe>::call},
}};

const Method* find_method(std::string_view name) {
    for (const auto& method : kMethods) {
        if (method.name == name) {
            return &method;
        }
    }
    return nullptr;
}

RpcError rpc_error(const Error& error) {
    RpcError answer{protocol::rpc_code(error.code()), error.message(), {}};
    if (error.code() == Errc::NotFound && !error.names().empty()) {
        answer.data = RawJson{"{\"nearest\":" + protocol::to_json(error.names()) + "}"};
    } else if (error.code() == Errc::Ambiguous) {
        answer.data = RawJson{"{\"candidates\":" + protocol::to_json(error.names()) + "}"};
    }
    return answer;
}

std::string refusal(const RawJson& id, RpcCode code, std::string message) {
    return protocol::make_error(id, {code, std::move(message), {}});
}

std::string not_json(const Error& error) {
    return refusal({"null"}, RpcCode::ParseError, "not JSON: " + error.message());
}

std::string not_a_batch(std::size_t requests) {
    return refusal({"null"}, RpcCode::InvalidRequest,
                   requests == 0 ? "an empty batch" : "a batch of more than " + std::to_string(kMaxBatch));
}

void append_to_batch(Rope& answers, const Dispatcher::Answer& answer) {
    if (answer.line) {
        answers.own().push_back(answers.empty() ? '[' : ',');
        answers.add(*answer.line);
    }
}

/// Notifications alone get no answer.
Dispatcher::Answer end_batch(Rope answers) {
    if (answers.empty()) {
        return {};
    }
    answers.own().push_back(']');
    return {std::move(answers)};
}

}  // namespace

Dispatcher::Answer Dispatcher::answer(std::string_view line, Caller& caller) {
    try {
        const auto read = parse_line(parser_, line);
        if (!read) {
            return {not_json(read.error())};
        }
        return read->document.kind() == JsonValue::Kind::Array
                   ? answer_batch(*read, caller)
                   : answer_request(*read, read->document, 0, caller, NotReady::Wait);
    } catch (const std::exception& failure) {
        return {refusal({"null"}, RpcCode::InternalError, failure.what())};
    }
}

/// A batch is one, however short: its requests add up.
bool Dispatcher::is_long(std::string_view line) const {
    const auto most = service_.loop_line_bytes();
    return line.size() > most ||
           (most != Service::kNoLoop && line.substr(0, line.find_first_not_of(" \t\r") + 1).ends_with('['));
}

Dispatcher::Progress Dispatcher::go_on(LongCall& call, Caller& caller) {
    Progress progress;
    try {
        progress = next_step(call, caller);
    } catch (const std::exception& failure) {
        progress = {Step::Done, {refusal({"null"}, RpcCode::InternalError, failure.what())}};
    }
    if (progress.step == Step::Done) {
        call.hold_ = SessionHold();
    }
    return progress;
}

Dispatcher::PostProgress Dispatcher::go_on(LongPost& post) {
    PostProgress progress;
    try {
        if (!post.hook_ && !post.failed_) {
            return {Step::Work, {}};
        }
        progress.step = post.failed_ ? Step::Done : post.hook_->go_on(service_, post.hold_);
        if (progress.step == Step::Done) {
            progress.output = post.failed_ ? Result<RawJson>(*post.failed_) : post.hook_->output();
        }
    } catch (const std::exception& failure) {
        progress = {Step::Done, Error(Errc::Io, failure.what())};
    }
    if (progress.step == Step::Done) {
        post.hold_ = SessionHold();
    }
    return progress;
}

Dispatcher::Progress Dispatcher::next_step(LongCall& call, Caller& caller) {
    if (call.failed_) {
        return {Step::Done, {refusal({"null"}, RpcCode::InternalError, call.failed_->message())}};
    }
    if (!call.read_) {
        return {Step::Work, {}};
    }
    if (!*call.read_) {
        return {Step::Done, {not_json(call.read_->error())}};
    }
    const auto& line = **call.read_;
    const auto count = call.requests_.size();
    const bool batch = line.document.kind() == JsonValue::Kind::Array;
    if (batch && (count == 0 || count > kMaxBatch)) {
        return {Step::Done, {not_a_batch(count)}};
    }
    auto& request = *call.requests_[call.next_];
    Answer answer;
    if (request.is_plain() || (caller.admin_only && !request.is_admin())) {
        answer = answer_request(line, request.json(), call.next_, caller, NotReady::Wait);
        if (answer.not_ready) {
            return {Step::Wait, {}};
        }
    } else if (const auto step = request.go_on(service_, call.hold_); step != Step::Done) {
        return {step, {}};
    } else {
        answer = answer_long(request);
    }
    call.hold_ = SessionHold();
    if (!batch) {
        return {Step::Done, std::move(answer)};
    }
    append_to_batch(call.answers_, answer);
    if (++call.next_ < count) {
        return {Step::Work, {}};  // others are heard in between
    }
    return {Step::Done, end_batch(std::move(call.answers_))};
}

Dispatcher::Answer Dispatcher::answer_long(const LongRequest& request) const {
    Rope line;
    line.own().reserve(kAnswerBytes);
    protocol::begin_result(line.own(), request.id().value_or(RawJson{"null"}));
    const auto done = request.write(line);
    if (!request.id()) {
        return {};
    }
    if (!done) {
        return {protocol::make_error(*request.id(), rpc_error(done.error()))};
    }
    protocol::end_result(line.own());
    return {std::move(line)};
}

Result<RawJson> Dispatcher::hook(const protocol::HookParams& params) {
    try {
        return service_.hook(params);
    } catch (const std::exception& failure) {
        return Error(Errc::Io, failure.what());
    }
}

/// The answers of a batch in one array. Its workspaces are looked at first: a line that has to be given again
/// must not have changed anything.
Dispatcher::Answer Dispatcher::answer_batch(const RequestLine& line, Caller& caller) {
    std::size_t count = 0;
    bool ready = true;
    line.document.each_element([&](JsonValue request) {
        ++count;
        ready = is_ready(request) && ready;
        return count <= kMaxBatch;
    });
    if (count == 0 || count > kMaxBatch) {
        return {not_a_batch(count)};
    }
    if (!ready) {
        return {std::nullopt, true};
    }
    Rope answers;
    std::size_t place = 0;
    line.document.each_element([&](JsonValue request) {
        // A root may have come up since they were looked at: too late to wait, for others are answered.
        append_to_batch(answers, answer_request(line, request, place++, caller, NotReady::Refuse));
        return true;
    });
    return end_batch(std::move(answers));
}

bool Dispatcher::is_ready(JsonValue request) {
    const auto text_param = [&](std::string_view name) -> std::optional<std::string> {
        const auto params = request.member("params");
        const auto member = params ? params->member(name) : std::nullopt;
        const auto text = member ? member->string() : std::nullopt;
        return text ? std::optional<std::string>(*text) : std::nullopt;
    };
    return service_.is_ready(text_param("cwd"), text_param("session"));
}

Dispatcher::Answer Dispatcher::answer_request(const RequestLine& asked, JsonValue json, std::size_t place,
                                              Caller& caller, NotReady not_ready) {
    const auto read = asked.request(json, place);
    if (const auto* refused = std::get_if<protocol::RpcRefusal>(&read)) {
        return refused->id ? Answer{protocol::make_error(*refused->id, refused->error)} : Answer{};
    }
    const auto& request = std::get<protocol::RpcRequest>(read);
    const auto* method = find_method(request.method);
    if (method == nullptr) {
        return request.id ? Answer{refusal(*request.id, RpcCode::MethodNotFound,
                                           "no method '" + request.method + "'")}
                          : Answer{};
    }
    if (caller.admin_only && method->name != "hello" && !method->name.starts_with("daemon.")) {
        return request.id ? Answer{refusal(*request.id, RpcCode::Unavailable,
                                           "too many clients: only hello and daemon.* are answered")}
                          : Answer{};
    }
    Rope line;
    line.own().reserve(kAnswerBytes);
    protocol::begin_result(line.own(), request.id.value_or(RawJson{"null"}));
    const auto done = method->handle(line, service_, caller, request.params);
    if (!done && done.error().code() == Errc::NotReady && not_ready == NotReady::Wait) {
        return {std::nullopt, true};
    }
    if (!done && done.error().code() == Errc::ForWorker) {
        return {std::nullopt, false, true};
    }
    if (!request.id) {
        return {};
    }
    if (!done) {
        return {protocol::make_error(*request.id, rpc_error(done.error()))};
    }
    protocol::end_result(line.own());
    return {std::move(line)};
}

}  // namespace skillwake::daemon
