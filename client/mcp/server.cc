#include "client/mcp/server.h"

#include "client/mcp/prompts.h"
#include "client/mcp/resources.h"
#include "client/mcp/results.h"
#include "client/mcp/skill_uri.h"
#include "client/mcp/skills_extension.h"
#include "client/mcp/tool_call.h"
#include "client/mcp/tool_list.h"
#include "protocol/message.h"

#include <utility>

namespace skillwake::client::mcp {
namespace {

constexpr std::string_view kMetaRevision = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view kMetaCapabilities = "io.modelcontextprotocol/clientCapabilities";

RawJson unsupported_data(const std::string& asked) {
    std::string json = R"({"supported":)" + supported_json() + R"(,"requested":)";
    protocol::append_json_string(json, asked);
    return {json + "}"};
}

Failure no_method(const std::string& method) {
    return {kMethodNotFound, "no method '" + method + "'", std::nullopt};
}

}  // namespace

Server::Server(Backend& backend, const Clock& clock, ServerOptions options)
    : workspace_(backend, clock, options.cwd), options_(std::move(options)) {}

std::vector<std::string> Server::answer(std::string_view line) {
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
        const auto json = parser_.parse(line);
        if (json) {
            answer_document(*json);
        } else if (may_omit_id(negotiated_.value_or(kLatestWithHandshake))) {
            out_.push_back(error_line(std::nullopt, {kParseError, json.error().message(), std::nullopt}));
        }
    }
    tell_changes();
    return std::exchange(out_, {});
}

std::vector<std::string> Server::skills_changed() {
    workspace_.changed();
    if (workspace_.asked()) {
        (void)workspace_.skills();
        tell_changes();
    }
    return std::exchange(out_, {});
}

void Server::answer_document(JsonValue json) {
    if (json.kind() == JsonValue::Kind::Array && negotiated_ && has_batches(*negotiated_)) {
        answer_batch(json);
    } else if (auto answered = answer_one(json)) {
        out_.push_back(*std::move(answered));
    }
}

void Server::answer_batch(JsonValue batch) {
    std::string answers;
    batch.each_element([&](JsonValue element) {
        if (const auto answered = answer_one(element)) {
            answers.append(answers.empty() ? "[" : ",").append(*answered);
        }
        return true;
    });
    if (!answers.empty()) {
        out_.push_back(answers + "]");
    }
}

std::optional<std::string> Server::answer_one(JsonValue json) {
    const auto incoming = read_incoming(json);
    if (const auto* request = std::get_if<Request>(&incoming)) {
        return answer_request(*request);
    }
    if (const auto* notification = std::get_if<Notification>(&incoming)) {
        take_notification(*notification);
    } else if (const auto* response = std::get_if<Response>(&incoming)) {
        take_response(*response);
    } else {
        const auto& malformed = std::get<Malformed>(incoming);
        if (malformed.id || may_omit_id(negotiated_.value_or(kLatestWithHandshake))) {
            return error_line(malformed.id, malformed.failure);
        }
    }
    return std::nullopt;
}

std::variant<Revision, Failure> Server::revision_of(const Request& request) const {
    if (request.method == "initialize") {
        return kLatestWithHandshake;
    }
    const auto meta = request.params ? request.params->member("_meta") : std::nullopt;
    const auto asked = string_member(meta, kMetaRevision);
    if (!asked) {
        return request.method == "server/discover" ? Revision::R2026_07_28
                                                   : negotiated_.value_or(kLatestWithHandshake);
    }
    const auto revision = revision_named(*asked);
    if (!revision) {
        return Failure{kUnsupportedRevision, "unsupported protocol version", unsupported_data(*asked)};
    }
    const auto capabilities = meta->member(kMetaCapabilities);
    if (is_stateless(*revision) && (!capabilities || capabilities->kind() != JsonValue::Kind::Object)) {
        return Failure{kInvalidParams, "_meta." + std::string(kMetaCapabilities) + ": expected object",
                       std::nullopt};
    }
    return *revision;
}

