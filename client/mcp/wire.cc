#include "client/mcp/wire.h"

namespace skillwake::client::mcp {
namespace {

/// nullopt: none, null, or nothing that MCP takes for an id.
std::optional<RawJson> id_of(JsonValue json) {
    const auto id = json.member("id");
    if (!id) {
        return std::nullopt;
    }
    switch (id->kind()) {
        case JsonValue::Kind::String:
        case JsonValue::Kind::Integer:
        case JsonValue::Kind::Unsigned:
            return RawJson{id->text()};
        default:
            return std::nullopt;
    }
}

Malformed malformed(std::optional<RawJson> id, std::string message) {
    return {std::move(id), {kInvalidRequest, std::move(message), std::nullopt}};
}

}  // namespace

std::variant<Request, Notification, Response, Malformed> read_incoming(JsonValue json) {
    if (json.kind() != JsonValue::Kind::Object) {
        return malformed(std::nullopt, "expected an object");
    }
    auto id = id_of(json);
    const bool has_id = json.member("id").has_value();
    if (const auto version = json.member("jsonrpc"); !version || version->string() != "2.0") {
        return malformed(std::move(id), "jsonrpc: expected \"2.0\"");
    }
    if (has_id && !id) {
        return malformed(std::nullopt, "id: expected string or integer");
    }
    const auto method = json.member("method");
    if (!method && id && (json.member("result") || json.member("error"))) {
        return Response{*std::move(id), json.member("result")};
    }
    if (!method || !method->string()) {
        return malformed(std::move(id), "method: expected string");
    }
    auto params = json.member("params");
    if (params && params->kind() == JsonValue::Kind::Null) {
        params.reset();
    }
    if (params && params->kind() != JsonValue::Kind::Object) {
        return malformed(std::move(id), "params: expected object");
    }
    if (!id) {
        return Notification{std::string(*method->string()), params};
    }
    return Request{*std::move(id), std::string(*method->string()), params};
}

std::string result_line(const RawJson& id, const RawJson& result) {
    std::string line = R"({"jsonrpc":"2.0","id":)";
    line.append(id.text).append(R"(,"result":)").append(result.text).append("}");
    return line;
}

std::string error_line(const std::optional<RawJson>& id, const Failure& failure) {
    std::string line = R"({"jsonrpc":"2.0",)";
    if (id) {
        line.append(R"("id":)").append(id->text).append(",");
    }
    line.append(R"("error":{"code":)").append(std::to_string(failure.code)).append(R"(,"message":)");
    protocol::append_json_string(line, failure.message);
    if (failure.data) {
        line.append(R"(,"data":)").append(failure.data->text);
    }
    return line.append("}}");
}

std::optional<std::string> string_member(const std::optional<JsonValue>& object, std::string_view name) {
    const auto member = object ? object->member(name) : std::nullopt;
    const auto text = member ? member->string() : std::nullopt;
    return text ? std::optional(std::string(*text)) : std::nullopt;
}

}  // namespace skillwake::client::mcp
