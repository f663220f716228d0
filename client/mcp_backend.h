#pragma once

#include "client/connection.h"
#include "client/context.h"
#include "client/mcp/backend.h"
#include "protocol/client.h"

#include <optional>
#include <string_view>
#include <variant>

namespace skillwake::client {

/// The daemon of `skillwake mcp`: one connection for questions, one on which it tells of changes. Both are
/// made when the first question needs them, and again when the daemon has gone; when none listens, one is
/// started.
class McpBackend final : public mcp::Backend {
public:
    /// `context` must outlive the backend; its streams are not used.
    explicit McpBackend(const Context& context);

    std::variant<protocol::JsonValue, protocol::RpcError> call(std::string_view method,
                                                               std::string_view params_json) override;

    /// To wait with poll(); -1: nobody tells of changes now.
    int feed_descriptor() const { return feed_ ? feed_->descriptor() : -1; }
    enum class Fed { Nothing, SkillsChanged, Lost };
    /// Reads what has come there; never waits.
    Fed read_feed();

private:
    Status open_feed();
    /// Why no daemon could be reached; empty: one can.
    std::string reach();
    std::string start() const;

    const Context& context_;
    Connection connection_;
    std::optional<protocol::Client> feed_;
    protocol::JsonParser parser_;
};

}  // namespace skillwake::client
