#include "client/failure.h"

#include "base/text.h"
#include "client/safe_text.h"
#include "protocol/json.h"
#include "protocol/message.h"

#include <vector>

namespace skillwake::client {
namespace {

using protocol::RpcCode;

/// The strings of the array `data.<member>`.
std::vector<std::string> names_in(const protocol::RpcError& error, std::string_view member) {
    std::vector<std::string> names;
    if (!error.data) {
        return names;
    }
    protocol::JsonParser parser;
    const auto data = parser.parse(error.data->text);
    const auto list = data ? data->member(member) : std::nullopt;
    if (list) {
        list->each_element([&names](protocol::JsonValue name) {
            if (const auto text = name.string()) {
                names.emplace_back(*text);
            }
            return true;
        });
    }
    return names;
}

std::string hint_for(const protocol::RpcError& error) {
    if (const auto nearest = names_in(error, "nearest"); !nearest.empty()) {
        return "did you mean: " + join(nearest, ", ");
    }
    if (const auto candidates = names_in(error, "candidates"); !candidates.empty()) {
        return "it may be one of: " + join(candidates, ", ");
    }
    if (error.code == RpcCode::MethodNotFound) {
        return "the daemon is of another version: run 'skillwake stop', then 'skillwake start'";
    }
    return {};
}

}  // namespace

Failure daemon_failure(const protocol::RpcError& error) {
    const bool unnamed = error.code == RpcCode::NotFound || error.code == RpcCode::Ambiguous;
    return {unnamed ? ExitCode::NotFound : ExitCode::Failed, error, hint_for(error)};
}

Failure local_failure(ExitCode code, std::string message) {
    auto rpc_code = RpcCode::InternalError;
    if (code == ExitCode::NoDaemon) {
        rpc_code = RpcCode::Unavailable;
    } else if (code == ExitCode::NotFound) {
        rpc_code = RpcCode::NotFound;
    } else if (code == ExitCode::Usage) {
        rpc_code = RpcCode::InvalidParams;
    }
    return {code, {rpc_code, std::move(message), std::nullopt}, {}};
}

std::string failure_text(const Failure& failure) {
    std::string text = "skillwake: " + safe_line(failure.error.message) + "\n";
    if (!failure.hint.empty()) {
        text.append("  ").append(safe_line(failure.hint)).append("\n");
    }
    return text;
}

std::string failure_json(const Failure& failure) {
    std::string json =
        R"({"error":{"code":)" + std::to_string(static_cast<int>(failure.error.code)) + R"(,"message":)";
    protocol::append_json_string(json, failure.error.message);
    if (failure.error.data) {
        json.append(R"(,"data":)").append(failure.error.data->text);
    }
    return json.append("}}");
}

}  // namespace skillwake::client
