#pragma once

#include "client/connection.h"
#include "client/context.h"
#include "client/exit_code.h"
#include "client/failure.h"
#include "protocol/message.h"

#include <functional>
#include <ostream>
#include <string>
#include <string_view>

/// One question to the daemon, one answer on the screen: what most commands do.
namespace skillwake::client {

/// Does not connect yet.
Connection connection_for(const Context& context);

/// Tells what failed: for people on `err`, with --json also as a line on `out`.
ExitCode report(const Context& context, const Failure& failure);

/// The daemon's answer lacks what we need: it is of another version.
Failure not_understood(const Error& error);

/// Sends one request and prints the answer: as it came with --json, else what `text` makes of it.
template <protocol::Message Answer>
ExitCode ask(const Context& context, std::string_view method, std::string_view params_json,
             const std::function<std::string(const Answer&)>& text) {
    auto connection = connection_for(context);
    const auto result = connection.call(method, params_json);
    if (!result) {
        return report(context, connection.failure(result.error()));
    }
    if (context.flags.json) {
        context.out << result->text() << '\n';
        return ExitCode::Done;
    }
    const auto answer = protocol::read_message<Answer>(*result, "result");
    if (!answer) {
        return report(context, not_understood(answer.error()));
    }
    context.out << text(*answer);
    return ExitCode::Done;
}

}  // namespace skillwake::client
