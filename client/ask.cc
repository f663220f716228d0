#include "client/ask.h"

namespace skillwake::client {

Connection connection_for(const Context& context) {
    const auto& chosen = context.flags.socket;
    return Connection(context.socket,
                      chosen.empty() ? "skillwake start" : "skillwake start --socket " + chosen);
}

ExitCode report(const Context& context, const Failure& failure) {
    context.err << failure_text(failure);
    if (context.flags.json) {
        context.out << failure_json(failure) << '\n';
    }
    return failure.code;
}

Failure not_understood(const Error& error) {
    auto failure =
        local_failure(ExitCode::Failed, "the daemon's answer is not understood: " + error.message());
    failure.hint = "the daemon is of another version: run 'skillwake stop', then 'skillwake start'";
    return failure;
}

}  // namespace skillwake::client
