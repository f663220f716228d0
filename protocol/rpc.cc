#include "protocol/rpc.h"

namespace skillwake::protocol {
namespace {

RpcRefusal invalid_request(RawJson id, std::string message) {
    return {std::move(id), {RpcCode::InvalidRequest, std::move(message), {}}};
}

bool may_be_id(JsonValue json) {
    using Kind = JsonValue::Kind;
    const auto kind = json.kind();
    return kind == Kind::String || kind == Kind::Null || kind == Kind::Integer || kind == Kind::Unsigned ||
           kind == Kind::Real;
}

}  // namespace

std::variant<RpcRequest, RpcRefusal> read_request(JsonValue json) {
    if (json.kind() != JsonValue::Kind::Object) {
        return invalid_request({"null"}, "a request is an object");
    }
    RpcRequest request;
    if (const auto id = json.member("id")) {
        if (!may_be_id(*id)) {
            return invalid_request({"null"}, "id: expected string, number or null");
        }
        request.id = RawJson{id->text()};
    }
    const auto known_id = request.id.value_or(RawJson{"null"});
    const auto version = json.member("jsonrpc");
    if (!version || version->string() != "2.0") {
        return invalid_request(known_id, "jsonrpc: expected \"2.0\"");
    }
    const auto method = json.member("method");
    if (!method || !method->string()) {
        return invalid_request(known_id, "method: expected string");
    }
    request.method = *method->string();
    request.params = json.member("params");
    if (request.params && request.params->kind() != JsonValue::Kind::Object) {
        return RpcRefusal{request.id, {RpcCode::InvalidParams, "params: expected object", {}}};
    }
    return request;
}

RpcCode rpc_code(Errc code) {
    switch (code) {
        case Errc::Invalid:
            return RpcCode::InvalidParams;
        case Errc::NotFound:
            return RpcCode::NotFound;
        case Errc::Ambiguous:
            return RpcCode::Ambiguous;
        case Errc::TooLarge:
            return RpcCode::TooLarge;
        case Errc::Denied:
            return RpcCode::Denied;
        case Errc::Unavailable:
        case Errc::Exists:
        case Errc::NotReady:
        case Errc::ForWorker:
            return RpcCode::Unavailable;
        case Errc::Io:
            return RpcCode::InternalError;
    }
    return RpcCode::InternalError;
}

void begin_result(std::string& line, const RawJson& id) {
    line.append(R"({"jsonrpc":"2.0","id":)").append(id.text).append(R"(,"result":)");
}

void end_result(std::string& line) {
    line.push_back('}');
}

std::string make_error(const RawJson& id, const RpcError& error) {
    std::string line = R"({"jsonrpc":"2.0","id":)" + id.text + R"(,"error":{"code":)" +
                       std::to_string(static_cast<int>(error.code)) + R"(,"message":)";
    append_json_string(line, error.message);
    if (error.data) {
        line.append(R"(,"data":)").append(error.data->text);
    }
    return line.append("}}");
}

std::string make_request(std::uint64_t id, std::string_view method, std::string_view params_json) {
    std::string line = R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":)";
    append_json_string(line, method);
    return line.append(R"(,"params":)").append(params_json).append("}");
}

std::string make_notification(std::string_view method, std::string_view params_json) {
    std::string line = R"({"jsonrpc":"2.0","method":)";
    append_json_string(line, method);
    return line.append(R"(,"params":)").append(params_json).append("}");
}

}  // namespace skillwake::protocol