std::string Server::answer_request(const Request& request) {
    auto revision = revision_of(request);
    if (const auto* refused = std::get_if<Failure>(&revision)) {
        return error_line(request.id, *refused);
    }
    const auto spoken = std::get<Revision>(revision);
    if (request.method == "subscriptions/listen" && is_stateless(spoken)) {
        // From here on changes are compared with what is there now.
        (void)workspace_.skills();
        tell_changes();
        return subscriptions_.listen(request);
    }
    const auto outcome = result_of(request, spoken);
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
        return error_line(request.id, *failure);
    }
    return result_line(request.id, finished(std::get<RawJson>(outcome), request.method, spoken));
}

Outcome Server::result_of(const Request& request, Revision revision) {
    const auto& method = request.method;
    if (method == "server/discover") {
        return discover_result();
    }
    if (method == "initialize") {
        return initialize(request.params);
    }
    if (method == "ping" && !is_stateless(revision)) {
        return RawJson{"{}"};
    }
    if (method == "tools/call") {
        return call_tool(workspace_, request.params, options_.session);
    }
    if (method == "resources/read") {
        return read_resource(workspace_, request.params, no_resource_code(revision));
    }
    if (auto listed = list_of(request)) {
        return *std::move(listed);
    }
    return no_method(method);
}

std::optional<Outcome> Server::list_of(const Request& request) {
    const auto& method = request.method;
    if (method == "tools/list") {
        return list_tools(workspace_);
    }
    if (method == "prompts/list") {
        return list_prompts(workspace_, request.params);
    }
    if (method == "prompts/get") {
        return get_prompt(workspace_, request.params, options_.session);
    }
    if (method == "resources/list") {
        return list_resources(workspace_, request.params);
    }
    if (method == "resources/templates/list") {
        return list_resource_templates();
    }
    if (method == "resources/directory/read") {
        return read_directory(workspace_, request.params);
    }
    if (method == "skills/list") {
        return list_skill_entries(workspace_, request.params);
    }
    if (method == "skills/get") {
        return get_skill_entry(workspace_, request.params);
    }
    return std::nullopt;
}

Outcome Server::initialize(const std::optional<JsonValue>& params) {
    const auto asked = string_member(params, "protocolVersion");
    if (!asked) {
        return Failure{kInvalidParams, "protocolVersion: expected string", std::nullopt};
    }
    const auto known = revision_named(*asked);
    negotiated_ = known && !is_stateless(*known) ? *known : kLatestWithHandshake;
    const auto capabilities = params->member("capabilities");
    const auto roots = capabilities ? capabilities->member("roots") : std::nullopt;
    client_has_roots_ = roots && roots->kind() == JsonValue::Kind::Object;
    return initialize_result(*negotiated_);
}

void Server::take_notification(const Notification& notification) {
    if (notification.method == "notifications/initialized") {
        initialized_ = negotiated_.has_value();
        ask_for_roots();
    } else if (notification.method == "notifications/roots/list_changed") {
        ask_for_roots();
    } else if (notification.method == "notifications/cancelled") {
        // Requests are answered before the next line is read; only a subscription can still be running.
        const auto id = notification.params ? notification.params->member("requestId") : std::nullopt;
        subscriptions_.cancel(id ? id->text() : "");
    }
}

void Server::ask_for_roots() {
    if (initialized_ && client_has_roots_ && !options_.cwd_is_fixed) {
        out_.push_back(R"({"jsonrpc":"2.0","id":"roots-)" + std::to_string(++roots_asked_) +
                       R"(","method":"roots/list"})");
    }
}

void Server::take_response(const Response& response) {
    if (response.id.text != "\"roots-" + std::to_string(roots_asked_) + "\"" || !response.result) {
        return;
    }
    std::optional<std::string> folder;
    if (const auto roots = response.result->member("roots")) {
        roots->each_element([&folder](JsonValue root) {
            const auto uri = string_member(root, "uri");
            folder = uri ? path_of_file_uri(*uri) : std::nullopt;
            return !folder;
        });
    }
    if (folder) {
        workspace_.move_to(*std::move(folder));
        if (workspace_.asked()) {
            (void)workspace_.skills();
        }
    }
}

void Server::tell_changes() {
    const auto changes = workspace_.take_changes();
    if (initialized_) {
        append_changes(out_, changes);
    }
    subscriptions_.append_changes(out_, changes);
}

}  // namespace skillwake::client::mcp
