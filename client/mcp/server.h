#pragma once

#include "base/clock.h"
#include "client/mcp/backend.h"
#include "client/mcp/revision.h"
#include "client/mcp/subscriptions.h"
#include "client/mcp/wire.h"
#include "client/mcp/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::client::mcp {

struct ServerOptions {
    std::optional<std::string> cwd;      ///< what the process stands in; nullopt: the daemon's own
    bool cwd_is_fixed = false;           ///< the user chose it: the client's roots do not count
    std::optional<std::string> session;  ///< of the host, when it is known
};

/// The MCP server as a function from a line to lines. Does no I/O but through `backend`. Serves clients that
/// begin with `initialize`, and those whose requests each tell their revision, also mixed.
class Server {
public:
    /// `backend` and `clock` must outlive the server.
    Server(Backend& backend, const Clock& clock, ServerOptions options);

    /// What to write, in order, each without '\n'. Whatever the line is, this returns. `initialize`,
    /// `server/discover` and `ping` never ask the backend.
    std::vector<std::string> answer(std::string_view line);

    /// The daemon told that skills changed; what to write.
    std::vector<std::string> skills_changed();
    /// The daemon went away. Nothing is asked of it until the next call.
    void daemon_lost() { workspace_.daemon_lost(); }

private:
    void answer_document(JsonValue json);
    void answer_batch(JsonValue batch);
    /// nullopt: it gets no answer.
    std::optional<std::string> answer_one(JsonValue json);
    std::string answer_request(const Request& request);
    Outcome result_of(const Request& request, Revision revision);
    std::optional<Outcome> list_of(const Request& request);
    Outcome initialize(const std::optional<JsonValue>& params);
    void take_notification(const Notification& notification);
    void take_response(const Response& response);
    void ask_for_roots();
    void tell_changes();

    std::variant<Revision, Failure> revision_of(const Request& request) const;

    Workspace workspace_;
    ServerOptions options_;
    protocol::JsonParser parser_;
    std::vector<std::string> out_;
    std::optional<Revision> negotiated_;  ///< by `initialize`
    bool initialized_ = false;            ///< and said to be done
    bool client_has_roots_ = false;
    std::uint64_t roots_asked_ = 0;
    Subscriptions subscriptions_;
};

}  // namespace skillwake::client::mcp
