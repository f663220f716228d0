#include "daemon/dispatcher.h"

#include "protocol/number_id.h"

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

constexpr std::size_t kMaxBatch = 1'000;     ///< requests of one line
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

}  // namespace

Dispatcher::Answer Dispatcher::answer(std::string_view line, Caller& caller) {
    try {
        number_id_.reset();
        const auto document = parser_.parse(line);
        if (!document) {
            return answer_wide_id(line, caller, document.error());
        }
        const auto id = document->member("id");
        const bool rewritten = id && (id->kind() == JsonValue::Kind::Real || id->integer() == 0);  // 1.10, -0
        if (const auto text = protocol::number_id(rewritten ? line : ""); !text.empty()) {
            number_id_ = RawJson{std::string(text)};
        }
        return answer_document(*document, caller);
    } catch (const std::exception& failure) {
        return {refusal({"null"}, RpcCode::InternalError, failure.what())};
    }
}

Result<RawJson> Dispatcher::hook(const protocol::HookParams& params) {
    try {
        return service_.hook(params);
    } catch (const std::exception& failure) {
        return Error(Errc::Io, failure.what());
    }
}

/// The line is no JSON for our parser; an id of more than 64 bits may be all that it cannot read.
Dispatcher::Answer Dispatcher::answer_wide_id(std::string_view line, Caller& caller, const Error& refused) {
    if (const auto id = protocol::number_id(line); !id.empty()) {
        const auto before = static_cast<std::size_t>(id.data() - line.data());
        const auto narrow =
            std::string(line.substr(0, before)).append("0").append(line.substr(before + id.size()));
        if (const auto document = parser_.parse(narrow)) {
            number_id_ = RawJson{std::string(id)};
            return answer_document(*document, caller);
        }
    }
    return {refusal({"null"}, RpcCode::ParseError, "not JSON: " + refused.message())};
}

Dispatcher::Answer Dispatcher::answer_document(JsonValue document, Caller& caller) {
    return document.kind() == JsonValue::Kind::Array ? answer_batch(document, caller)
                                                     : answer_request(document, caller, NotReady::Wait);
}

/// The answers of a batch in one array. Its workspaces are looked at first: a line that has to be given again
/// must not have changed anything.
Dispatcher::Answer Dispatcher::answer_batch(JsonValue batch, Caller& caller) {
    std::size_t count = 0;
    bool ready = true;
    batch.each_element([&](JsonValue request) {
        ++count;
        ready = is_ready(request) && ready;
        return count <= kMaxBatch;
    });
    if (count == 0) {
        return {refusal({"null"}, RpcCode::InvalidRequest, "an empty batch")};
    }
    if (count > kMaxBatch) {
        return {
            refusal({"null"}, RpcCode::InvalidRequest, "a batch of more than " + std::to_string(kMaxBatch))};
    }
    if (!ready) {
        return {std::nullopt, true};
    }
    Rope lines;
    batch.each_element([&](JsonValue request) {
        // A root may have come up since they were looked at: too late to wait, for others are answered.
        if (const auto answer = answer_request(request, caller, NotReady::Refuse); answer.line) {
            lines.own().push_back(lines.empty() ? '[' : ',');
            lines.add(*answer.line);
        }
        return true;
    });
    if (lines.empty()) {
        return {};
    }
    lines.own().push_back(']');
    return {std::move(lines)};
}

/// With its id as the client wrote it.
std::variant<protocol::RpcRequest, protocol::RpcRefusal> Dispatcher::read_request(JsonValue json) const {
    auto read = protocol::read_request(json);
    std::visit(
        [this](auto& either) {
            if (number_id_ && either.id && either.id->text != "null") {
                either.id = number_id_;
            }
        },
        read);
    return read;
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

Dispatcher::Answer Dispatcher::answer_request(JsonValue json, Caller& caller, NotReady not_ready) {
    const auto read = read_request(json);
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
